"""Between which whole numbers every node of a tape lies: exact at any size, never too narrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import TypeAlias

from symcnn.grid.tape import Node, Tape

Interval: TypeAlias = tuple[int, int]
"""The least and the greatest value."""


class Intervals:
    """The intervals of nodes, found as they are asked for, also of nodes that are written later.

    >>> tape = Tape()
    >>> square = tape.power(tape.symbol("K"), tape.constant(2))
    >>> Intervals(tape, {"K": (1, 7)})[square]
    (1, 49)
    """

    def __init__(self, tape: Tape, ranges: Mapping[str, tuple[int, int]]) -> None:
        self.tape = tape
        self.ranges = ranges
        self._known: list[Interval] = []

    def __getitem__(self, place: int) -> Interval:
        while len(self._known) <= place:
            self._known.append(self._of(self.tape.nodes[len(self._known)]))
        return self._known[place]

    def _of(self, node: Node) -> Interval:
        if node.kind == "constant":
            return (int(node.value), int(node.value))
        if node.kind == "symbol":
            return self.ranges[str(node.value)]
        return RULES[node.kind](*[self._known[place] for place in node.arguments])


def _add(*parts: Interval) -> Interval:
    lows, highs = zip(*parts, strict=True)
    return sum(lows), sum(highs)


def _multiply(*parts: Interval) -> Interval:
    lows, highs = zip(*parts, strict=True)
    if min(lows) >= 0:
        return prod(lows), prod(highs)
    low, high = parts[0]
    for other in parts[1:]:
        ends = [a * b for a in (low, high) for b in other]
        low, high = min(ends), max(ends)
    return low, high


def _minimum(*parts: Interval) -> Interval:
    return min(p[0] for p in parts), min(p[1] for p in parts)


def _maximum(*parts: Interval) -> Interval:
    return max(p[0] for p in parts), max(p[1] for p in parts)


def _floor(a: Interval, b: Interval) -> Interval:
    """A quotient is extreme at the ends of both; by 0, at points that do not count, it is 0 (as `exactly` has it)."""
    ends = [x // y for divisors in _signs(b) for x in a for y in divisors]
    by_zero = [0] if b[0] <= 0 <= b[1] else []
    return min(ends + by_zero), max(ends + by_zero)


def _signs(b: Interval) -> list[Interval]:
    """A range without 0: the part below and the part above."""
    low, high = b
    below = [(low, min(high, -1))] if low <= -1 else []
    return below + ([(max(low, 1), high)] if high >= 1 else [])


def _power(base: Interval, exponent: Interval) -> Interval:
    """Powers grow in size with the exponent; of a negative base, two neighbouring ones are the extremes."""
    low, high = (max(0, e) for e in exponent)
    ends = [b**e for b in base for e in {low, high, max(low, high - 1)}]
    if base[0] <= 0 <= base[1]:
        ends += [0, *([1] if low == 0 else [])]
    return min(ends), max(ends)


def _at_least(a: Interval, b: Interval) -> Interval:
    return int(a[0] >= b[1]), int(a[1] >= b[0])


def _equal(a: Interval, b: Interval) -> Interval:
    return int(a[0] == a[1] == b[0] == b[1]), int(a[0] <= b[1] and b[0] <= a[1])


def _all(*truths: Interval) -> Interval:
    return min(t[0] for t in truths), min(t[1] for t in truths)


def _any(*truths: Interval) -> Interval:
    return max(t[0] for t in truths), max(t[1] for t in truths)


def _negate(truth: Interval) -> Interval:
    return 1 - truth[1], 1 - truth[0]


def _choose(truth: Interval, a: Interval, b: Interval) -> Interval:
    if truth[0] == 1:
        return a
    return b if truth[1] == 0 else (min(a[0], b[0]), max(a[1], b[1]))


RULES: dict[str, Callable[..., Interval]] = {
    "add": _add,
    "multiply": _multiply,
    "minimum": _minimum,
    "maximum": _maximum,
    "floor": _floor,
    "power": _power,
    "at_least": _at_least,
    "equal": _equal,
    "all": _all,
    "any": _any,
    "negate": _negate,
    "choose": _choose,
}
