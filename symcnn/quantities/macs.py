"""MACs: multiply-accumulates, by a named convention."""

from __future__ import annotations

from typing import Any

from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, additive


def multiply_accumulates(step: Step, conventions: Conventions) -> Any:
    """Count the operations of a step by the profile's rule."""
    return conventions.profile.of(step)


QUANTITY = additive("macs", "MACs", multiply_accumulates, lambda c: f"{c.profile.name}: {c.profile.convention}")
