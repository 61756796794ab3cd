"""Batch normalisation: 2C trained numbers; counted 4C with the running statistics, or not at all."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import WEIGHTS, Counted, Rule


def _otherwise(entry: Entry) -> Iterable[Counted]:
    if entry.layer.category != "batch normalisation" or not entry.weights:
        return
    yield Counted("batch normalisation is not counted", entry.but(weights=()))
    trained = tuple(weight._replace(trainable=True) for weight in entry.weights)
    if trained != entry.weights:
        yield Counted("running statistics are counted as parameters", entry.but(weights=trained))
    learned = tuple(weight for weight in entry.weights if weight.trainable)
    if learned != entry.weights:
        yield Counted("running statistics are not counted", entry.but(weights=learned))


RULE = Rule("batch norm", WEIGHTS, entries=_otherwise)
