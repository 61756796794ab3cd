"""Normalisation, and the scale and bias that go with it: weights a channel, no MACs.

Sources: Ioffe & Szegedy 2015 (batch), Ba et al. 2016 (layer), Wu & He 2018 (group),
Ulyanov et al. 2016 (instance), Zhang & Sennrich 2019 (root mean square).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.conditions import Multiple
from symcnn.layers.contract import Layer, Requirement, Shape, Weight, flag, layer, whole


@layer("bn")
class BatchNorm(Layer):
    """Normalise over the batch: 2C weights (gamma, beta), 2C running statistics (mean, variance).

    >>> [(w.name, w.size, w.trainable) for w in BatchNorm().weights(Shape((7, 7), 64))]
    [('gamma', 64, True), ('beta', 64, True), ('mean', 64, False), ('variance', 64, False)]
    """

    affine: bool = flag(True)
    stats: bool = flag(True)

    category = "batch normalisation"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        channels = (x.channels,)
        learned = (Weight("gamma", channels), Weight("beta", channels)) if self.affine else ()
        running = (Weight("mean", channels, False), Weight("variance", channels, False)) if self.stats else ()
        return (*learned, *running)


@layer("ln")
class LayerNorm(Layer):
    """Normalise over the channels of every position: C weights, and C biases with `bias`; none without `affine`.

    >>> sum(w.size for w in LayerNorm().weights(Shape((196,), 768)))
    1536
    """

    affine: bool = flag(True)
    bias: bool = flag(True)

    category = "layer normalisation"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        if not self.affine:
            return ()
        gamma = Weight("gamma", (x.channels,))
        return (gamma, Weight("beta", (x.channels,))) if self.bias else (gamma,)


@layer("gn")
class GroupNorm(Layer):
    """Normalise over groups of channels: 2C weights.

    >>> sum(w.size for w in GroupNorm(32).weights(Shape((7, 7), 64)))
    128
    """

    groups: Any = whole()
    affine: bool = flag(True)

    category = "group normalisation"

    def requires(self, x: Shape) -> Iterable[Requirement]:
        message = f"{x.channels} channels cannot be divided into {self.groups} groups"
        yield Requirement(Multiple(x.channels, self.groups), "E405", message)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("gamma", (x.channels,)), Weight("beta", (x.channels,))) if self.affine else ()


@layer("inorm")
class InstanceNorm(Layer):
    """Normalise every channel of every image: no weights, 2C with `affine`, statistics on request.

    >>> sum(w.size for w in InstanceNorm(affine=True).weights(Shape((7, 7), 64)))
    128
    """

    affine: bool = flag(False)
    stats: bool = flag(False)

    category = "instance normalisation"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        channels = (x.channels,)
        learned = (Weight("gamma", channels), Weight("beta", channels)) if self.affine else ()
        running = (Weight("mean", channels, False), Weight("variance", channels, False)) if self.stats else ()
        return (*learned, *running)


@layer("rms")
class RootMeanSquareNorm(Layer):
    """Divide by the root mean square of the channels: C weights, none without `affine`.

    >>> sum(w.size for w in RootMeanSquareNorm().weights(Shape((196,), 768)))
    768
    """

    affine: bool = flag(True)

    category = "root mean square normalisation"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("gamma", (x.channels,)),) if self.affine else ()


@layer("scale", "bias")
class PerChannel(Layer):
    """Multiply by, or add, one learned number a channel: C weights.

    >>> sum(w.size for w in PerChannel().weights(Shape((14, 14), 6)))
    6
    """

    category = "elementwise"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("weight", (x.channels,)),)
