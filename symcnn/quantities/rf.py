"""Receptive field: how much of the input one output position sees along each axis.

r grows by (e - 1)*j with the extent e of each window, and the effective stride j by its step
(Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks"). What
sees the whole map (flatten, gap) ends the growth: afterwards every value sees the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from symcnn.algebra.exact import exact, maximum
from symcnn.layers.contract import Window
from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, Quantity, at_the_end, said


class Field(NamedTuple):
    """Receptive field and effective stride, an axis each."""

    sizes: tuple[Any, ...]
    strides: tuple[Any, ...]


def fields(steps: Sequence[Step]) -> list[Field]:
    """The field after each step."""
    found: list[Field] = []
    for step in steps:
        found.append(_after(step, [found[at] for at in step.inputs]))
    return found


def _after(step: Step, inputs: list[Field]) -> Field:
    if not inputs:
        axes = step.output_shape.axes
        return Field((1,) * axes, (1,) * axes)
    return _grown(_widest(inputs), step.layer.windows(step.input_shape), step.times)


def _widest(inputs: list[Field]) -> Field:
    """Where paths meet, an output sees what the widest of them sees."""
    if len(inputs) == 1:
        return inputs[0]
    axes = max(len(field.sizes) for field in inputs)
    joined = [field for field in inputs if len(field.sizes) == axes]
    sizes = tuple(maximum(each) for each in zip(*(field.sizes for field in joined), strict=True))
    strides = tuple(maximum(each) for each in zip(*(field.strides for field in joined), strict=True))
    return Field(sizes, strides)


def _grown(field: Field, windows: tuple[Window, ...] | None, times: Any) -> Field:
    """The field behind a window; one that is repeated has a step of 1, or the sizes would change."""
    if windows is None or len(windows) != len(field.sizes) or not any(field.strides):
        return field
    sizes, strides = [], []
    for r, j, window in zip(*field, windows, strict=True):
        sizes.append(exact(r + times * (window.extent - 1) * j))
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
    at_the_end,
    said("input positions that one output sees, an axis each"),
)
