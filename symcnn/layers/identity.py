"""Layers that keep their input as it is, as far as counting goes.

Sources: Srivastava et al. 2014 (dropout); Huang et al. 2016 (stochastic depth);
Krizhevsky et al. 2012, section 3.3 (local response normalisation).
"""

from __future__ import annotations

from typing import Any

from symcnn.layers.contract import Layer, layer, rate, whole


@layer("id")
class Identity(Layer):
    """Do nothing: the empty path of a branch.

    >>> from symcnn.layers.contract import Shape
    >>> str(Identity().output(Shape((7, 7), 64)))
    '7x7x64'
    """

    counted = False


@layer("dropout", "droppath")
class Dropout(Layer):
    """Drop values (or whole paths) in training: same shape, no weights, no MACs.

    The rate is for the reader; it changes no count.

    >>> from symcnn.layers.contract import Shape
    >>> Dropout().weights(Shape((), 100))
    ()
    """

    rate: Any = rate(0)

    category = "dropout"


@layer("noise")
class Noise(Layer):
    """Add noise in training: same shape, no weights, no MACs.

    >>> from symcnn.layers.contract import Shape
    >>> Noise().macs(Shape((), 100))
    0
    """

    std: Any = rate(1)

    category = "dropout"


@layer("lrn")
class LocalResponseNorm(Layer):
    """Normalise over neighbouring channels: same shape, no weights, no MACs.

    >>> from symcnn.layers.contract import Shape
    >>> LocalResponseNorm(5).weights(Shape((27, 27), 96))
    ()
    """

    size: Any = whole(5)

    category = "local normalisation"
