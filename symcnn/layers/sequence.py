"""From maps to sequences and back to one vector; positions with weights of their own.

Sources: Dosovitskiy et al. 2021 (patches as tokens, the class token, learned positions);
Tolstikhin et al. 2021 (MLP-Mixer: tokens and channels change places).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import AtLeast
from symcnn.layers.contract import Layer, Requirement, Shape, Weight, Window, layer, whole


@layer("tokens")
class Tokens(Layer):
    """Put all positions of a map in a row: a sequence of |n| x C.

    >>> str(Tokens().output(Shape((14, 14), 768)))
    '196x768'
    """

    category = "rearrangement"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        return Shape((x.positions,), x.channels)


@layer("transpose")
class Transpose(Layer):
    """Exchange the positions and the channels of a sequence: C x n.

    >>> str(Transpose().output(Shape((196,), 768)))
    '768x196'
    """

    category = "rearrangement"
    needs = "sequence"

    def output(self, x: Shape) -> Shape:
        return Shape((x.channels,), x.positions)

    def windows(self, x: Shape) -> tuple[Window, ...]:
        """What was a channel has a value of every position."""
        return tuple(Window(n, 0) for n in x.sizes)


@layer("cls")
class ClassToken(Layer):
    """Put a learned position before the sequence: (n + 1) x C, C weights.

    >>> x = Shape((196,), 768)
    >>> str(ClassToken().output(x)), sum(w.size for w in ClassToken().weights(x))
    ('197x768', 768)
    """

    category = "learned positions"
    needs = "sequence"

    def output(self, x: Shape) -> Shape:
        return x.with_sizes(n + 1 for n in x.sizes)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("token", (x.channels,)),)


@layer("pos")
class PositionEmbedding(Layer):
    """Add a learned value to every value: the same shape, |n|*C weights.

    >>> sum(w.size for w in PositionEmbedding().weights(Shape((197,), 768)))
    151296
    """

    category = "learned positions"
    needs = "map"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("position", (*x.sizes, x.channels)),)


@layer("token")
class Token(Layer):
    """Keep the position i of a sequence alone, the first unless it is given: a vector of C.

    >>> str(Token().output(Shape((197,), 768)))
    '768'
    """

    i: Any = whole(1)

    category = "rearrangement"
    needs = "sequence"

    def output(self, x: Shape) -> Shape:
        return Shape((), x.channels)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        for n in x.sizes:
            message = f"there is no position {self.i} in a sequence of {n}"
            yield Requirement(AtLeast(n, self.i), "E305", message, "positions are numbered from 1", "i")

    def windows(self, x: Shape) -> tuple[Window, ...]:
        return tuple(Window(1, 0) for _ in x.sizes)
