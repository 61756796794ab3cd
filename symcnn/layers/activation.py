"""Activations: the same shape, no MACs; only `prelu` has weights (He et al. 2015)."""

from __future__ import annotations

from symcnn.layers.contract import Layer, Shape, Weight, flag, layer


@layer(
    "relu", "relu6", "lrelu", "elu", "selu", "gelu", "silu", "hswish", "sigmoid", "hsigmoid",
    "tanh", "softmax", "logsoftmax", "softplus", "mish", "abs", "square",
)  # fmt: skip
class Activation(Layer):
    """Apply a function to every value: same shape, no weights, no MACs.

    >>> str(Activation().output(Shape((26, 26), 32)))
    '26x26x32'
    """

    category = "activation"


@layer("prelu")
class PRelu(Layer):
    """Apply a ReLU with a learned slope: one weight a channel, or one in all with `shared`.

    >>> sum(w.size for w in PRelu().weights(Shape((26, 26), 32)))
    32
    """

    shared: bool = flag(False)

    category = "activation"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("slope", (1 if self.shared else x.channels,)),)
