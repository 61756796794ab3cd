"""FLOPs: twice the MACs, a multiplication and an addition each (unless the profile counts otherwise)."""

from __future__ import annotations

from typing import Any

from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, additive


def operations(step: Step, conventions: Conventions) -> Any:
    """Count a MAC as its profile does."""
    return conventions.profile.flops_per_mac * conventions.profile.of(step)


def _rule(conventions: Conventions) -> str:
    return "2 x MACs" if conventions.profile.flops_per_mac == 2 else "1 x MACs, as this tool counts"


QUANTITY = additive("flops", "FLOPs", operations, _rule)
