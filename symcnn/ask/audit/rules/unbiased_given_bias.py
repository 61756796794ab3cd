"""A layer without bias is given one for every filter or unit."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry, is_bias
from symcnn.ask.audit.rules.contract import WEIGHTS, Counted, Rule
from symcnn.layers.contract import Weight


def _given(entry: Entry) -> Iterable[Counted]:
    lacks = getattr(entry.layer, "bias", None) is False
    if lacks and entry.weights and not any(map(is_bias, entry.weights)):
        bias = Weight("bias", (entry.output.channels,))
        yield Counted("a bias that the layer has not", entry.but(weights=(*entry.weights, bias)))


RULE = Rule("bias added", WEIGHTS, entries=_given, everywhere="biases in layers that have none")
