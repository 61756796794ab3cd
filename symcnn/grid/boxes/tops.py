"""The best points by a measure, with their numbers: boxes are taken best first."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

from symcnn.grid.arrays import numpy
from symcnn.grid.boxes.claims import holding, measure_of
from symcnn.grid.boxes.search import MOST_BOXES, Bounded, Search, answered, search_for
from symcnn.grid.boxes.space import Boxes
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Ratio

AT_A_TIME = 96  # boxes that are split together
PARTS = 2048  # that they are split into

Found = list[tuple[int | Fraction, int]]


def top(
    problem: Problem,
    by: str | Ratio,
    n: int,
    smallest: bool = False,
    most: int = MOST_BOXES,
    otherwise: Callable[..., Found] | None = None,
) -> Found:
    """The greatest values (or smallest) where all holds, each with the number of its point; of equals the lower number.

    Where that takes more than `most` boxes, `otherwise` answers.
    """
    search = partial(_top, problem, measure_of(problem, by), n, smallest)
    return answered(search, most, otherwise and partial(otherwise, problem, by, n, smallest))


def _top(problem: Problem, measure: Ratio, n: int, smallest: bool, most: float) -> Found:
    search = search_for(problem, holding(problem), [measure], most)
    kept = _Kept(n, search, smallest)
    waiting = kept.cut(search.start()) if n > 0 else None
    while waiting is not None and waiting.boxes.number:
        now, later = kept.best_first(waiting)
        halvings = (PARTS // now.boxes.number).bit_length() - 1
        parts = kept.add(search.bounded(search.splits.parts(now.boxes, halvings)))
        waiting = kept.cut(_joined(later, parts))
    return [(search.value(0, -key if smallest else key), int(number)) for key, number in kept.points()]


class _Kept:
    """The best points so far, by a key of which more is better, then by number."""

    def __init__(self, count: int, search: Search, smallest: bool) -> None:
        np = numpy()
        self._count, self._search, self._smallest = count, search, smallest
        self._keys, self._numbers = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._floor: Any = None  # some `count` points are at least that good

    def points(self) -> list[tuple[Any, Any]]:
        """Keys and numbers, the best first."""
        return list(zip(self._keys, self._numbers, strict=True))

    def keys(self, boxes: Bounded) -> Any:
        """The least and the greatest key in boxes."""
        return -boxes.measures[0][::-1] if self._smallest else boxes.measures[0]

    def best_first(self, boxes: Bounded) -> tuple[Bounded, Bounded]:
        """Some of the boxes with the greatest keys, and the others."""
        np = numpy()
        if boxes.boxes.number <= AT_A_TIME:
            return boxes, boxes.chosen(slice(0, 0))
        keys = self.keys(boxes)[1]
        order = np.argsort(-keys) if keys.dtype == object else np.argpartition(-keys, AT_A_TIME)
        if np.count_nonzero(keys == keys[order[AT_A_TIME]]) > AT_A_TIME:  # many equals: the lowest numbers
            order = _order(keys, self._search.space.first(boxes.boxes))
        return boxes.chosen(order[:AT_A_TIME]), boxes.chosen(order[AT_A_TIME:])

    def add(self, boxes: Bounded) -> Bounded:
        """Keep the points among boxes; the other boxes."""
        np = numpy()
        volume = self._search.space.volume(boxes.boxes)
        self._raise_floor(boxes, volume)
        is_point = volume == 1
        points = boxes.chosen(np.flatnonzero(is_point))
        if points.boxes.number:
            self._keep(self.keys(points)[0], self._search.space.first(points.boxes))
        return boxes.chosen(np.flatnonzero(~is_point))

    def _keep(self, keys: Any, numbers: Any) -> None:
        np = numpy()
        keys, numbers = np.concatenate([self._keys, keys]), np.concatenate([self._numbers, numbers])
        best = _order(keys, numbers)[: self._count]
        self._keys, self._numbers = keys[best], numbers[best]

    def _raise_floor(self, boxes: Bounded, volume: Any) -> None:
        """A box in which all holds at enough points bounds the last of the best."""
        np = numpy()
        enough = np.flatnonzero(boxes.surely & (volume >= self._count))
        if len(enough):
            floor = self.keys(boxes)[0][enough].max()
            self._floor = floor if self._floor is None else max(self._floor, floor)

    def cut(self, boxes: Bounded) -> Bounded:
        """The boxes that may have points among the best."""
        np = numpy()
        keys = self.keys(boxes)[1]
        if self._floor is not None:
            boxes = boxes.chosen(np.flatnonzero(keys >= self._floor))
        if len(self._keys) < self._count or not boxes.boxes.number:
            return boxes
        keys, last, number = self.keys(boxes)[1], self._keys[-1], self._numbers[-1]
        equal = (keys == last) & (self._search.space.first(boxes.boxes) < number)
        return boxes.chosen(np.flatnonzero((keys > last) | equal))


def _order(keys: Any, numbers: Any) -> Any:
    """Places by falling key, then by number."""
    np = numpy()
    if object in (keys.dtype, numbers.dtype):
        pairs = [(-key, number) for key, number in zip(keys.tolist(), numbers.tolist(), strict=True)]
        return np.array(sorted(range(len(pairs)), key=pairs.__getitem__), dtype=np.int64)
    return np.lexsort((numbers, -keys))


def _joined(a: Bounded, b: Bounded) -> Bounded:
    np = numpy()
    boxes = Boxes(np.concatenate([a.boxes.ends, b.boxes.ends], axis=2))
    measures = tuple(np.concatenate(both, axis=1) for both in zip(a.measures, b.measures, strict=True))
    return Bounded(boxes, np.concatenate([a.surely, b.surely]), measures)
