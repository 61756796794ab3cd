"""The points that no other is better than in every respect: boxes that cannot have one are dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any

from symcnn.grid.arrays import numpy
from symcnn.grid.boxes.claims import holding, measure_of
from symcnn.grid.boxes.search import MOST_BOXES, Bounded, Search, answered, search_for
from symcnn.grid.boxes.space import Boxes
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Ratio

AT_A_TIME = 1 << 11  # boxes that are split together
HALVINGS = 2
TRIED = 1 << 13  # points that a search starts with
FEW = 64  # one point of that many is tried
PAIRS = 1 << 22  # of rows that are compared at a time

Front = list[tuple[tuple[int | Fraction, ...], int]]


def pareto(
    problem: Problem,
    objectives: Sequence[tuple[str | Ratio, str]],
    most: int = MOST_BOXES,
    otherwise: Callable[..., Front] | None = None,
) -> Front:
    """The values, with the number of a point, that no others are as good as in all objectives and better in one.

    Objectives are measures with `min` or `max`. Points with equal values are one row, with the lowest number;
    rows are sorted by their values. Where that takes more than `most` boxes, `otherwise` answers.
    """
    return answered(partial(_pareto, problem, objectives), most, otherwise and partial(otherwise, problem, objectives))


def _pareto(problem: Problem, objectives: Sequence[tuple[str | Ratio, str]], most: float) -> Front:
    measures = [measure_of(problem, by) for by, _ in objectives]
    search = search_for(problem, holding(problem), measures, most, first_only=True)
    signs = [1 if direction == "min" else -1 for _, direction in objectives]
    front = _Front(search, signs)
    front.add(search.bounded(_some_points(search)))
    stack = [front.cut(front.add(search.start()))]
    while stack:
        boxes = front.cut(stack.pop())
        if boxes.boxes.number > AT_A_TIME:
            stack.append(boxes.chosen(slice(AT_A_TIME, None)))
            boxes = boxes.chosen(slice(AT_A_TIME))
        parts = search.bounded(search.splits.parts(boxes.boxes, HALVINGS))
        if parts.boxes.number:
            stack.append(front.cut(front.add(parts)))
    return front.rows()


def _some_points(search: Search) -> Boxes:
    """Points here and there: what is on the way early makes the search short."""
    np = numpy()
    random = np.random.default_rng(0)
    number = min(TRIED, prod(map(len, search.space.sides)) // FEW)
    rows = [random.integers(0, len(side), number) for side in search.space.sides]
    return Boxes(np.array([rows, rows], dtype=np.int64).reshape(2, len(rows), number))


class _Front:
    """Rows of values of which less is better, none of which is at least as good as another in all."""

    def __init__(self, search: Search, signs: Sequence[int]) -> None:
        np = numpy()
        self._search, self._signs = search, signs
        kind = object if search.wide or any(search.is_quotient(n) for n in range(len(signs))) else np.int64
        self._values = np.zeros((len(signs), 0), dtype=kind)
        self._numbers = np.zeros(0, dtype=search.space.kind)

    def rows(self) -> Front:
        """The front, sorted."""
        found = []
        for values, number in zip(self._values.T.tolist(), self._numbers.tolist(), strict=True):
            row = tuple(self._search.value(n, s * v) for n, (s, v) in enumerate(zip(self._signs, values, strict=True)))
            found.append((row, int(number)))
        return sorted(found)

    def _best(self, boxes: Bounded) -> Any:
        """What no point of a box is better than."""
        np = numpy()
        pairs = zip(self._signs, boxes.measures, strict=True)
        return np.array([low if sign > 0 else -high for sign, (low, high) in pairs], dtype=self._values.dtype)

    def add(self, boxes: Bounded) -> Bounded:
        """Take in the boxes in which all points have equal values; the other boxes."""
        np = numpy()
        is_one = boxes.surely.copy()
        for low, high in boxes.measures:
            is_one &= (low == high).astype(bool)
        ones = boxes.chosen(np.flatnonzero(is_one))
        if ones.boxes.number:
            values = np.concatenate([self._values, self._best(ones)], axis=1)
            numbers = np.concatenate([self._numbers, self._search.space.first(ones.boxes)])
            best = _undominated(values, numbers)
            self._values, self._numbers = values[:, best], numbers[best]
        return boxes.chosen(np.flatnonzero(~is_one))

    def cut(self, boxes: Bounded) -> Bounded:
        """The boxes that may have rows of the front, or points with lower numbers."""
        np = numpy()
        if not boxes.boxes.number or not len(self._numbers):
            return boxes
        beaten = _beaten(self._best(boxes), self._search.space.first(boxes.boxes), self._values, self._numbers)
        return boxes.chosen(np.flatnonzero(~beaten))


def _undominated(values: Any, numbers: Any) -> Any:
    """The places of rows that are beaten by none; of equal rows the one with the lowest number."""
    np = numpy()
    order = _sorted(values, numbers)
    if len(values) == 2:
        second = values[1][order]
        before = np.minimum.accumulate(second)
        return order[np.flatnonzero(np.concatenate([[True], second[1:] < before[:-1]]))]
    differs = (values[:, order[1:]] != values[:, order[:-1]]).any(axis=0)
    order, kept = order[np.flatnonzero(np.concatenate([[True], differs]))], order[:0]
    step = 256
    for start in range(0, len(order), step):
        some = order[start : start + step]
        some = some[~_beaten(values[:, some], numbers[some], values[:, kept], numbers[kept])]
        same = _beaten_by_each(values[:, some], numbers[some], values[:, some], numbers[some])
        kept = np.concatenate([kept, some[~same]])
    return kept


def _sorted(values: Any, numbers: Any) -> Any:
    """Places by the first value, then the second and so on, then the number."""
    np = numpy()
    if object in (values.dtype, numbers.dtype):
        rows = list(zip(*values.tolist(), numbers.tolist(), strict=True))
        return np.array(sorted(range(len(rows)), key=rows.__getitem__), dtype=np.int64)
    return np.lexsort((numbers, *values[::-1]))


def _beaten(best: Any, first: Any, values: Any, numbers: Any) -> Any:
    """Whether some row is at least as good, and better or equal with a number that is not higher.

    Two objectives: rows are sorted by the first, so that of those as good in it the last is best in the second.
    """
    np = numpy()
    if len(best) == 2:
        at = np.searchsorted(values[0], best[0], "right") - 1
        there = np.maximum(at, 0)
        second = values[1][there]
        equal = (second == best[1]) & (values[0][there] == best[0])
        return (at >= 0) & (second <= best[1]).astype(bool) & ~(equal & (numbers[there] > first)).astype(bool)
    beaten = np.zeros(best.shape[1], dtype=bool)
    step = max(1, PAIRS // max(best.shape[1], 1))
    for start in range(0, len(numbers), step):
        part = slice(start, start + step)
        beaten |= _beaten_by_each(best, first, values[:, part], numbers[part])
    return beaten


def _beaten_by_each(best: Any, first: Any, values: Any, numbers: Any) -> Any:
    """The same by comparing all pairs; a row is not beaten by itself."""
    np = numpy()
    as_good = np.ones((best.shape[1], len(numbers)), dtype=bool)
    equal = as_good.copy()
    for a, b in zip(values, best, strict=True):
        as_good &= (a[None, :] <= b[:, None]).astype(bool)
        equal &= (a[None, :] == b[:, None]).astype(bool)
    return (as_good & ~(equal & (numbers[None, :] >= first[:, None]).astype(bool))).any(axis=1)
