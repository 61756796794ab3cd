"""thop 0.1.1 (2209072238): read in its `vision/basic_hooks.py`, and measured."""

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
    normalised,
    nothing,
)


def _transposed(step: Step) -> Any:
    """Count as for a convolution, at the output positions (the work is at the input positions)."""
    kernel, *_ = step.layer.weights(step.input_shape)
    return multiply([step.output_shape.positions, kernel.size])


def _softmax(step: Step) -> Any:
    """Count an exponential and a division a channel, and the sum, at every position."""
    return multiply([step.input_shape.positions, 3 * step.input_shape.channels - 1])


def _adaptive_average(step: Step) -> Any:
    """Count an addition an input, a division an output."""
    return add([step.input_shape.elements, step.output_shape.elements])


RULES: dict[str, Rule] = {
    "simple recurrence": at_every_step(1),
    "gated recurrence": at_every_step(7),
    "lstm recurrence": at_every_step(8),
    "attention": nothing,
    "products of positions": nothing,
    "transposed convolution": _transposed,
    "batch normalisation": normalised(4, 2),
    "instance normalisation": normalised(4, 2),
    "layer normalisation": normalised(4, 2),
    "prelu activation": each_input(),
    "softmax activation": _softmax,
    "average pooling": each_output(),
    "adaptive average pooling": _adaptive_average,
    "resampling": each_output(),
}

PROFILE = Profile(
    "thop",
    by_category(RULES),
    "thop: MACs without bias, of transposed convolutions at the output positions; 4 a value for batch, instance and "
    "layer norm (2 unscaled), 3C-1 a position for softmax, 1 for prelu, average pooling and upsampling; "
    "recurrent layers with biases and 1, 7, 8 a state (rnn, gru, lstm); attention 0",
    presets=PYTORCH,
)
