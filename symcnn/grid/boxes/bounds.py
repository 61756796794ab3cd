"""Bounds of every node over many boxes at a time: the rules of `intervals`, on arrays.

Both bounds stand in one array, so that most rules are one operation: where an operation falls in an argument,
that argument is taken with its rows exchanged. Bounds of a box with one point are its values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias

from symcnn.grid.arrays import numpy
from symcnn.grid.intervals import Intervals
from symcnn.grid.tape import Node

Bounds: TypeAlias = Any
"""Two rows, the least and the greatest value in each box; a number where it is both, everywhere.

A truth has as rows whether it surely holds, and whether it may.
"""


class Rules:
    """How some nodes are bounded, found once; `order` has them with all that they are made of, arguments first.

    >>> from symcnn.grid.tape import Tape
    >>> tape = Tape()
    >>> square = tape.power(tape.symbol("K"), tape.constant(2))
    >>> np = numpy()
    >>> rules = Rules(Intervals(tape, {"K": (-3, 2)}), range(3), wide=False)
    >>> rules.bounds({"K": np.array([[-3, 1], [2, 2]])})[square].tolist()
    [[0, 1], [9, 4]]
    """

    def __init__(self, intervals: Intervals, order: Sequence[int], wide: bool) -> None:
        np = numpy()
        self._numbers: dict[int, Bounds] = {}
        self._symbols: list[tuple[int, str]] = []
        self._steps: list[tuple[int, Callable[..., Bounds], tuple[int, ...]]] = []
        for place in order:
            node = intervals.tape.nodes[place]
            if node.kind == "constant":
                self._numbers[place] = int(node.value) if wide else np.int64(node.value)
            elif node.kind == "symbol":
                self._symbols.append((place, str(node.value)))
            else:
                self._steps.append((place, _rule(node, intervals), node.arguments))

    def bounds(self, ends: Mapping[str, Bounds]) -> dict[int, Bounds]:
        """The bounds of the nodes, between the ends of names."""
        np = numpy()
        found = dict(self._numbers)
        for place, name in self._symbols:
            found[place] = ends[name]
        for place, rule, arguments in self._steps:
            found[place] = rule(np, *[found[argument] for argument in arguments])
        return found


def _rule(node: Node, intervals: Intervals) -> Callable[..., Bounds]:
    """How a node is bounded; factors that are never negative need no look at their signs."""
    never_negative = node.kind == "multiply" and all(intervals[argument][0] >= 0 for argument in node.arguments)
    return _multiply_up if never_negative else RULES[node.kind]


def _is_number(a: Bounds) -> bool:
    return not getattr(a, "ndim", 0)


def _exchanged(a: Bounds) -> Bounds:
    return a if _is_number(a) else a[::-1]


def _rows(np: Any, a: Bounds) -> Any:
    return np.array([[a], [a]], dtype=object if isinstance(a, int) else None) if _is_number(a) else a


def _multiply_up(np: Any, *parts: Bounds) -> Bounds:
    """Factors that are never negative."""
    return reduce(np.multiply, parts)


def _multiply(np: Any, *parts: Bounds) -> Bounds:
    return reduce(lambda a, b: _product(np, a, b), parts)


def _product(np: Any, a: Bounds, b: Bounds) -> Bounds:
    if _is_number(b):
        return (a if b >= 0 else _exchanged(a)) * b
    if np.min(a, initial=0) >= 0 and np.min(b, initial=0) >= 0:
        return a * b
    return _extremes(np, [x * y for x in _rows(np, a) for y in b])


def _extremes(np: Any, ends: Sequence[Any]) -> Bounds:
    return np.array([reduce(np.minimum, ends), reduce(np.maximum, ends)])


def _floor(np: Any, a: Bounds, b: Bounds) -> Bounds:
    if _is_number(b) and b > 0:
        return _divided(a, int(b))
    if np.min(b, initial=1) > 0:
        a = _rows(np, a)
        return a // np.where(a >= 0, _exchanged(b), b)
    return _floor_by_any(np, _rows(np, a), _rows(np, b))


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
    high = reduce(lambda so_far, end: np.where(end[0], np.maximum(so_far, end[1]), so_far), ends, some)
    return np.array([low, high])


def _power(np: Any, base: Bounds, exponent: Bounds) -> Bounds:
    if np.min(base, initial=0) >= 0 and _is_number(exponent):
        return _raised(base, max(int(exponent), 0))
    base, (low, high) = _rows(np, base), np.maximum(_rows(np, exponent), 0)
    least, greatest = _extremes(np, [b**e for b in base for e in (low, high, np.maximum(low, high - 1))])
    zero = (base[0] <= 0) & (base[1] >= 0)
    least = np.where(zero & (high > 0), np.minimum(least, 0), least)
    return np.array([least, np.where(zero, np.maximum(greatest, np.where(low == 0, 1, 0)), greatest)])


def _raised(base: Any, exponent: int) -> Any:
    return base * base if exponent == 2 else base**exponent


def _equal(np: Any, a: Bounds, b: Bounds) -> Bounds:
    above = a >= _exchanged(b)  # surely, and maybe
    below = b >= _exchanged(a)
    return above & below


def _choose(np: Any, truth: Bounds, a: Bounds, b: Bounds) -> Bounds:
    (surely, maybe), a, b = _rows(np, truth), _rows(np, a), _rows(np, b)
    either = np.array([np.minimum(a[0], b[0]), np.maximum(a[1], b[1])])
    return np.where(surely, a, np.where(maybe, either, b))


RULES: dict[str, Callable[..., Bounds]] = {
    "add": lambda np, *parts: reduce(np.add, parts),
    "multiply": _multiply,
    "minimum": lambda np, *parts: reduce(np.minimum, parts),
    "maximum": lambda np, *parts: reduce(np.maximum, parts),
    "floor": _floor,
    "power": _power,
    "at_least": lambda np, a, b: np.greater_equal(a, _exchanged(b)),
    "equal": _equal,
    "all": lambda np, *truths: reduce(np.logical_and, truths),
    "any": lambda np, *truths: reduce(np.logical_or, truths),
    "negate": lambda np, truth: np.logical_not(_exchanged(truth)),
    "choose": _choose,
}
