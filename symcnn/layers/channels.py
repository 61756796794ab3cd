"""Choosing, padding and mixing channels: no weights, no MACs.

Sources: Goodfellow et al. 2013 (maxout); Dauphin et al. 2016 (gated linear unit); Zhang et al.
2017 (shuffle); He et al. 2015 (option A: shortcuts padded with zero channels).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import AtLeast, Multiple
from symcnn.algebra.exact import divide, exact
from symcnn.layers.contract import Layer, Requirement, Shape, layer, sizes, whole


def _enough(x: Shape, wanted: Any) -> Requirement:
    return Requirement(AtLeast(x.channels, wanted), "E405", f"there are {x.channels} channels, not {wanted}")


@layer("first", "last")
class Part(Layer):
    """Keep the first, or the last, c channels.

    >>> str(Part(16).output(Shape((7, 7), 64)))
    '7x7x16'
    """

    c: Any = whole()

    category = "rearrangement"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(self.c)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        yield _enough(x, self.c)


@layer("slice")
class Slice(Layer):
    """Keep the channels `from` to `to`, both included: to - from + 1 of them.

    >>> str(Slice(1, 16).output(Shape((7, 7), 64)))
    '7x7x16'
    """

    from_: Any = whole(least=0)
    to: Any = whole(least=0)

    category = "rearrangement"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(self.to - self.from_ + 1)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        message = f"the slice {self.from_} to {self.to} is empty"
        yield Requirement(AtLeast(self.to, self.from_), "E405", message)
        yield _enough(x, self.to)


@layer("pick")
class Pick(Layer):
    """Keep the channels with the given numbers (counted from 0): as many as are named.

    >>> str(Pick((0, 2, 3)).output(Shape((14, 14), 6)))
    '14x14x3'
    """

    channels: Any = sizes()

    category = "rearrangement"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(len(self.channels))

    def requires(self, x: Shape) -> Iterable[Requirement]:
        for channel in self.channels:
            yield _enough(x, exact(channel + 1))


@layer("padc")
class PadChannels(Layer):
    """Add zero channels up to c.

    >>> str(PadChannels(32).output(Shape((16, 16), 16)))
    '16x16x32'
    """

    c: Any = whole()

    category = "rearrangement"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(self.c)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        message = f"there are {x.channels} channels already, more than {self.c}"
        yield Requirement(AtLeast(self.c, x.channels), "E405", message)


def _divided(x: Shape, parts: Any) -> Requirement:
    message = f"{x.channels} channels cannot be divided into {parts} parts"
    return Requirement(Multiple(x.channels, parts), "E405", message)


@layer("maxout")
class Maxout(Layer):
    """Take the maximum of every k channels: C/k channels.

    >>> str(Maxout(2).output(Shape((7, 7), 64)))
    '7x7x32'
    """

    k: Any = whole()

    category = "activation"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(divide(x.channels, self.k))

    def requires(self, x: Shape) -> Iterable[Requirement]:
        yield _divided(x, self.k)


@layer("glu")
class GatedLinearUnit(Layer):
    """Gate one half of the channels with the other: C/2 channels.

    >>> str(GatedLinearUnit().output(Shape((100,), 64)))
    '100x32'
    """

    category = "activation"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(divide(x.channels, 2))

    def requires(self, x: Shape) -> Iterable[Requirement]:
        yield _divided(x, 2)


@layer("shuffle")
class ChannelShuffle(Layer):
    """Interleave g groups of channels: same shape.

    >>> str(ChannelShuffle(4).output(Shape((28, 28), 240)))
    '28x28x240'
    """

    g: Any = whole()

    category = "rearrangement"

    def requires(self, x: Shape) -> Iterable[Requirement]:
        yield _divided(x, self.g)
