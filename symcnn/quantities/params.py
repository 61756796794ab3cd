"""Parameters: the numbers that training changes."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import add
from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, additive, own_weights, said


def trainable(step: Step, conventions: Conventions) -> Any:
    """Sum the trainable weights of a step."""
    return add(w.size for w in step.weights if w.trainable)


QUANTITY = additive("params", "parameters", trainable, said("trained weights and biases"), own_weights)
