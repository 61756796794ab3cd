"""Activations: the values that the layers put out, for one image."""

from __future__ import annotations

from typing import Any

from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, additive, said


def outputs(step: Step, conventions: Conventions) -> Any:
    """Count the output values of a step; the input, flattening and identity make none of their own."""
    return step.output_shape.elements if step.layer.counted else 0


QUANTITY = additive(
    "activations", "activations", outputs, said("output values of all layers but input, flatten and id")
)
