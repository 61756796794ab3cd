"""Depth: the layers with weights on the longest path, as in "a network with 6n + 2 layers".

Counted are convolutions, matrix products, recurrent layers and attention; what only normalises, scales or looks up
does not count, nor does a shorter path beside (the projection of a shortcut). The longest path is found as the
receptive field is: each layer with weights sees two positions of a row, every other layer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.layers.contract import Layer, Shape, Window
from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, Quantity, at_the_end, said
from symcnn.quantities.field import fields

ROW = Shape((1,), 1)


class Link(Layer):
    """A layer as a part of a path: how many positions it sees in a row of layers."""

    length: int

    def windows(self, x: Shape) -> tuple[Window, ...]:  # noqa: D102  (the contract holds the docstrings)
        return (Window(self.length + 1, 1),)


def has_weights(step: Step) -> bool:
    """Whether a step multiplies its input by weights; those of an earlier layer count as well."""
    x = step.input_shape
    matrices = any(len(weight.dims) > 1 for weight in step.layer.weights(x) if weight.trainable)
    return matrices and step.layer.macs(x) != 0


def _link(step: Step) -> Step:
    return step._replace(layer=Link(int(has_weights(step))), input_shape=ROW, output_shape=ROW)


def _column(steps: Sequence[Step], conventions: Conventions) -> list[Any]:
    return [None if field is None else field.sizes[0] - 1 for field in fields([_link(step) for step in steps])]


QUANTITY = Quantity(
    "depth",
    "depth",
    _column,
    at_the_end,
    said("layers with weights on the longest path"),
)
