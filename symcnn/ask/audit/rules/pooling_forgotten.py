"""A pooling is forgotten: the layers behind are given the map before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symcnn.ask.audit.replacing import at_one_or_all
from symcnn.ask.audit.rules.contract import Replaced, Rule
from symcnn.layers.identity import Identity
from symcnn.propagate import Step


def _without(steps: Sequence[Step]) -> Iterable[Replaced]:
    changed = {at: Identity() for at, step in enumerate(steps) if step.layer.category.endswith("pooling")}
    yield from at_one_or_all(steps, changed, "no pooling")


RULE = Rule(
    "pooling forgotten", ("params", "total", "macs", "flops", "activations", "size", "shape"), networks=_without
)
