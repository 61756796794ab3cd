"""Receptive field: how much of the input one output position sees along each axis.

r grows by (e - 1)*j with the extent e of each window, and the effective stride j by its step
(Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks"). What
sees the whole map (flatten, gap, attention, recurrence) ends the growth: afterwards every value sees
the same. Where the positions of several axes become one (`tokens`), neighbours in that one are no
neighbours in the input: what sees more than one of them may see all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, Quantity, at_the_end, said
from symcnn.quantities.field import fields


def one_or_each(values: tuple[Any, ...]) -> Any:
    """A single value where all axes agree (as `3` means 3x3), else one an axis."""
    return values[0] if len(set(values)) == 1 else values


def _column(steps: Sequence[Step], conventions: Conventions) -> list[Any]:
    return [one_or_each(field.sizes) if field else None for field in fields(steps)]


QUANTITY = Quantity(
    "rf",
    "receptive field",
    _column,
    at_the_end,
    said("input positions that one output sees, an axis each"),
)
