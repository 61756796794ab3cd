"""What a rule is: another way to count, computed from the facts of a layer or of the network.

A rule is one file in this folder with a `RULE`. It says one of four things:
`entries`, how one row is counted otherwise; `networks`, which layers are taken for others, so that everything behind
them is derived again; `parts`, which rows a total leaves out; `slips`, what becomes of a number that is written down.
Rules that speak of rows or of the network combine with each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from symcnn.ask.audit.entry import Entry
from symcnn.layers.contract import Layer
from symcnn.propagate import Step

WEIGHTS = ("params", "total")
OPERATIONS = ("macs", "flops")


class Counted(NamedTuple):
    """A row, counted otherwise."""

    words: str
    entry: Entry


class Replaced(NamedTuple):
    """Layers that are taken for others, by the number of their step."""

    words: str
    layers: Mapping[int, Layer]


class LeftOut(NamedTuple):
    """Rows that a total leaves out, by the number of their step."""

    words: str
    rows: frozenset[int]


class Slip(NamedTuple):
    """A number that is written down wrong."""

    words: str
    value: int


def _none(*_: Any) -> Iterable[Any]:
    return ()


class Rule(NamedTuple):
    """A named mistake, or another convention."""

    name: str
    quantities: Sequence[str]  # of which it speaks
    entries: Callable[[Entry], Iterable[Counted]] = _none
    networks: Callable[[Sequence[Step]], Iterable[Replaced]] = _none
    parts: Callable[[Sequence[Step], Sequence[Entry]], Iterable[LeftOut]] = _none
    slips: Callable[[int], Iterable[Slip]] = _none
    everywhere: str = ""  # in words, where all rows of a total are counted so
    convention: bool = False  # no mistake where all rows are counted so
