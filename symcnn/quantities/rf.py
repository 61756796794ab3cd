"""Receptive field: how much of the input one output position sees along each axis.

r grows by (e - 1)*j with the extent e of each window, and the effective stride j by its step
(Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks"). What
sees the whole map (flatten, gap, attention, recurrence) ends the growth: afterwards every value sees
the same. Where the positions of several axes become one (`tokens`), neighbours in that one are no
neighbours in the input: what sees more than one of them may see all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from symcnn.algebra.conditions import AtLeast
from symcnn.algebra.exact import exact, maximum, minimum
from symcnn.layers.contract import Shape, Window
from symcnn.propagate import Step
from symcnn.quantities.contract import Conventions, Quantity, at_the_end, said


class Field(NamedTuple):
    """Receptive field and effective stride, an axis each."""

    sizes: tuple[Any, ...]
    strides: tuple[Any, ...]
    whole: tuple[Any, ...] = ()  # what all positions see together, once several axes have become one


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
    x = step.input_shape
    grown = [_grown(field, step.layer.windows_on(at, x), step.times) for at, field in enumerate(inputs)]
    field = _widest(grown)
    return _in_a_row(field, x) if 0 < step.output_shape.axes < x.axes and not field.whole else field


def _widest(inputs: list[Field]) -> Field:
    """Where paths meet, an output sees what the widest of them sees."""
    if len(inputs) == 1:
        return inputs[0]
    axes = max(len(field.sizes) for field in inputs)
    joined = [field for field in inputs if len(field.sizes) == axes]
    sizes = tuple(maximum(each) for each in zip(*(field.sizes for field in joined), strict=True))
    strides = tuple(maximum(each) for each in zip(*(field.strides for field in joined), strict=True))
    whole = tuple(maximum(each) for each in zip(*(field.whole for field in joined if field.whole), strict=True))
    return Field(sizes, strides, whole)


def _in_a_row(field: Field, x: Shape) -> Field:
    """The field behind a layer that puts the positions of all axes in a row."""
    wholes = (r + (n - 1) * j for r, j, n in zip(field.sizes, field.strides, x.sizes, strict=False))
    return field._replace(whole=tuple(map(exact, wholes)))


def _grown(field: Field, windows: tuple[Window, ...] | None, times: Any) -> Field:
    """The field behind a window, which may be repeated; one that changes sizes is not."""
    if windows is None or not any(field.strides):
        return field
    if len(windows) != len(field.sizes):
        return _grown_in_a_row(field, windows, times)
    sizes, strides = [], []
    for r, j, window in zip(*field[:2], windows, strict=True):
        rounds = times if window.step != 0 else _at_least_once(times)
        sizes.append(exact(r + rounds * (window.extent - 1) * j))
        strides.append(exact(j * (window.step if window.step != 0 else 1 - rounds)))
    return Field(tuple(sizes), tuple(strides), field.whole)


def _grown_in_a_row(field: Field, windows: tuple[Window, ...], times: Any) -> Field:
    """The field where positions of several axes stand in a row: one of them, or all."""
    alone = all(window.extent == 1 for window in windows)
    once = _at_least_once(times)
    sizes = field.sizes if alone else tuple(r + once * (w - r) for r, w in zip(field.sizes, field.whole, strict=True))
    stays = alone and all(window.step != 0 for window in windows)
    strides = field.strides if stays else tuple(j * (1 - once) for j in field.strides)
    return Field(tuple(map(exact, sizes)), tuple(map(exact, strides)), field.whole)


def _at_least_once(times: Any) -> Any:
    """1, and 0 if there is no round: to see everything once is to see everything."""
    return 1 if AtLeast(times, 1).holds() else minimum([times, 1])


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
