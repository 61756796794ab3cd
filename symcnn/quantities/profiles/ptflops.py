"""ptflops 0.7.5, backend `pytorch`: read in its `pytorch_ops.py`, and measured.

It counts what a module does and what the function inside it does; both know ReLU, ELU, GELU,
PReLU, pooling and upsampling, which therefore count twice.
"""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import add, multiply
from symcnn.propagate import Step
from symcnn.quantities.profiles.contract import (
    PYTORCH,
    Profile,
    Rule,
    by_category,
    each_input,
    each_output,
    normalised,
    with_bias,
)


def _local(step: Step) -> Any:
    """Count a square, a scale, a shift, and an average over the channels with their margin."""
    margin = multiply([step.layer.argument("size") - 1, step.input_shape.positions])
    return add([multiply([4, step.input_shape.elements]), margin])


RULES: dict[str, Rule] = {
    "convolution": with_bias,
    "transposed convolution": with_bias,
    "linear": with_bias,
    "batch normalisation": normalised(2, 1),
    "group normalisation": normalised(2, 1),
    "instance normalisation": normalised(2, 1),
    "layer normalisation": each_input(),
    "local normalisation": _local,
    "relu activation": each_input(2),
    "elu activation": each_input(2),
    "gelu activation": each_input(2),
    "prelu activation": each_input(2),
    "relu6 activation": each_input(),
    "leaky relu activation": each_input(),
    "silu activation": each_input(),
    "softmax activation": each_input(),
    "max pooling": each_input(2),
    "average pooling": each_input(2),
    "adaptive max pooling": each_input(2),
    "adaptive average pooling": each_input(2),
    "resampling": each_output(2),
}

PROFILE = Profile(
    "ptflops",
    by_category(RULES),
    "ptflops, pytorch backend: MACs and biases; 2 a value for batch, group and instance norm (1 unscaled), "
    "1 for layer norm; 2 an input value for relu, elu, gelu, prelu and pooling, 1 for relu6, lrelu, silu and softmax; "
    "2 an output value for upsampling",
    presets=PYTORCH,
)
