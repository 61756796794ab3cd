"""Token numbers become values. Source: Bengio et al. 2003, "A neural probabilistic language model"."""

from __future__ import annotations

from typing import Any

from symcnn.layers.contract import Layer, Shape, Weight, layer, whole


@layer("embed")
class Embedding(Layer):
    """Give every token a row of a table: n x dim, weights vocab*dim, no MACs (it is looked up).

    >>> x, embed = Shape((128,), 1, tokens=True), Embedding(20_000, 300)
    >>> str(embed.output(x)), sum(w.size for w in embed.weights(x)), embed.macs(x)
    ('128x300', 6000000, 0)
    """

    vocab: Any = whole()
    dim: Any = whole()

    category = "embedding"
    needs = "tokens"

    def output(self, x: Shape) -> Shape:
        return x.with_channels(self.dim)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("table", (self.vocab, self.dim)),)
