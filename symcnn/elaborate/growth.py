"""Powers of the round in what a repeat makes: their sums have a closed form that excludes one ratio."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.conditions import AtLeast, Unequal
from symcnn.layers.contract import Layer
from symcnn.propagate import Demand, Over, Step


def growing(steps: list[Step], over: Over) -> list[Demand]:
    """The conditions r != 1 for all that grows as r**i from round to round: it is summed by dividing by r - 1."""
    ratios: dict[Any, Step] = {}
    for step in steps:
        for ratio in _ratios([*step.output_shape.dims, *_numbers_in(step.layer)], over.index):
            ratios.setdefault(ratio, step)
    return [
        Demand(condition, step.keyword, step.place.call, step.within)
        for ratio, step in ratios.items()
        if (condition := _not_one(ratio)).holds() is not True
    ]


def _numbers_in(layer: Layer) -> list[Any]:
    """The arguments of a layer, those with one an axis one by one."""
    parts = (part if isinstance(part, tuple) else (part,) for part in vars(layer).values())
    return [value for values in parts for value in values]


def _ratios(values: list[Any], index: Any) -> list[Any]:
    from sympy import Pow
    from sympy.core.sorting import default_sort_key

    formulas = [value for value in values if index in getattr(value, "free_symbols", ())]
    bases = {power.base for value in formulas for power in value.atoms(Pow) if index in power.exp.free_symbols}
    return sorted((base for base in bases if not base.is_number), key=default_sort_key)


def _not_one(ratio: Any) -> AtLeast | Unequal:
    """A whole number that is not 1 is at least 2."""
    from symcnn.algebra.whole import is_whole

    return AtLeast(ratio, 2) if is_whole(ratio) else Unequal(ratio, 1)
