"""Effective stride: how far apart in the input two neighbouring outputs look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, Quantity, at_the_end, said
from symcnn.quantities.field import fields
from symcnn.quantities.rf import one_or_each


def _column(steps: Sequence[Step], conventions: Conventions) -> list[Any]:
    return [one_or_each(field.strides) if field else None for field in fields(steps)]


QUANTITY = Quantity(
    "stride",
    "effective stride",
    _column,
    at_the_end,
    said("input positions between neighbouring outputs; 0 once all see the same"),
)
