"""Receptive field: how much of the input one output position sees along each axis.

r grows by (e - 1)*j with the extent e of each window, and the effective stride j by its step
(Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks"). What
sees the whole map (flatten, gap) ends the growth: afterwards every value sees the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from symcnn.algebra.exact import exact
from symcnn.layers.contract import Window
from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, Quantity, said


class Field(NamedTuple):
    """Receptive field and effective stride, an axis each."""

    sizes: tuple[Any, ...]
    strides: tuple[Any, ...]


def fields(steps: Sequence[Step]) -> list[Field]:
    """The field after each step."""
    found: list[Field] = []
    field = Field((), ())
    for step in steps:
        if step.keyword == "input":
            axes = step.output_shape.axes
            field = Field((1,) * axes, (1,) * axes)
        else:
            field = _grown(field, step.layer.windows(step.input_shape))
        found.append(field)
    return found


def _grown(field: Field, windows: tuple[Window, ...] | None) -> Field:
    if windows is None or len(windows) != len(field.sizes) or not any(field.strides):
        return field
    sizes, strides = [], []
    for r, j, window in zip(*field, windows, strict=True):
        sizes.append(exact(r + (window.extent - 1) * j))
        strides.append(exact(j * window.step))
    return Field(tuple(sizes), tuple(strides))


def one_or_each(values: tuple[Any, ...]) -> Any:
    """A single value where all axes agree (as `3` means 3x3), else one an axis."""
    return values[0] if len(set(values)) == 1 else values


def _column(steps: Sequence[Step], conventions: Conventions) -> list[Any]:
    return [one_or_each(field.sizes) for field in fields(steps)]


QUANTITY = Quantity(
    "rf",
    "receptive field",
    _column,
    lambda values: values[-1],
    said("input positions that one output sees, an axis each"),
)
