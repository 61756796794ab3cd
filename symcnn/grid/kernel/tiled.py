"""What engines of dense values share: a grid is cut into tiles, each a contiguous range of points.

A tile is some places of one axis with all of the axes after it, for one place of each axis before.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from symcnn.grid.arrays import numpy
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.kernel.plan import TRUTHS, Op, Plan

NOTHING = Grid((Axis(("",), ((0,),)),), {})  # one point


class Cut(NamedTuple):
    """How a grid is cut into tiles: `step` places of the axis `axis`, each with `inner` points."""

    axis: int
    step: int
    inner: int
    length: int  # places of the axis

    @property
    def points(self) -> int:
        """How many points a tile has at most."""
        return min(self.step, self.length) * self.inner

    @classmethod
    def of(cls, shape: Sequence[int], points: int) -> Cut:
        """The tiles of a shape that have about so many points."""
        inner, axis = 1, len(shape)
        while axis and inner * shape[axis - 1] <= points:
            axis -= 1
            inner *= shape[axis]
        if not axis:
            return cls(0, shape[0], inner // shape[0], shape[0])
        length = shape[axis - 1]
        parts = -(-length // max(1, points // inner))
        return cls(axis - 1, -(-length // parts), inner, length)  # tiles of nearly equal size

    def ranges(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """The tiles that have points of a range: which row of the axis, its first place, and the one after its last."""
        row_points = self.length * self.inner
        for row in range(start // row_points, -(-stop // row_points)):
            first = max(0, start - row * row_points) // self.inner // self.step * self.step
            last = min(self.length, -(-(stop - row * row_points) // self.inner))
            for place in range(first, last, self.step):
                yield row, place, min(place + self.step, self.length)


class Tiled(ABC):
    """Evaluates some nodes over a grid; not to be used by two threads at a time."""

    def __init__(self, grid: Grid, wanted: Sequence[int], plan: Plan, points: int) -> None:
        self.grid = grid
        self.shape = grid.shape
        self.wanted = list(dict.fromkeys(wanted))
        self.plan = plan
        self.cut = Cut.of(grid.shape, points)

    @abstractmethod
    def run(self, row: int, first: int, last: int, memory: Mapping[int, Any]) -> None:
        """Evaluate one tile into memory that `shaped` has prepared."""

    def shaped(self, into: Mapping[int, Any], length: int) -> Mapping[int, Any]:
        """Memory for so many places of the axis that tiles go along, as `run` takes it."""
        return into

    def values(self, start: int, stop: int) -> dict[int, Any]:
        """The values of all wanted nodes at a range of points, in new memory."""
        found = {place: numpy().empty(stop - start, self.kind(place)) for place in self.wanted}
        self.fill(start, stop, found)
        return found

    def kind(self, place: int) -> Any:
        """The type of a node's values: 64 bits, Python's integers, or truths."""
        return self.type_of(self.plan.ops[self.plan.of[place]])

    @property
    def is_wide(self) -> bool:
        """Whether something needs more than 64 bits."""
        return any(op.wide for op in self.plan.ops)

    def fill(self, start: int, stop: int, into: Mapping[int, Any]) -> None:
        """Write the values of wanted nodes at a range of points into arrays."""
        cut = self.cut
        for row, first, last in cut.ranges(start, stop):
            begin = (row * cut.length + first) * cut.inner
            end = begin + (last - first) * cut.inner
            if start <= begin and end <= stop:
                memory = {place: into[place][begin - start : end - start] for place in self.wanted}
                self.run(row, first, last, self.shaped(memory, last - first))
                continue
            memory = {place: numpy().empty(end - begin, self.kind(place)) for place in self.wanted}
            self.run(row, first, last, self.shaped(memory, last - first))
            low, high = max(start, begin), min(stop, end)
            for place, values in memory.items():
                into[place][low - start : high - start] = values[low - begin : high - begin]

    def tiles(self) -> Iterator[tuple[int, int, dict[int, Any]]]:
        """All tiles in order: the first point, the one after the last, the values, which the next tile overwrites."""
        cut, np = self.cut, numpy()
        memory = {place: np.empty(cut.points, self.kind(place)) for place in self.wanted}
        known: dict[int, tuple[dict[int, Any], Mapping[int, Any]]] = {}
        for row, first, last in cut.ranges(0, self.grid.size):
            length = last - first
            if length not in known:
                values = {place: array[: length * cut.inner] for place, array in memory.items()}
                known[length] = values, self.shaped(values, length)
            values, shaped = known[length]
            self.run(row, first, last, shaped)
            begin = (row * cut.length + first) * cut.inner
            yield begin, begin + length * cut.inner, values

    def type_of(self, op: Op) -> Any:
        """The type of the values of an operation."""
        return bool if op.kind in TRUTHS else object if op.wide else numpy().int64


def places_of(row: int, shape: Sequence[int]) -> tuple[int, ...]:
    """The place on each axis of a point, by its number."""
    found: list[int] = []
    for length in reversed(shape):
        row, place = divmod(row, length)
        found.append(place)
    return tuple(reversed(found))
