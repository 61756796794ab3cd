"""Total: parameters and buffers, as Keras' summary counts them."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import add
from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, additive, own_weights, said


def stored(step: Step, conventions: Conventions) -> Any:
    """Sum all weights of a step."""
    return add(w.size for w in step.weights)


QUANTITY = additive("total", "parameters and buffers", stored, said("parameters and buffers"), own_weights)
