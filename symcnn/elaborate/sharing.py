"""Shared weights: what is used again must have the sizes of the first use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from symcnn.algebra.conditions import Equal
from symcnn.algebra.exact import free_names
from symcnn.errors import SymcnnError
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Step

HELP = "shared weights need the same sizes everywhere; after a flattening, those of the input count"


def same_weights(steps: Sequence[Step], symbols: Collection[str]) -> list[Demand]:
    """Give the conditions, in those symbols, under which shared weights have the same sizes at every use.

    Raises SymcnnError at a layer where they certainly differ.
    """
    demands: list[Demand] = []
    for first, again in _uses(steps):
        for old, new in zip(_sizes(first), _sizes(again), strict=True):
            demands += _equal(old, new, again, symbols)
    return demands


def _uses(steps: Sequence[Step]) -> Iterator[tuple[Step, Step]]:
    """A step with shared weights, and the step at the same place of the text that brought them."""
    if not any(step.reused for step in steps):
        return
    first: dict[Any, list[Step]] = {}
    seen: dict[Any, int] = {}
    for step in steps:
        place = (step.keyword, step.place.call)
        if not step.reused:
            if seen.pop(place, None) is not None:
                del first[place]  # the definition was read again: other weights
            first.setdefault(place, []).append(step)
        elif _sizes(step):
            count = seen[place] = seen.get(place, -1) + 1
            if place not in first:
                raise SymcnnError("E403", f"{step.keyword} was not there at the first use", step.place.call, HELP)
            yield first[place][count % len(first[place])], step


def _sizes(step: Step) -> list[tuple[Any, ...]]:
    return [weight.dims for weight in step.layer.weights(step.input_shape)]


def _equal(old: tuple[Any, ...], new: tuple[Any, ...], step: Step, symbols: Collection[str]) -> Iterator[Demand]:
    for a, b in zip(old, new, strict=True):
        condition = Equal(a, b)
        truth = condition.holds()
        if truth is False:
            message = (
                f"{step.keyword}: shared weights are {_written(old)}, and {_written(new)} where they are used again"
            )
            raise SymcnnError("E403", message, step.place.call, HELP)
        if truth is None and (free_names(a) | free_names(b)) <= set(symbols):
            yield Demand(condition, step.keyword, step.place.call)


def _written(dims: tuple[Any, ...]) -> str:
    *sizes, last = dims
    return str(Shape(tuple(sizes), last))
