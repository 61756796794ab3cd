"""The addition of a bias is counted as an operation of its own at every output position, or as a whole MAC."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import OPERATIONS, Counted, Rule


def _counted(entry: Entry) -> Iterable[Counted]:
    additions = (entry.uses or 0) * entry.biases
    if additions and not entry.extra:
        yield Counted("the additions of biases are counted", entry.but(extra=additions))
        if entry.factor == 2:
            yield Counted("the additions of biases are counted as MACs", entry.but(extra=2 * additions))


RULE = Rule(
    "bias additions", OPERATIONS, entries=_counted, everywhere="the additions of biases are counted", convention=True
)
