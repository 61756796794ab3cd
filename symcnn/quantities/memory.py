"""Memory: bytes of weights, buffers and activations, by data type and batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.algebra.exact import add
from symcnn.propagate import Step
from symcnn.quantities import activations, total
from symcnn.quantities.contract import Conventions, Quantity, for_each, in_all, in_sum


def _weights(step: Step, conventions: Conventions) -> Any:
    """Bytes of a step's weights."""
    return conventions.bytes(in_all(step.weights_over, total.stored(step, conventions)))


def _outputs(step: Step, conventions: Conventions) -> Any:
    """Bytes of its output for every image of the batch."""
    return conventions.bytes(in_all(step.over, conventions.batch * activations.outputs(step, conventions)))


def _column(steps: Sequence[Step], conventions: Conventions) -> list[Any]:
    return for_each(steps, lambda step: add([_weights(step, conventions), _outputs(step, conventions)]))


def _convention(c: Conventions) -> str:
    return f"bytes of {c.dtype}, batch {c.batch}: weights, buffers and all activations"


QUANTITY = Quantity("memory", "memory", _column, in_sum, _convention)
