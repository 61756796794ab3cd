"""fvcore 0.1.5.post20221221, `FlopCountAnalysis`: read in its `flop_count.py`, and measured.

Adaptive pooling and upsampling are counted with two spatial axes only.
"""

from __future__ import annotations

from typing import Any

from symcnn.propagate import Step
from symcnn.quantities.profiles.contract import (
    PYTORCH,
    Profile,
    Rule,
    by_category,
    each_input,
    each_output,
    has,
    normalised,
    nothing,
    projections,
)

NORMALISED = normalised(5, 4)


def _batch_norm(step: Step) -> Any:
    """Count scaling only, where running statistics are at hand; else also finding them."""
    return (normalised(2, 1) if has(step, "mean") else NORMALISED)(step)


def _on_images(rule: Rule) -> Rule:
    return lambda step: rule(step) if step.input_shape.axes == 2 else 0


RULES: dict[str, Rule] = {
    "simple recurrence": nothing,
    "gated recurrence": nothing,
    "lstm recurrence": nothing,
    "attention": projections(biases=False),
    "batch normalisation": _batch_norm,
    "group normalisation": NORMALISED,
    "instance normalisation": NORMALISED,
    "layer normalisation": NORMALISED,
    "adaptive average pooling": _on_images(each_input()),
    "resampling": _on_images(each_output()),
}

PROFILE = Profile(
    "fvcore",
    by_category(RULES),
    "fvcore's flops: MACs without bias; 2 a value for batch norm (1 unscaled), 5 for layer, group and instance norm "
    "(4 unscaled); with two axes 1 an input value for adaptive average pooling, 1 an output value for upsampling; "
    "of attention the four projections alone; recurrent layers 0",
    flops_per_mac=1,
    presets=PYTORCH,
)
