"""A map is flattened without its channels: a dense layer is given H*W inputs in place of H*W*C."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from symcnn.ask.audit.replacing import at_one_or_all
from symcnn.ask.audit.rules.contract import Replaced, Rule
from symcnn.layers.contract import Layer, Shape, whole
from symcnn.propagate import Step


class FlattenTo(Layer):
    """A flattening that gives so many values."""

    values: Any = whole()
    counted = False

    def output(self, x: Shape) -> Shape:
        """A vector of that many values."""
        return Shape((), self.values)


def _flat(steps: Sequence[Step]) -> Iterable[Replaced]:
    maps = {at: step.input_shape for at, step in enumerate(steps) if step.keyword == "flatten"}
    several = {at: x for at, x in maps.items() if x.positions != 1 and x.channels != 1}
    yield from at_one_or_all(
        steps, {at: FlattenTo(x.positions) for at, x in several.items()}, "channels left out of the flattening"
    )
    yield from at_one_or_all(
        steps, {at: FlattenTo(x.channels) for at, x in several.items()}, "only channels counted by the flattening"
    )


RULE = Rule("channels forgotten", ("params", "total", "macs", "flops", "size", "shape"), networks=_flat)
