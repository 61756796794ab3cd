"""What stands around a step: blocks, repeats and their rounds, joins with their paths."""

from __future__ import annotations

from typing import Any, NamedTuple

from symcnn.algebra.exact import Value
from symcnn.errors import Span

NOWHERE = -1  # in place of the serial number of a part: at top level
BLOCK, JOIN, GROUP, REPEAT, ROUND = "block", "join", "group", "repeat", "round"


class Part(NamedTuple):
    """One occurrence of something that holds steps; two uses of a block are two parts."""

    serial: int  # no other part of the same reading has it
    kind: str
    keyword: str  # the name of the block or join; of others, their kind
    call: Span  # the call as it was written; of a repeat and of a round, what stands in its braces
    times: Value = 1  # the count of a repeat
    values: tuple[tuple[str, Any], ...] = ()  # what the names of a loop stand for in a round
    label: str = ""
    around: int = 0  # the repeats around it that are read once for all rounds
    own: bool = False  # a round that stands for all rounds of its repeat

    @property
    def is_named(self) -> bool:
        """Whether it gives its steps a name in front of their own; other parts leave names as they are."""
        return self.kind == BLOCK or bool(self.label)
