"""torchinfo 1.8.0, `total_mult_adds`: read in its `layer_info.py`, and measured."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import multiply
from symcnn.propagate import Step
from symcnn.quantities.profiles.contract import PYTORCH, Profile, learned


def _mult_adds(step: Step) -> Any:
    """Use every weight of a convolution at each output position, every other weight once."""
    positions = step.output_shape.positions if "convolution" in step.layer.category else 1
    return multiply([learned(step), positions])


PROFILE = Profile(
    "torchinfo",
    _mult_adds,
    "torchinfo's mult-adds: weights and biases, of convolutions at every output position, else once",
    presets=PYTORCH,
)
