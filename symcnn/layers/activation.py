"""Activations: the same shape, no MACs; only `prelu` has weights (He et al. 2015)."""

from __future__ import annotations

from symcnn.layers.contract import Layer, Shape, Weight, flag, layer


@layer(
    "selu", "hswish", "sigmoid", "logsigmoid", "hsigmoid", "tanh", "logsoftmax", "softplus", "mish", "abs", "square",
)  # fmt: skip
class Activation(Layer):
    """Apply a function to every value: same shape, no weights, no MACs.

    The functions that some counters charge for have a category of their own.

    >>> str(Activation().output(Shape((26, 26), 32)))
    '26x26x32'
    """

    category = "activation"


@layer("relu")
class Relu(Activation):
    """Replace negative values by zero."""

    category = "relu activation"


@layer("relu6")
class Relu6(Activation):
    """Cut values off below 0 and above 6."""

    category = "relu6 activation"


@layer("lrelu")
class LeakyRelu(Activation):
    """Scale negative values down."""

    category = "leaky relu activation"


@layer("elu")
class Elu(Activation):
    """Bend negative values towards -1."""

    category = "elu activation"


@layer("gelu")
class Gelu(Activation):
    """Weight every value by the normal distribution function."""

    category = "gelu activation"


@layer("silu")
class Silu(Activation):
    """Weight every value by its sigmoid."""

    category = "silu activation"


@layer("softmax")
class Softmax(Activation):
    """Make the channels of every position positive, with sum 1."""

    category = "softmax activation"


@layer("prelu")
class PRelu(Layer):
    """Apply a ReLU with a learned slope: one weight a channel, or one in all with `shared`.

    >>> sum(w.size for w in PRelu().weights(Shape((26, 26), 32)))
    32
    """

    shared: bool = flag(False)

    category = "prelu activation"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("slope", (1 if self.shared else x.channels,)),)
