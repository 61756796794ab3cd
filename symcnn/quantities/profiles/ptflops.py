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
    at_every_step,
    by_category,
    each_input,
    each_output,
    has,
    normalised,
    products,
    projections,
    with_bias,
)


def _local(step: Step) -> Any:
    """Count a square, a scale, a shift, and an average over the channels with their margin."""
    margin = multiply([step.layer.argument("size") - 1, step.input_shape.positions])
    return add([multiply([4, step.input_shape.elements]), margin])


def _attention(step: Step) -> Any:
    """Count the matrix products, scaled queries, softmax, and biases (of the result always)."""
    x, heads = step.input_shape, step.layer.argument("heads")
    seen = step.layer.argument("memory") or x
    query, *_ = step.layer.weights(x)
    scaled, softmax = multiply([x.positions, query.dims[-1]]), multiply([heads, x.positions, seen.positions])
    always = 0 if has(step, "out bias") else x.elements
    return add([projections(biases=True)(step), products(step), scaled, softmax, always])


RULES: dict[str, Rule] = {
    "simple recurrence": at_every_step(1),
    "gated recurrence": at_every_step(7),
    "lstm recurrence": at_every_step(10),
    "attention": _attention,
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
    "2 an output value for upsampling; recurrent layers with biases and 1, 7, 10 a state (rnn, gru, lstm); attention "
    "with biases, scaling and softmax",
    presets=PYTORCH,
)
