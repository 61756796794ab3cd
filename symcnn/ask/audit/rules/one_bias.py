"""A layer is given one bias in all, where it has one for every filter or unit."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry, is_bias
from symcnn.ask.audit.rules.contract import WEIGHTS, Counted, Rule


def _one(entry: Entry) -> Iterable[Counted]:
    weights = tuple(weight._replace(dims=(1,)) if is_bias(weight) else weight for weight in entry.weights)
    if weights != entry.weights:
        yield Counted("one bias for the whole layer", entry.but(weights=weights))


RULE = Rule("one bias", WEIGHTS, entries=_one, everywhere="one bias for each layer")
