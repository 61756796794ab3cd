"""ptflops 0.7.5, backend `aten`: read in its `aten_ops.py`, and measured.

What PyTorch runs as one operation of its own on a CPU, LSTMs and the products of attention, is unknown to it.
"""

from __future__ import annotations

from symcnn.quantities.profiles.contract import (
    PYTORCH,
    Profile,
    Rule,
    at_every_step,
    nothing,
    projections,
    with_bias,
)

RULES: dict[str, Rule] = {
    "simple recurrence": at_every_step(),
    "gated recurrence": at_every_step(),
    "lstm recurrence": nothing,
    "attention": projections(biases=True),
}

PROFILE = Profile(
    "ptflops-aten",
    lambda step: RULES.get(step.layer.category, with_bias)(step),
    "ptflops, aten backend: convolutions and matrix products with their biases; of attention the four projections "
    "alone; lstm and everything else 0",
    presets=PYTORCH,
)
