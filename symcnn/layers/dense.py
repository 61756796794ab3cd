"""Fully connected layers: on the whole input, or on the channels of every position.

Source: Rumelhart, Hinton & Williams 1986; `linear` at every position is Lin et al. 2013's 1x1.
"""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import multiply
from symcnn.layers.contract import Layer, Shape, Weight, Window, flag, layer, whole


@layer("dense")
class Dense(Layer):
    """Connect every input value with U units: a vector of U, weights N*U + U, MACs N*U.

    A map is flattened first, which is a row of its own.

    >>> x, dense = Shape((), 5408), Dense(100)
    >>> str(dense.output(x)), sum(w.size for w in dense.weights(x)), dense.macs(x)
    ('100', 540900, 540800)
    """

    units: Any = whole()
    bias: bool = flag(True)

    category = "linear"
    flattens = True

    def output(self, x: Shape) -> Shape:
        return Shape((), self.units)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        kernel = Weight("kernel", (x.channels, self.units))
        return (kernel, Weight("bias", (self.units,))) if self.bias else (kernel,)

    def macs(self, x: Shape) -> Any:
        return multiply([x.channels, self.units])


@layer("linear")
class Linear(Layer):
    """Connect the channels of every position: n x U, weights C*U + U, MACs |n|*C*U.

    >>> x, linear = Shape((196,), 768), Linear(3072)
    >>> str(linear.output(x)), sum(w.size for w in linear.weights(x)), linear.macs(x)
    ('196x3072', 2362368, 462422016)
    """

    units: Any = whole()
    bias: bool = flag(True)

    category = "linear"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(self.units)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        kernel = Weight("kernel", (x.channels, self.units))
        return (kernel, Weight("bias", (self.units,))) if self.bias else (kernel,)

    def macs(self, x: Shape) -> Any:
        return multiply([x.positions, x.channels, self.units])


@layer("flatten")
class Flatten(Layer):
    """Put all values in a row: a vector of |n|*C; nothing is computed.

    >>> str(Flatten().output(Shape((13, 13), 32)))
    '5408'
    """

    counted = False

    def output(self, x: Shape) -> Shape:
        return Shape((), x.elements)

    def windows(self, x: Shape) -> tuple[Window, ...] | None:
        return tuple(Window(n, 0) for n in x.sizes)
