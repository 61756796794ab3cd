"""Adding and removing margins: no weights, no MACs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import AtLeast
from symcnn.layers.contract import Layer, Requirement, Shape, layer, sides


def _both_sides(layer: Layer, name: str, x: Shape) -> list[tuple[Any, Any]]:
    """The margins before and after, an axis each."""
    return [side if isinstance(side, tuple) else (side, side) for side in layer.spread(name, x)]


@layer("zeropad")
class ZeroPad(Layer):
    """Add p zeros on every side: n + 2p; `((1,0),(2,0))` gives before and after, an axis each.

    >>> str(ZeroPad(1).output(Shape((28, 28), 3))), str(ZeroPad(((1, 0), (0, 2))).output(Shape((8, 8), 3)))
    ('30x30x3', '9x10x3')
    """

    p: Any = sides()

    category = "margins"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        margins = _both_sides(self, "p", x)
        return x.with_sizes(n + before + after for n, (before, after) in zip(x.sizes, margins, strict=True))


@layer("crop")
class Crop(Layer):
    """Remove m rows and columns on every side: n - 2m.

    >>> str(Crop(2).output(Shape((28, 28), 3)))
    '24x24x3'
    """

    m: Any = sides()

    category = "margins"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        margins = _both_sides(self, "m", x)
        return x.with_sizes(n - before - after for n, (before, after) in zip(x.sizes, margins, strict=True))

    def requires(self, x: Shape) -> Iterable[Requirement]:
        for size in self.output(x).sizes:
            yield Requirement(AtLeast(size, 1), "E401", f"nothing is left of the input {x}", "crop less", "m")
