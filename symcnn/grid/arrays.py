"""A tape over arrays of numbers, with NumPy: 64 bits where bounds prove that they suffice, else Python's integers.

No float occurs; comparisons are arrays of truths.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from math import log, prod
from typing import Any

from symcnn.extras import required
from symcnn.grid.intervals import Interval, Intervals
from symcnn.grid.tape import Tape

WIDEST = 2**63 - 1


def numpy() -> Any:
    """NumPy, which comes with an extra.

    Raises SymcnnError where it is not installed.
    """
    return sys.modules.get("numpy") or required("numpy", "this needs NumPy", "sweep")  # asked for very often


def needed(tape: Tape, wanted: Sequence[int]) -> list[int]:
    """The places of nodes that others are made of, these included, in order.

    >>> tape = Tape()
    >>> f, k = tape.symbol("F"), tape.symbol("K")
    >>> needed(tape, [tape.add([f, f])])
    [0, 2]
    """
    found = {*wanted}
    for place in range(len(tape.nodes) - 1, -1, -1):
        if place in found:
            found.update(tape.nodes[place].arguments)
    return sorted(found)


def fits(intervals: Intervals, wanted: Sequence[int]) -> bool:
    """Whether 64 bits hold every value that comes up, by the bounds of each node: no sum on the way is larger."""
    return all(fits_at(place, intervals) for place in needed(intervals.tape, wanted))


def fits_at(place: int, intervals: Intervals) -> bool:
    """Whether 64 bits hold the value of one node, and what comes up when it is found, in any order."""
    node = intervals.tape.nodes[place]
    if node.kind == "add":  # in any order
        return sum([_size(intervals[argument]) for argument in node.arguments]) <= WIDEST
    if node.kind == "multiply":
        return prod([_size(intervals[argument]) or 1 for argument in node.arguments]) <= WIDEST
    return _size(intervals[place]) <= WIDEST


def _size(interval: Interval) -> int:
    low, high = interval
    return max(high, -low)


def values_over(tape: Tape, wanted: Sequence[int], columns: Mapping[str, Any], wide: bool) -> dict[int, Any]:
    """The values of nodes over arrays that broadcast; `wide` where 64 bits do not suffice.

    >>> tape = Tape()
    >>> half = tape.floor(tape.symbol("H"), tape.constant(2))
    >>> values_over(tape, [half], {"H": numpy().arange(5)}, wide=False)[half].tolist()
    [0, 0, 1, 1, 2]
    """
    np = numpy()
    kind = object if wide else np.int64
    found: dict[int, Any] = {}
    for place in needed(tape, wanted):
        node = tape.nodes[place]
        if node.kind == "constant":
            found[place] = int(node.value) if wide else np.int64(node.value)
        elif node.kind == "symbol":
            found[place] = np.asarray(columns[str(node.value)]).astype(kind)
        else:
            found[place] = RULES[node.kind](np, *(found[argument] for argument in node.arguments))
    return {place: found[place] for place in wanted}


def logarithms(values: Any) -> Any:
    """About how large numbers are, as floats that rise with them: for estimates, which decide no answer.

    >>> logarithms(numpy().array([-1, 0, 1, 10**400], dtype=object)).round(1).tolist()
    [-0.7, 0.0, 0.7, 921.0]
    """
    np = numpy()
    values = np.asarray(values)
    if values.dtype != object:
        return np.sign(values) * np.log(np.abs(values.astype(float)) + 1)
    found = [(1 if value >= 0 else -1) * log(abs(value) + 1) for value in values.ravel().tolist()]
    return np.array(found).reshape(values.shape)


def _floor(np: Any, a: Any, b: Any) -> Any:
    """By 0, at points that do not count, it is 0."""
    zero = np.equal(b, 0)
    return np.where(zero, 0, a // np.where(zero, 1, b)) if np.any(zero) else a // b


def _power(np: Any, a: Any, b: Any) -> Any:
    return a ** np.maximum(b, 0)


RULES: dict[str, Callable[..., Any]] = {
    "add": lambda np, *terms: reduce(np.add, terms),
    "multiply": lambda np, *factors: reduce(np.multiply, factors),
    "minimum": lambda np, *parts: reduce(np.minimum, parts),
    "maximum": lambda np, *parts: reduce(np.maximum, parts),
    "floor": _floor,
    "power": _power,
    "at_least": lambda np, a, b: np.greater_equal(a, b).astype(bool),
    "equal": lambda np, a, b: np.equal(a, b).astype(bool),
    "all": lambda np, *truths: reduce(np.logical_and, truths),
    "any": lambda np, *truths: reduce(np.logical_or, truths),
    "negate": lambda np, truth: np.logical_not(truth),
    "choose": lambda np, truth, a, b: np.where(truth, a, b),
}
