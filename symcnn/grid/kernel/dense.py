"""Dense values with NumPy: what depends on few axes is found once or as its axes move on, the rest tile by tile.

A tile is some places of one axis with all of the axes after it, for one place of each axis before: a contiguous range
of points. Its operations are over arrays that stay in a fast cache, into memory that is used again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any, NamedTuple

from symcnn.grid.arrays import numpy
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.intervals import Intervals
from symcnn.grid.kernel.plan import TRUTHS, Op, Plan, last_axes
from symcnn.grid.kernel.rules import rule_of

TILE = 1 << 16  # points: a few arrays of them fit into the cache that each core has for itself
TABLE = 1 << 20  # values that are kept for the whole grid
SLAB = 1 << 16  # values that are kept while axes before stay
RUN = 1 << 10  # points in memory that one operation should find together


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


class Dense:
    """Evaluates some nodes over a grid; not to be used by two threads at a time.

    >>> from symcnn.grid.tape import Tape
    >>> tape = Tape()
    >>> node = tape.add([tape.symbol("F"), tape.multiply([tape.symbol("K"), tape.constant(10)])])
    >>> grid = Grid((Axis(("F",), (range(1, 4),)), Axis(("K",), ([1, 2],))), {})
    >>> Dense(grid, Intervals(tape, {"F": (1, 3), "K": (1, 2)}), [node]).values(1, 5)[node].tolist()
    [21, 12, 22, 13]
    """

    def __init__(self, grid: Grid, intervals: Intervals, wanted: Sequence[int], points: int = TILE) -> None:
        self.grid = grid = grid if grid.axes else NOTHING
        self.shape = grid.shape
        self.wanted = list(dict.fromkeys(wanted))
        self.plan = Plan(grid, intervals, self.wanted, last_axes(grid.shape, RUN))
        self.cut = Cut.of(grid.shape, points)
        self._rules = [rule_of(self.plan, op) if op.arguments else None for op in self.plan.ops]
        self._fixed = [self._prefix(op) for op in self.plan.ops]  # so many axes are at one place in each array
        self._arrays: list[Any] = [None] * len(self.plan.ops)
        self._views: list[Any] = [None] * len(self.plan.ops)  # what of them is over the tile's axes
        self._at: tuple[int, ...] | None = None
        self._row = -1
        self._buffers: dict[tuple[int, int], Any] = {}
        self._sort_by_level()

    def values(self, start: int, stop: int) -> dict[int, Any]:
        """The values of all wanted nodes at a range of points, in new memory."""
        found = {place: numpy().empty(stop - start, self.kind(place)) for place in self.wanted}
        self.fill(start, stop, found)
        return found

    def kind(self, place: int) -> Any:
        """The type of a node's values: 64 bits, Python's integers, or truths."""
        return self._type(self.plan.ops[self.plan.of[place]])

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
            self._move_to(row)
            if start <= begin and end <= stop:
                self._tile(first, last, {place: into[place][begin - start : end - start] for place in self.wanted})
            else:
                self._part_of_tile(begin, end, first, last, max(start, begin), min(stop, end), start, into)

    def tiles(self) -> Iterator[tuple[int, int, dict[int, Any]]]:
        """All tiles in order: the first point, the one after the last, the values, which the next tile overwrites."""
        cut, np = self.cut, numpy()
        memory = {place: np.empty(cut.points, self.kind(place)) for place in self.wanted}
        known: dict[int, tuple[dict[int, Any], dict[int, Any]]] = {}
        for row, first, last in cut.ranges(0, self.grid.size):
            length = last - first
            if length not in known:
                values = {place: array[: length * cut.inner] for place, array in memory.items()}
                known[length] = values, self._shaped(values, length)
            values, shaped = known[length]
            self._move_to(row)
            self._run(first, last, shaped)
            begin = (row * cut.length + first) * cut.inner
            yield begin, begin + length * cut.inner, values

    def _part_of_tile(
        self, begin: int, end: int, first: int, last: int, low: int, high: int, start: int, into: Mapping[int, Any]
    ) -> None:
        whole = {place: numpy().empty(end - begin, self.kind(place)) for place in self.wanted}
        self._tile(first, last, whole)
        for place, values in whole.items():
            into[place][low - start : high - start] = values[low - begin : high - begin]

    # ------------------------------------------------------------- levels

    def _prefix(self, op: Op) -> int:
        """How many of the first axes are at one place while an array of an operation is kept."""
        size = self.plan.size(op.axes)
        if 2 * size > self.grid.size:
            return self.cut.axis + 1  # it is found anew for each tile
        if size <= TABLE:
            return 0
        for first in range(1, self.cut.axis + 1):
            if self.plan.size(op.axes, first) <= SLAB:
                return first
        return self.cut.axis + 1

    def _sort_by_level(self) -> None:
        """The operations by the last axis whose place they depend on while they are kept: -1 for none."""
        axis = self.cut.axis
        self._levels: list[list[int]] = [[] for _ in range(axis + 1)]
        self._moving: list[list[int]] = [[] for _ in range(axis + 1)]  # those whose view changes with an axis
        self._each_tile: list[int] = []
        for at, op in enumerate(self.plan.ops):
            if self._fixed[at] > axis:
                self._each_tile.append(at)
                continue
            self._levels[_last_axis(op.axes, self._fixed[at]) + 1].append(at)
            self._moving[_last_axis(op.axes, axis) + 1].append(at)
        self._prepare()
        fed = {at for at, _ in self._fed}
        self._moving = [[at for at in ops if at in fed] for ops in self._moving]

    def _move_to(self, row: int) -> None:
        """Take another place of the axes before the tiles."""
        if row == self._row:
            return
        places = _places(row, self.shape[: self.cut.axis])
        level = 0 if self._at is None else _first_change(self._at, places) + 1
        self._row, self._at = row, places
        for at in (at for ops in self._levels[level:] for at in ops):
            self._arrays[at] = self._found(at)
        for at in (at for ops in self._moving[level:] for at in ops):
            self._views[at] = self._view(at, self.cut.axis)

    def _view(self, at: int, first: int) -> Any:
        """An array over the axes from `first` on."""
        axes = self.plan.ops[at].axes
        return self._arrays[at][tuple(self._index(axis, axes) for axis in range(self._fixed[at], first))]

    def _index(self, axis: int, axes: int) -> int:
        return self._at[axis] if axes >> axis & 1 and self._at else 0

    def _found(self, at: int) -> Any:
        """The array of an operation, over its axes from the first that is not fixed on."""
        op, fixed = self.plan.ops[at], self._fixed[at]
        if not op.arguments:
            return self._given(op, fixed)
        arguments = [self._view(argument, fixed) for argument in op.arguments]
        out = numpy().empty(self._shape(op, fixed), self._type(op))
        rule = self._rules[at]
        return rule(*arguments, out=out) if rule else out

    def _given(self, op: Op, fixed: int) -> Any:
        """The array of a number or a symbol."""
        value: Any = op.value
        if isinstance(op.value, tuple):
            axis, column = op.value
            value = self.grid.axes[axis].columns[column]
            value = value[self._index(axis, op.axes)] if fixed > axis else value
        return numpy().array(value, self._type(op)).reshape(self._shape(op, fixed))

    def _shape(self, op: Op, first: int) -> tuple[int, ...]:
        return tuple(length if op.axes >> at & 1 else 1 for at, length in enumerate(self.shape) if at >= first)

    def _type(self, op: Op) -> Any:
        np = numpy()
        return bool if op.kind in TRUTHS else object if op.wide else np.int64

    # ------------------------------------------------------------- tiles

    def _tile(self, first: int, last: int, into: Mapping[int, Any]) -> None:
        """Evaluate the tile from a place of its axis to before another; `into` has memory for each wanted node."""
        self._run(first, last, self._shaped(into, last - first))

    def _shaped(self, into: Mapping[int, Any], length: int) -> dict[int, Any]:
        return {place: array.reshape(self._shape_of(length)) for place, array in into.items()}

    def _run(self, first: int, last: int, memory: Mapping[int, Any]) -> None:
        found: dict[int, Any] = {}
        for at, slides in self._fed:
            found[at] = self._views[at][first:last] if slides else self._views[at]
        for at, op in self._leaves:
            found[at] = self._slice_of_given(op, first, last)
        for at, arguments, rule, place in self._steps:
            out = self._buffer(at, last - first) if place is None else memory[place]
            found[at] = rule(*[found[argument] for argument in arguments], out=out)
        for at, place in self._copied:
            numpy().copyto(memory[place], found[at])

    def _prepare(self) -> None:
        """What each tile does: values that it is fed with, operations, and copies to the caller's memory."""
        final = {self.plan.of[place]: place for place in self.wanted}
        ops, each = self.plan.ops, {*self._each_tile}
        rules = ((at, self._rules[at]) for at in self._each_tile)
        steps = [(at, ops[at].arguments, rule) for at, rule in rules if rule is not None]
        self._steps = [(*step, final.get(step[0]) if self._covers(step[0]) else None) for step in steps]
        self._leaves = [(at, ops[at]) for at in self._each_tile if not ops[at].arguments]
        in_place = {place for *_, place in self._steps}
        self._copied = [(self.plan.of[place], place) for place in self.wanted if place not in in_place]
        used = {argument for _, arguments, _ in steps for argument in arguments} | {at for at, _ in self._copied}
        self._fed = [(at, self._slides(at)) for at in sorted(used - each)]

    def _slides(self, at: int) -> bool:
        """Whether a value has the axis that tiles go along."""
        return bool(self.plan.ops[at].axes >> self.cut.axis & 1)

    def _covers(self, at: int) -> bool:
        """Whether a value has all axes of a tile."""
        return self.plan.size(self.plan.ops[at].axes, self.cut.axis) == prod(self.shape[self.cut.axis :])

    def _shape_of(self, length: int) -> tuple[int, ...]:
        return (length, *self.shape[self.cut.axis + 1 :])

    def _buffer(self, at: int, length: int) -> Any:
        """Memory of a value that is on the way, over its own axes."""
        key = (at, length)
        if key not in self._buffers:
            op = self.plan.ops[at]
            lengths = enumerate(self._shape_of(length), self.cut.axis)
            shape = [points if op.axes >> axis & 1 else 1 for axis, points in lengths]
            self._buffers[key] = numpy().empty(shape, self._type(op))
        return self._buffers[key]

    def _slice_of_given(self, op: Op, first: int, last: int) -> Any:
        """A number or a symbol over the axes of a tile."""
        own, ones = self.cut.axis, (1,) * (len(self.shape) - self.cut.axis)
        if not isinstance(op.value, tuple) or op.value[0] < own:
            return self._given(op, own).reshape(ones)
        axis, column = op.value
        values = self.grid.axes[axis].columns[column]
        shape = [-1 if at == axis else 1 for at in range(own, len(self.shape))]
        return numpy().array(values[first:last] if axis == own else values, self._type(op)).reshape(shape)


def _last_axis(axes: int, before: int) -> int:
    """The last of some axes that is before one; -1 where there is none."""
    return (axes & ((1 << before) - 1)).bit_length() - 1


def _places(row: int, shape: Sequence[int]) -> tuple[int, ...]:
    found: list[int] = []
    for length in reversed(shape):
        row, place = divmod(row, length)
        found.append(place)
    return tuple(reversed(found))


def _first_change(a: Sequence[int], b: Sequence[int]) -> int:
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), len(a) - 1)
