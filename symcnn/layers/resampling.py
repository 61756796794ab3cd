"""Changing the resolution without weights.

Sources: Zeiler et al. 2011 (unpooling); Shi et al. 2016 (sub-pixel: depth to space and back).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import AtLeast, Multiple
from symcnn.algebra.exact import divide, exact, floor, multiply
from symcnn.layers.contract import Layer, PerAxis, Requirement, Shape, Window, layer, per_axis, rate, sizes


@layer("up")
class Upsample(Layer):
    """Enlarge every axis f times: floor(n*f) x C.

    >>> str(Upsample(2).output(Shape((14, 14), 64)))
    '28x28x64'
    """

    f: PerAxis = rate(2)

    category = "resampling"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(floor(exact(n * f)) for n, f in zip(x.sizes, self.spread("f", x), strict=True))

    def requires(self, x: Shape) -> Iterable[Requirement]:
        for size in self.output(x).sizes:
            yield Requirement(AtLeast(size, 1), "E401", f"nothing is left of the input {x}", "use a larger factor", "f")

    def windows(self, x: Shape) -> tuple[Window, ...]:
        return tuple(Window(1, divide(1, f)) for f in self.spread("f", x))


@layer("unpool")
class Unpool(Upsample):
    """Put every value back where its maximum was, zeros elsewhere: floor(n*f) x C.

    >>> str(Unpool(2).output(Shape((14, 14), 64)))
    '28x28x64'
    """

    category = "unpooling"


@layer("resize")
class Resize(Layer):
    """Bring the map to a given size: h x w x C.

    >>> str(Resize((56, 56)).output(Shape((14, 14), 64)))
    '56x56x64'
    """

    size: Any = sizes()

    category = "resampling"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(self.spread("size", x))

    def windows(self, x: Shape) -> tuple[Window, ...]:
        return tuple(Window(1, divide(n, o)) for n, o in zip(x.sizes, self.spread("size", x), strict=True))


@layer("s2d")
class SpaceToDepth(Layer):
    """Move blocks of b x b positions into the channels: n/b x b^N*C.

    >>> str(SpaceToDepth(2).output(Shape((28, 28), 3)))
    '14x14x12'
    """

    b: PerAxis = per_axis()

    category = "rearrangement"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        blocks = self.spread("b", x)
        sizes = [divide(n, b) for n, b in zip(x.sizes, blocks, strict=True)]
        return x.with_sizes(sizes).with_channels(multiply([*blocks, x.channels]))

    def requires(self, x: Shape) -> Iterable[Requirement]:
        for n, b in zip(x.sizes, self.spread("b", x), strict=True):
            yield Requirement(Multiple(n, b), "E405", f"a size of {n} cannot be divided into blocks of {b}")

    def windows(self, x: Shape) -> tuple[Window, ...]:
        return tuple(Window(b, b) for b in self.spread("b", x))


@layer("d2s")
class DepthToSpace(Layer):
    """Move channels into blocks of b x b positions: n*b x C/b^N.

    >>> str(DepthToSpace(2).output(Shape((14, 14), 12)))
    '28x28x3'
    """

    b: PerAxis = per_axis()

    category = "rearrangement"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        blocks = self.spread("b", x)
        sizes = [n * b for n, b in zip(x.sizes, blocks, strict=True)]
        return x.with_sizes(sizes).with_channels(divide(x.channels, multiply(blocks)))

    def requires(self, x: Shape) -> Iterable[Requirement]:
        block = multiply(self.spread("b", x))
        yield Requirement(
            Multiple(x.channels, block), "E405", f"{x.channels} channels cannot be divided into blocks of {block}"
        )

    def windows(self, x: Shape) -> tuple[Window, ...]:
        return tuple(Window(1, divide(1, b)) for b in self.spread("b", x))
