"""Bounds of every node over many boxes at a time: the rules of `intervals`, on arrays.

Bounds of a box with one point are its values. Truths have as bounds whether they surely hold and whether they may.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias

from symcnn.grid.arrays import numpy
from symcnn.grid.intervals import Intervals

Bounds: TypeAlias = tuple[Any, Any]
"""Least and greatest values, of which the former are no greater anywhere."""


class Rules:
    """How some nodes are bounded, found once; `order` has them with all that they are made of, arguments first.

    >>> from symcnn.grid.tape import Tape
    >>> tape = Tape()
    >>> square = tape.power(tape.symbol("K"), tape.constant(2))
    >>> np = numpy()
    >>> rules = Rules(Intervals(tape, {"K": (-3, 2)}), range(3), wide=False)
    >>> low, high = rules.bounds({"K": (np.array([-3, 1]), np.array([2, 2]))})[square]
    >>> low.tolist(), high.tolist()
    ([0, 1], [9, 4])
    """

    def __init__(self, intervals: Intervals, order: Sequence[int], wide: bool) -> None:
        np = numpy()
        self._numbers: dict[int, Bounds] = {}
        self._symbols: list[tuple[int, str]] = []
        self._steps: list[tuple[int, Callable[..., Bounds], tuple[int, ...]]] = []
        for place in order:
            node = intervals.tape.nodes[place]
            if node.kind == "constant":
                self._numbers[place] = (int(node.value) if wide else np.int64(node.value),) * 2
            elif node.kind == "symbol":
                self._symbols.append((place, str(node.value)))
            else:
                never_negative = all(intervals[argument][0] >= 0 for argument in node.arguments)
                rule = _multiply_up if node.kind == "multiply" and never_negative else RULES[node.kind]
                self._steps.append((place, rule, node.arguments))

    def bounds(self, ends: Mapping[str, Bounds]) -> dict[int, Bounds]:
        """The bounds of the nodes, between the ends of names."""
        np = numpy()
        found = dict(self._numbers)
        for place, name in self._symbols:
            found[place] = ends[name]
        for place, rule, arguments in self._steps:
            found[place] = rule(np, *[found[argument] for argument in arguments])
        return found


def _multiply_up(np: Any, *parts: Bounds) -> Bounds:
    """Factors that are never negative."""
    return reduce(np.multiply, [p[0] for p in parts]), reduce(np.multiply, [p[1] for p in parts])


def _is_number(a: Bounds) -> bool:
    return not getattr(a[0], "ndim", 0)


def _add(np: Any, *parts: Bounds) -> Bounds:
    return reduce(np.add, (p[0] for p in parts)), reduce(np.add, (p[1] for p in parts))


def _multiply(np: Any, *parts: Bounds) -> Bounds:
    return reduce(lambda a, b: _product(np, a, b), parts)


def _product(np: Any, a: Bounds, b: Bounds) -> Bounds:
    if _is_number(b):
        return (a[0] * b[0], a[1] * b[0]) if b[0] >= 0 else (a[1] * b[0], a[0] * b[0])
    if np.min(a[0], initial=0) >= 0 and np.min(b[0], initial=0) >= 0:
        return a[0] * b[0], a[1] * b[1]
    ends = [x * y for x in a for y in b]
    return reduce(np.minimum, ends), reduce(np.maximum, ends)


def _minimum(np: Any, *parts: Bounds) -> Bounds:
    return reduce(np.minimum, (p[0] for p in parts)), reduce(np.minimum, (p[1] for p in parts))


def _maximum(np: Any, *parts: Bounds) -> Bounds:
    return reduce(np.maximum, (p[0] for p in parts)), reduce(np.maximum, (p[1] for p in parts))


def _floor(np: Any, a: Bounds, b: Bounds) -> Bounds:
    if _is_number(b) and b[0] > 0:
        return _divided(a[0], int(b[0])), _divided(a[1], int(b[0]))
    if np.min(b[0], initial=1) > 0:
        low = a[0] // np.where(a[0] >= 0, b[1], b[0])
        return low, a[1] // np.where(a[1] >= 0, b[0], b[1])
    return _floor_by_any(np, a, b)


def _divided(a: Any, b: int) -> Any:
    """A quotient by a number; shifts are far faster."""
    return a >> (b.bit_length() - 1) if b & (b - 1) == 0 else a // b


def _floor_by_any(np: Any, a: Bounds, b: Bounds) -> Bounds:
    """The extremes are at ends of the divisors below 0, of those above, and it is 0 by 0."""
    above, below, zero = b[1] >= 1, b[0] <= -1, (b[0] <= 0) & (b[1] >= 0)
    ends = [(zero, np.zeros_like(a[0] + b[0]))]
    for divisors, there in (((np.maximum(b[0], 1), b[1]), above), ((b[0], np.minimum(b[1], -1)), below)):
        ends += [(there, x // np.where(there, y, 1)) for x in a for y in divisors]
    some = np.where(zero, ends[0][1], np.where(above, ends[1][1], ends[5][1]))
    low = reduce(lambda so_far, end: np.where(end[0], np.minimum(so_far, end[1]), so_far), ends, some)
    return low, reduce(lambda so_far, end: np.where(end[0], np.maximum(so_far, end[1]), so_far), ends, some)


def _power(np: Any, base: Bounds, exponent: Bounds) -> Bounds:
    low, high = (np.maximum(e, 0) for e in exponent)
    if np.min(base[0], initial=0) >= 0 and _is_number(exponent):
        return _raised(base[0], int(low)), _raised(base[1], int(low))
    ends = [b**e for b in base for e in (low, high, np.maximum(low, high - 1))]
    least, greatest = reduce(np.minimum, ends), reduce(np.maximum, ends)
    zero = (base[0] <= 0) & (base[1] >= 0)
    least = np.where(zero & (high > 0), np.minimum(least, 0), least)
    return least, np.where(zero, np.maximum(greatest, np.where(low == 0, 1, 0)), greatest)


def _raised(base: Any, exponent: int) -> Any:
    return base * base if exponent == 2 else base**exponent


def _choose(np: Any, truth: Bounds, a: Bounds, b: Bounds) -> Bounds:
    surely, maybe = truth
    least = np.where(surely, a[0], np.where(maybe, np.minimum(a[0], b[0]), b[0]))
    return least, np.where(surely, a[1], np.where(maybe, np.maximum(a[1], b[1]), b[1]))


def _equal(np: Any, a: Bounds, b: Bounds) -> Bounds:
    surely = (a[0] == b[1]) & (a[1] == b[0])
    return surely, (a[0] <= b[1]) & (b[0] <= a[1])


RULES: dict[str, Callable[..., Bounds]] = {
    "add": _add,
    "multiply": _multiply,
    "minimum": _minimum,
    "maximum": _maximum,
    "floor": _floor,
    "power": _power,
    "at_least": lambda np, a, b: (a[0] >= b[1], a[1] >= b[0]),
    "equal": _equal,
    "all": lambda np, *t: (reduce(np.logical_and, (x[0] for x in t)), reduce(np.logical_and, (x[1] for x in t))),
    "any": lambda np, *t: (reduce(np.logical_or, (x[0] for x in t)), reduce(np.logical_or, (x[1] for x in t))),
    "negate": lambda np, t: (np.logical_not(t[1]), np.logical_not(t[0])),
    "choose": _choose,
}
