"""A total leaves out the last layer, or all fully connected ones: what a network is without its classifier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import OPERATIONS, WEIGHTS, LeftOut, Rule
from symcnn.propagate import Step


def _heads(steps: Sequence[Step], entries: Sequence[Entry]) -> Iterable[LeftOut]:
    weighted = [at for at, entry in enumerate(entries) if entry.weights]
    dense = [at for at in weighted if steps[at].keyword == "dense"]
    if len(weighted) > 1:
        yield LeftOut(f"without the last layer, {steps[weighted[-1]].name}", frozenset(weighted[-1:]))
    if 1 < len(dense) < len(weighted):
        yield LeftOut("without the dense layers", frozenset(dense))


RULE = Rule("head left out", (*WEIGHTS, *OPERATIONS), parts=_heads)
