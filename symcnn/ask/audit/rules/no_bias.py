"""The biases are left out."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry, is_bias
from symcnn.ask.audit.rules.contract import WEIGHTS, Counted, Rule


def _without(entry: Entry) -> Iterable[Counted]:
    kept = tuple(weight for weight in entry.weights if not is_bias(weight))
    if len(kept) < len(entry.weights):
        yield Counted("no bias", entry.but(weights=kept))


RULE = Rule("no bias", WEIGHTS, entries=_without, everywhere="no biases")
