"""Pooling: windows without weights.

Sources: LeCun et al. 1998 (subsampling); Lin et al. 2013, Network in Network (global average).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import AtLeast
from symcnn.algebra.exact import ceil_div, divide
from symcnn.layers.contract import (
    Layer,
    Padding,
    PerAxis,
    Requirement,
    Shape,
    Window,
    flag,
    layer,
    padding,
    per_axis,
)
from symcnn.layers.sliding import KEEPS_SIZE, Sliding


class Pooling(Sliding):
    """Base of both poolings; the stride is the window's size unless it is given."""

    size_field = "size"

    def strides(self, x: Shape) -> tuple[Any, ...]:
        return self.spread("size" if self.argument("stride") is None else "stride", x)

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(self.output_sizes(x))

    def requires(self, x: Shape) -> Iterable[Requirement]:
        """No window lies in the padding alone: it would have no maximum and no average."""
        yield from super().requires(x)
        if self.argument("pad") in (*KEEPS_SIZE, "valid", "full"):
            return
        for p, e in zip(self.pads(x), self.extents(x), strict=True):
            message = f"pad = {p} is more than half of the window {e}"
            yield Requirement(AtLeast(e, 2 * p), "E406", message, "some windows would see nothing but padding", "pad")


@layer("pool")
class MaxPool(Pooling):
    """Take the maximum of each window: o x C, no weights, no MACs.

    >>> str(MaxPool(2).output(Shape((26, 26), 32))), str(MaxPool(3, 2, ceil=True).output(Shape((6, 6), 1)))
    ('13x13x32', '3x3x1')
    """

    size: PerAxis = per_axis()
    stride: PerAxis = per_axis(None, shown="size")
    pad: Padding = padding()
    ceil: bool = flag(False)
    dilation: PerAxis = per_axis(1, kw_only=True)

    category = "max pooling"


@layer("avgpool")
class AveragePool(Pooling):
    """Average each window: o x C, no weights, no MACs.

    >>> str(AveragePool(2).output(Shape((28, 28), 6)))
    '14x14x6'
    """

    size: PerAxis = per_axis()
    stride: PerAxis = per_axis(None, shown="size")
    pad: Padding = padding()
    ceil: bool = flag(False)

    category = "average pooling"


@layer("gap")
class GlobalAveragePool(Layer):
    """Average every channel: a vector of C.

    >>> str(GlobalAveragePool().output(Shape((7, 7), 512)))
    '512'
    """

    category = "adaptive average pooling"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        return Shape((), x.channels)

    def windows(self, x: Shape) -> tuple[Window, ...]:
        return tuple(Window(n, 0) for n in x.sizes)


@layer("gmp")
class GlobalMaxPool(GlobalAveragePool):
    """Take the maximum of every channel: a vector of C.

    >>> str(GlobalMaxPool().output(Shape((7, 7), 512)))
    '512'
    """

    category = "adaptive max pooling"


@layer("apool")
class AdaptivePool(Layer):
    """Pool to a given size, whatever the input's: size x C.

    A window sees n/o inputs where that is whole, else up to ceil(n/o) + 1 (PyTorch's
    AdaptiveAvgPool: from floor(i*n/o) to ceil((i+1)*n/o)).

    >>> str(AdaptivePool(6).output(Shape((13, 13), 256)))
    '6x6x256'
    """

    size: PerAxis = per_axis()

    category = "adaptive average pooling"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(self.spread("size", x))

    def windows(self, x: Shape) -> tuple[Window, ...]:
        return tuple(_adaptive_window(n, o) for n, o in zip(x.sizes, self.spread("size", x), strict=True))


def _adaptive_window(n: Any, o: Any) -> Window:
    step = divide(n, o)
    return Window(step if step == ceil_div(n, o) else ceil_div(n, o) + 1, step)
