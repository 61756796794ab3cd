"""Attention: every position of one tensor looks at all positions of another, or of itself.

Sources: Vaswani et al. 2017, "Attention is all you need", sections 3.2.1 (`attend`) and 3.2.2
(`mha`); on maps: Wang et al. 2018, "Non-local neural networks".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import Equal, Multiple
from symcnn.algebra.exact import add, multiply
from symcnn.layers.contract import Layer, Refused, Requirement, Shape, Weight, Window, flag, layer, tensor, whole
from symcnn.layers.needs import kind

SEQUENCES = "label a sequence, n x C: embed(…), tokens, or seq=true"


@layer("attend")
class Attention(Layer):
    """Let every position take the values of all positions, by the product of its query with their keys.

    The queries are at hand: n positions of C channels; the keys have as many channels, at m
    positions, and so many values: n x C' comes out, with n*m*(C + C') MACs. How the channels are cut
    into heads changes nothing; there are no weights.

    >>> x, attend = Shape((14, 14), 64), Attention(Shape((7, 7), 64), Shape((7, 7), 32))
    >>> str(attend.output(x)), attend.macs(x)
    ('14x14x32', 921984)
    """

    keys: Any = tensor()
    values: Any = tensor()

    category = "products of positions"
    needs = "map"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(self.values.channels)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        for name, shape in (("keys", self.keys), ("values", self.values)):
            if shape.is_vector or shape.tokens:
                raise Refused("E404", f"the {name} are {kind(shape)}, which has no positions", "", name)
        c, other = x.channels, self.keys.channels
        message = f"queries have {c} channels, keys {other}"
        yield Requirement(Equal(c, other), "E402", message, "a linear(…) on one of them can change it", "keys")
        n, m = self.keys.positions, self.values.positions
        yield Requirement(Equal(n, m), "E402", f"there are {n} keys, but {m} values", "", "values")

    def macs(self, x: Shape) -> Any:
        return multiply([x.positions, self.keys.positions, x.channels + self.values.channels])

    def windows_on(self, at: int, x: Shape) -> tuple[Window, ...] | None:
        """A position sees itself, and all keys and values."""
        return None if at == 0 else tuple(Window(m, 0) for m in (self.keys, self.values)[at - 1].sizes)


@layer("mha")
class MultiHeadAttention(Layer):
    """Let n positions of C channels look at each other: the same shape.

    Queries, keys, values and the result are each a matrix product (C x C, with a bias); the products
    QK^T and AV take n*n*C MACs each. With `memory`, keys and values come from the m positions of
    another sequence: m instead of n there, and its channels in. A head has C/heads channels unless
    `dim` says otherwise, and its values as many unless `vdim` does.

    >>> x, mha = Shape((196,), 768), MultiHeadAttention(12)
    >>> str(mha.output(x)), sum(w.size for w in mha.weights(x)), mha.macs(x)
    ('196x768', 2362368, 521428992)
    """

    heads: Any = whole()
    bias: bool = flag(True)
    memory: Any = tensor(None, kw_only=True)
    dim: Any = whole(None, kw_only=True, shown="C/heads")
    vdim: Any = whole(None, kw_only=True, shown="dim")

    category = "attention"
    needs = "sequence"

    def requires(self, x: Shape) -> Iterable[Requirement]:
        if self.memory is not None and (self.memory.axes != 1 or self.memory.tokens):
            message = f"the memory is {kind(self.memory)}, not a sequence of values"
            raise Refused("E404", message, SEQUENCES, "memory")
        if self.dim is None:
            message = f"{x.channels} channels cannot be divided into {self.heads} heads"
            yield Requirement(Multiple(x.channels, self.heads), "E405", message)

    def _widths(self, x: Shape) -> tuple[Any, Any]:
        """The channels of all heads together: of queries and keys, and of values."""
        keys = x.channels if self.dim is None else multiply([self.heads, self.dim])
        return keys, keys if self.vdim is None else multiply([self.heads, self.vdim])

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        c, seen, (keys, values) = x.channels, self.memory or x, self._widths(x)
        shapes = {
            "query": (c, keys),
            "key": (seen.channels, keys),
            "value": (seen.channels, values),
            "out": (values, c),
        }
        kernels = tuple(Weight(name, dims) for name, dims in shapes.items())
        biases = tuple(Weight(f"{name} bias", dims[1:]) for name, dims in shapes.items()) if self.bias else ()
        return (*kernels, *biases)

    def macs(self, x: Shape) -> Any:
        """At n positions: queries and results; at m: keys and values; for every pair: QK^T and AV."""
        c, seen, (keys, values) = x.channels, self.memory or x, self._widths(x)
        n, m = x.positions, seen.positions
        own, others = multiply([n, c, keys + values]), multiply([m, seen.channels, keys + values])
        return add([own, others, multiply([n, m, keys + values])])

    def windows(self, x: Shape) -> tuple[Window, ...] | None:
        return None if self.memory is not None else tuple(Window(n, 0) for n in x.sizes)

    def windows_on(self, at: int, x: Shape) -> tuple[Window, ...] | None:
        """A position sees itself, and all of the memory."""
        return self.windows(x) if at == 0 else tuple(Window(m, 0) for m in self.memory.sizes)
