"""The start of a path, and giving the same values another shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import Equal
from symcnn.layers.contract import Layer, Refused, Requirement, Shape, Window, flag, layer, sizes


@layer("input")
class Input(Layer):
    """Start with a tensor of the given sizes, channels last: `input(28,28,1)`, `input(784)`.

    With `tokens` the values are numbers of entries in a vocabulary, and all sizes count positions.

    >>> str(Input((28, 28, 1)).output(Shape((), 0))), str(Input((128,), tokens=True).output(Shape((), 0)))
    ('28x28x1', '128 tokens')
    """

    dims: Any = sizes()
    tokens: bool = flag(False)

    counted = False

    def output(self, x: Shape) -> Shape:
        *spatial, channels = (*self.dims, 1) if self.tokens else self.dims
        if len(spatial) > 3:
            raise Refused(
                "E303",
                f"input has {len(spatial)} spatial axes; at most 3 are supported",
                "the batch is not an axis here",
            )
        return Shape(tuple(spatial), channels, self.tokens)


@layer("reshape")
class Reshape(Layer):
    """Give the values another shape with as many values: `reshape(7,7,64)`.

    >>> str(Reshape((7, 7, 64)).output(Shape((), 3136)))
    '7x7x64'
    """

    dims: Any = sizes()

    category = "rearrangement"

    def output(self, x: Shape) -> Shape:
        *spatial, channels = self.dims
        if len(spatial) > 3:
            raise Refused("E303", f"reshape has {len(spatial)} spatial axes; at most 3 are supported")
        return Shape(tuple(spatial), channels)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        y = self.output(x)
        message = f"{x} has {x.elements} values, {y} has {y.elements}"
        yield Requirement(Equal(x.elements, y.elements), "E402", message)

    def windows(self, x: Shape) -> tuple[Window, ...] | None:
        """Neighbours are torn apart, so a position may see anything."""
        return tuple(Window(n, 0) for n in x.sizes)
