"""Convolutions: one definition for 1, 2 and 3 spatial axes.

Notation: k the kernel (one size an axis), |k| its product, C input channels, F filters, g groups,
o the output sizes, |o| their product. Sources: LeCun et al. 1998 (weights shared over positions);
Krizhevsky et al. 2012 (groups); Howard et al. 2017, MobileNets, eq. 2-5 (depthwise, separable).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import AtLeast, Multiple
from symcnn.algebra.exact import divide, exact, maximum, multiply
from symcnn.layers.contract import (
    Layer,
    Padding,
    PerAxis,
    Refused,
    Requirement,
    Shape,
    Weight,
    Window,
    flag,
    layer,
    padding,
    per_axis,
    whole,
)
from symcnn.layers.sliding import Sliding, extent


def groups_divide(x: Shape, filters: Any, groups: Any) -> Iterable[Requirement]:
    """Input and output channels are cut into equal groups."""
    if groups != 1:
        yield Requirement(
            Multiple(x.channels, groups), "E405", f"{x.channels} input channels cannot be divided into {groups} groups"
        )
        yield Requirement(
            Multiple(filters, groups), "E405", f"{filters} filters cannot be divided into {groups} groups"
        )


@layer("conv")
class Conv(Sliding):
    """Convolve with F filters: output o x F, weights |k|*(C/g)*F + F, MACs |o|*|k|*(C/g)*F.

    >>> x, conv = Shape((28, 28), 1), Conv(32, 3)
    >>> str(conv.output(x)), sum(w.size for w in conv.weights(x)), conv.macs(x)
    ('26x26x32', 320, 194688)
    """

    filters: Any = whole()
    kernel: PerAxis = per_axis()
    stride: PerAxis = per_axis(1)
    pad: Padding = padding()
    dilation: PerAxis = per_axis(1, kw_only=True)
    groups: Any = whole(1, kw_only=True)
    bias: bool = flag(True)

    category = "convolution"

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(self.output_sizes(x)).with_channels(self.filters)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        yield from groups_divide(x, self.filters, self.groups)
        yield from super().requires(x)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        kernel = Weight("kernel", (*self.spread("kernel", x), divide(x.channels, self.groups), self.filters))
        return (kernel, Weight("bias", (self.filters,))) if self.bias else (kernel,)

    def macs(self, x: Shape) -> Any:
        return multiply([multiply(self.output_sizes(x)), self.weights(x)[0].size])


@layer("dwconv")
class DepthwiseConv(Sliding):
    """Convolve each channel with m filters of its own: weights |k|*m*C + m*C, MACs |o|*|k|*m*C.

    >>> x, dwconv = Shape((28, 28), 8), DepthwiseConv(3, pad="same")
    >>> str(dwconv.output(x)), sum(w.size for w in dwconv.weights(x)), dwconv.macs(x)
    ('28x28x8', 80, 56448)
    """

    kernel: PerAxis = per_axis()
    stride: PerAxis = per_axis(1)
    pad: Padding = padding()
    mult: Any = whole(1, kw_only=True)
    dilation: PerAxis = per_axis(1, kw_only=True)
    bias: bool = flag(True)

    category = "convolution"

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(self.output_sizes(x)).with_channels(self.mult * x.channels)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        channels = exact(self.mult * x.channels)
        kernel = Weight("kernel", (*self.spread("kernel", x), channels))
        return (kernel, Weight("bias", (channels,))) if self.bias else (kernel,)

    def macs(self, x: Shape) -> Any:
        return multiply([multiply(self.output_sizes(x)), self.weights(x)[0].size])


@layer("sepconv")
class SeparableConv(Sliding):
    """Convolve depthwise, then mix the channels with a 1x1: weights |k|*m*C + m*C*F + F.

    MACs are |o|*(|k|*m*C + m*C*F); one bias, after the mixing (as in Keras' SeparableConv).

    >>> x, sepconv = Shape((28, 28), 8), SeparableConv(16, 3)
    >>> sum(w.size for w in sepconv.weights(x)), sepconv.macs(x)
    (216, 135200)
    """

    filters: Any = whole()
    kernel: PerAxis = per_axis()
    stride: PerAxis = per_axis(1)
    pad: Padding = padding()
    mult: Any = whole(1, kw_only=True)
    dilation: PerAxis = per_axis(1, kw_only=True)
    bias: bool = flag(True)

    category = "convolution"

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(self.output_sizes(x)).with_channels(self.filters)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        channels = exact(self.mult * x.channels)
        depthwise = Weight("depthwise", (*self.spread("kernel", x), channels))
        pointwise = Weight("pointwise", (channels, self.filters))
        bias = (Weight("bias", (self.filters,)),) if self.bias else ()
        return (depthwise, pointwise, *bias)

    def macs(self, x: Shape) -> Any:
        depthwise, pointwise, *_ = self.weights(x)
        return multiply([self.output(x).positions, depthwise.size + pointwise.size])


@layer("convt")
class TransposedConv(Layer):
    """Convolve the other way round: sizes (n-1)*s - 2p + e + outpad, MACs |n|*|k|*(C/g)*F.

    The work goes with the input positions: each input value is spread over one kernel (Dumoulin &
    Visin 2016, relationship 14). `same` gives n*s; `full`, e-1 on each side, gives (n-1)*s - e + 2.

    >>> x, convt = Shape((14, 14), 8), TransposedConv(4, 2, 2)
    >>> str(convt.output(x)), sum(w.size for w in convt.weights(x)), convt.macs(x)
    ('28x28x4', 132, 25088)
    """

    filters: Any = whole()
    kernel: PerAxis = per_axis()
    stride: PerAxis = per_axis(1)
    pad: Padding = padding()
    outpad: PerAxis = per_axis(0, kw_only=True, least=0)
    dilation: PerAxis = per_axis(1, kw_only=True)
    groups: Any = whole(1, kw_only=True)
    bias: bool = flag(True)

    category = "transposed convolution"
    needs = "map"

    def _extents(self, x: Shape) -> tuple[Any, ...]:
        return tuple(extent(k, d) for k, d in zip(self.spread("kernel", x), self.spread("dilation", x), strict=True))

    def _pads(self, x: Shape) -> tuple[Any, ...]:
        if self.pad == "causal":
            raise Refused("E303", "pad=causal is for conv and pool", "use pad=same", "pad")
        if self.pad == "valid":
            return (0,) * x.axes
        return tuple(e - 1 for e in self._extents(x)) if self.pad == "full" else self.spread("pad", x)

    def _sizes(self, x: Shape) -> tuple[Any, ...]:
        strides, outpads = self.spread("stride", x), self.spread("outpad", x)
        if self.pad == "same":
            return tuple(n * s for n, s in zip(x.sizes, strides, strict=True))
        columns = zip(x.sizes, strides, self._pads(x), self._extents(x), outpads, strict=True)
        return tuple((n - 1) * s - 2 * p + e + o for n, s, p, e, o in columns)

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(self._sizes(x)).with_channels(self.filters)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        yield from groups_divide(x, self.filters, self.groups)
        for size in self._sizes(x):
            yield Requirement(AtLeast(size, 1), "E401", f"nothing is left of the input {x}", "use a smaller pad", "pad")
        columns = zip(self.spread("outpad", x), self.spread("stride", x), self.spread("dilation", x), strict=True)
        for outpad, stride, dilation in columns:
            if outpad != 0:
                limit = AtLeast(maximum([stride, dilation]), outpad + 1)
                message = f"outpad = {outpad} must be smaller than the stride or the dilation"
                yield Requirement(
                    limit, "E302", message, "outpad adds rows that a stride would otherwise skip", "outpad"
                )

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        kernel = Weight("kernel", (*self.spread("kernel", x), divide(x.channels, self.groups), self.filters))
        return (kernel, Weight("bias", (self.filters,))) if self.bias else (kernel,)

    def macs(self, x: Shape) -> Any:
        return multiply([x.positions, self.weights(x)[0].size])

    def windows(self, x: Shape) -> tuple[Window, ...]:
        """An output sees ceil(e/s) inputs at most; a step there is 1/s of a step here."""
        from symcnn.algebra.exact import ceil_div

        columns = zip(self._extents(x), self.spread("stride", x), strict=True)
        return tuple(Window(ceil_div(e, s), divide(1, s)) for e, s in columns)
