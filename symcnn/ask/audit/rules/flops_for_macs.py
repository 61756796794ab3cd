"""A multiply-accumulate is two operations: FLOPs printed as MACs, or MACs as FLOPs."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import OPERATIONS, Counted, Rule


def _exchanged(entry: Entry) -> Iterable[Counted]:
    if entry.macs and entry.factor == 1:
        yield Counted("FLOPs, not MACs: 2 for each", entry.but(factor=2))
    elif entry.macs:
        yield Counted("MACs, not FLOPs: 1 for each", entry.but(factor=1))


RULE = Rule("FLOPs for MACs", OPERATIONS, entries=_exchanged)
