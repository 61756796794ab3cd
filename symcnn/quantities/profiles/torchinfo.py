"""torchinfo 1.8.0, `total_mult_adds`: read in its `layer_info.py`, and measured."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import multiply
from symcnn.propagate import Step
from symcnn.quantities.profiles.contract import PYTORCH, Profile, at_every_step, learned

UNSEEN = ("attention", "learned positions")  # a module with modules inside; weights of other names


def _mult_adds(step: Step) -> Any:
    """Use every weight of a convolution at each output position, of a recurrent layer at each input's, others once."""
    category = step.layer.category
    if category in UNSEEN:
        return 0
    if "recurrence" in category:
        return at_every_step()(step)
    positions = step.output_shape.positions if "convolution" in category else 1
    return multiply([learned(step), positions])


PROFILE = Profile(
    "torchinfo",
    _mult_adds,
    "torchinfo's mult-adds: weights and biases, of convolutions at every output position, of recurrent layers at every "
    "step, else once; attention 0",
    presets=PYTORCH,
)
