"""The points of a grid as boxes: the places of each axis in the order of its values, and ranges of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import prod
from typing import Any, NamedTuple

from symcnn.grid.arrays import WIDEST, logarithms, numpy
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.problem import Problem
from symcnn.record import Record


class Boxes(NamedTuple):
    """Many boxes: the first and the last place of each, for each axis."""

    ends: Any  # in this order: first or last, axis, box

    @property
    def number(self) -> int:
        """How many there are."""
        return int(self.ends.shape[2])

    def chosen(self, which: Any) -> Boxes:
        """Some of the boxes: a slice, or those at some places."""
        return Boxes(self.ends[:, :, which] if isinstance(which, slice) else self.ends.take(which, axis=2))


class Side:
    """One axis with its places sorted by value; of several names the rows are sorted by the first, and so on.

    Where values rise with the places, ends of a range are its extremes. Else there are tables of extremes
    for halves, quarters and so on, and ranges are split at multiples of powers of two.
    """

    def __init__(self, axis: Axis, used: Collection[str], wide: bool, first_only: bool) -> None:
        np = numpy()
        self.names = tuple(name for name in axis.names if name in used)
        given = [column for name, column in zip(axis.names, axis.columns, strict=True) if name in used]
        columns = [_column(column, wide) for column in given]
        self.weights = np.ones(len(axis), np.int64)  # how many places of the axis each stands for
        if len(given) == 1 and isinstance(given[0], range) and given[0].step > 0:
            self.columns, self.order, self.is_plain = columns, np.arange(len(axis)), True
            return
        order = _order(columns, len(axis))
        if first_only:
            starts = np.flatnonzero(_is_first([column[order] for column in columns], len(axis)))
            order, self.weights = order[starts], np.diff(starts, append=len(axis))
        self.columns = [column[order] for column in columns]
        self.order = order
        self.is_plain = len(columns) <= 1 and bool(np.all(order[1:] > order[:-1]))
        self._tables = {} if self.is_plain else {n: _table(c) for n, c in enumerate([*self.columns, order])}

    @property
    def step(self) -> int | None:
        """By how much the values of one name rise with each place; None where that differs, or one is there twice."""
        np = numpy()
        if len(self.names) != 1 or len(self) < 2 or len(self) < self.weights.sum():
            return None
        steps = np.diff(self.columns[0])
        return int(steps[0]) if (steps == steps[0]).all() else None

    def __len__(self) -> int:
        return len(self.order)

    def ends(self, places: Any) -> dict[str, Any]:
        """The least and the greatest value of each name between the first and the last places of ranges."""
        if len(self.names) == 1:
            return {self.names[0]: self.columns[0].take(places)}
        return {name: self._extremes(n, places) for n, name in enumerate(self.names)}

    def first(self, places: Any) -> Any:
        """The lowest number of a place in ranges."""
        return self.order.take(places[0]) if self.is_plain else self._extremes(len(self.columns), places)[0]

    def _extremes(self, column: int, places: Any) -> Any:
        least, greatest, starts = self._tables[column]
        level = _level(places)
        at = starts[level] + (places[0] >> level)
        return numpy().array([least[at], greatest[at]])

    def length(self, places: Any, halvings: Any) -> Any:
        """How many places the parts of ranges have, which are cut in half at multiples of powers of two."""
        return 1 << numpy().maximum(_level(places) - halvings, 0)

    def spread(self) -> Any:
        """How far values are apart, as logarithms: by what ranges to split are chosen, never what is answered."""
        np = numpy()
        if len(self.names) != 1:
            return np.linspace(0, 1, len(self))
        return logarithms(self.columns[0])


def _column(values: Sequence[int], wide: bool) -> Any:
    np = numpy()
    if isinstance(values, range) and not wide:
        return np.arange(values.start, values.stop, values.step, dtype=np.int64)
    return np.array(values, dtype=object if wide else np.int64)


def _order(columns: Sequence[Any], length: int) -> Any:
    """Places by their values; of equal ones the first first."""
    np = numpy()
    if not columns:
        return np.arange(length)
    if len(columns) == 1:
        return np.argsort(columns[0], kind="stable")
    rows = list(zip(*columns, strict=True))
    return np.array(sorted(range(length), key=rows.__getitem__), dtype=np.int64)


def _is_first(columns: Sequence[Any], length: int) -> Any:
    """Where sorted rows differ from the ones before; rows without columns are all equal."""
    np = numpy()
    differs = np.arange(length) == 0
    for column in columns:
        differs[1:] |= (column[1:] != column[:-1]).astype(bool)
    return differs


def _level(places: Any) -> Any:
    """The exponents of the least powers of two that are not below the lengths of ranges."""
    np = numpy()
    return np.frexp((places[1] - places[0]).astype(float))[1].astype(np.int64)


def _table(column: Any) -> tuple[Any, Any, Any]:
    """The extremes of all ranges that start at a multiple of their length, a power of two; where each length starts."""
    np = numpy()
    least, greatest, starts = [column], [column], [0]
    while len(least[-1]) > 1:
        starts.append(starts[-1] + len(least[-1]))
        pairs = np.arange(0, len(least[-1]), 2)
        least.append(np.minimum.reduceat(least[-1], pairs))
        greatest.append(np.maximum.reduceat(greatest[-1], pairs))
    return np.concatenate(least), np.concatenate(greatest), np.array(starts)


class Space(Record):
    """The sorted axes of a grid, and what a step on each adds to the number of a point."""

    sides: tuple[Side, ...]
    strides: tuple[int, ...]
    size: int

    def everything(self) -> Boxes:
        """The one box with all points."""
        np = numpy()
        last = [len(side) - 1 for side in self.sides]
        return Boxes(np.array([[0] * len(last), last], dtype=np.int64)[:, :, None])

    def ends(self, boxes: Boxes) -> dict[str, Any]:
        """The least and the greatest value of each name in boxes."""
        found: dict[str, Any] = {}
        for number, side in enumerate(self.sides):
            found |= side.ends(boxes.ends[:, number])
        return found

    def first(self, boxes: Boxes) -> Any:
        """The lowest number of a point in boxes."""
        total = numpy().zeros(boxes.number, dtype=self.kind)
        for number, (side, stride) in enumerate(zip(self.sides, self.strides, strict=True)):
            total += side.first(boxes.ends[:, number]).astype(self.kind) * stride
        return total

    def volume(self, boxes: Boxes) -> Any:
        """How many points boxes have."""
        first, last = boxes.ends
        return numpy().multiply.reduce((last - first + 1).astype(self.kind), axis=0, initial=1)

    @property
    def kind(self) -> Any:
        """What numbers of points are kept as."""
        return numpy().int64 if self.size <= WIDEST else object


def space_of(problem: Problem, nodes: Sequence[int], wide: bool = False, first_only: bool = False) -> Space:
    """The space of a grid for some nodes; `first_only` leaves out places with the values of earlier ones.

    >>> from symcnn.grid.axes import Axis
    >>> from symcnn.grid.intervals import Intervals
    >>> from symcnn.grid.tape import Tape
    >>> grid = Grid((Axis(("F",), ([8, 2, 4],)), Axis(("K",), ([3, 5],))), {})
    >>> tape = Tape()
    >>> names = [tape.symbol("F"), tape.symbol("K")]
    >>> space = space_of(Problem(grid, tape, Intervals(tape, {}), {}, {}, 0), names)
    >>> space.ends(space.everything())["F"].tolist(), space.strides
    ([[2], [8]], (2, 1))
    """
    symbols = (problem.tape.nodes[place] for place in nodes)
    used = frozenset(str(node.value) for node in symbols if node.kind == "symbol")
    return problem.planned((Space, used, wide, first_only), lambda: _space(problem.grid, used, wide, first_only))


def _space(grid: Grid, used: Collection[str], wide: bool, first_only: bool) -> Space:
    numpy().empty(1 << 21)  # once freed, glibc keeps arrays up to that size for the next: a fifth of the time
    strides = tuple(prod(grid.shape[n + 1 :]) for n in range(len(grid.axes)))
    return Space(tuple(Side(axis, used, wide, first_only) for axis in grid.axes), strides, grid.size)
