"""Buffers: numbers that a layer keeps but training does not learn (running statistics)."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import add
from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, additive, own_weights, said


def kept(step: Step, conventions: Conventions) -> Any:
    """Sum the weights of a step that are not trainable."""
    return add(w.size for w in step.weights if not w.trainable)


QUANTITY = additive("buffers", "buffers", kept, said("running means and variances (2C a batch norm)"), own_weights)
