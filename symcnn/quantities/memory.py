"""Memory: bytes of weights, buffers and activations, by data type and batch."""

from __future__ import annotations

from typing import Any

from symcnn.propagate import Step
from symcnn.quantities import activations, total
from symcnn.quantities.contract import Conventions, additive


def size(step: Step, conventions: Conventions) -> Any:
    """Bytes of a step's weights once, and of its output for every image of the batch."""
    weights = total.stored(step, conventions)
    images = conventions.batch * activations.outputs(step, conventions)
    return conventions.bytes(weights + images)


def _convention(c: Conventions) -> str:
    return f"bytes of {c.dtype}, batch {c.batch}: weights, buffers and all activations"


QUANTITY = additive("memory", "memory", size, _convention)
