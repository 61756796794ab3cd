"""Dense values with NumPy: what depends on few axes is found once or as its axes move on, the rest tile by tile.

The operations of a tile are over arrays that stay in a fast cache, into memory that is used again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

from symcnn.grid.arrays import numpy
from symcnn.grid.axes import Grid
from symcnn.grid.intervals import Intervals
from symcnn.grid.kernel.plan import Op, Plan, last_axes
from symcnn.grid.kernel.rules import rule_of
from symcnn.grid.kernel.tiled import NOTHING, Tiled, places_of

TILE = 1 << 17  # points: with fewer, the work around each tile weighs more than a faster cache gains
WIDE_TILE = 1 << 12  # points where the numbers are Python's
TABLE = 1 << 20  # values that are kept for the whole grid
SLAB = 1 << 16  # values that are kept while axes before stay
RUN = 1 << 10  # points in memory that one operation should find together


class Dense(Tiled):
    """Evaluates some nodes over a grid; not to be used by two threads at a time.

    >>> from symcnn.grid.axes import Axis
    >>> from symcnn.grid.tape import Tape
    >>> tape = Tape()
    >>> node = tape.add([tape.symbol("F"), tape.multiply([tape.symbol("K"), tape.constant(10)])])
    >>> grid = Grid((Axis(("F",), (range(1, 4),)), Axis(("K",), ([1, 2],))), {})
    >>> Dense(grid, Intervals(tape, {"F": (1, 3), "K": (1, 2)}), [node]).values(1, 5)[node].tolist()
    [21, 12, 22, 13]
    """

    def __init__(self, grid: Grid, intervals: Intervals, wanted: Sequence[int], points: int = TILE) -> None:
        grid = grid if grid.axes else NOTHING
        plan = Plan(grid, intervals, wanted, last_axes(grid.shape, RUN))
        super().__init__(grid, wanted, plan, min(points, WIDE_TILE) if plan.is_wide else points)
        self._rules = [rule_of(self.plan, op) if op.arguments else None for op in self.plan.ops]
        self._fixed = [self._prefix(op) for op in self.plan.ops]  # so many axes are at one place in each array
        self._arrays: list[Any] = [None] * len(self.plan.ops)
        self._views: list[Any] = [None] * len(self.plan.ops)  # what of them is over the tile's axes
        self._at: tuple[int, ...] | None = None
        self._row = -1
        self._buffers: dict[tuple[int, int], Any] = {}
        self._sort_by_level()

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
        places = places_of(row, self.shape[: self.cut.axis])
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
        out = numpy().empty(self._shape(op, fixed), self.type_of(op))
        rule = self._rules[at]
        return rule(*arguments, out=out) if rule else out

    def _given(self, op: Op, fixed: int) -> Any:
        """The array of a number or a symbol."""
        value: Any = op.value
        if isinstance(op.value, tuple):
            axis, column = op.value
            value = self.grid.axes[axis].columns[column]
            value = value[self._index(axis, op.axes)] if fixed > axis else value
        return numpy().array(value, self.type_of(op)).reshape(self._shape(op, fixed))

    def _shape(self, op: Op, first: int) -> tuple[int, ...]:
        return tuple(length if op.axes >> at & 1 else 1 for at, length in enumerate(self.shape) if at >= first)

    # ------------------------------------------------------------- tiles

    def shaped(self, into: Mapping[int, Any], length: int) -> dict[int, Any]:
        """Memory with an axis for each of a tile."""
        return {place: array.reshape(self._shape_of(length)) for place, array in into.items()}

    def run(self, row: int, first: int, last: int, memory: Mapping[int, Any]) -> None:
        """Evaluate one tile."""
        self._move_to(row)
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
            self._buffers[key] = numpy().empty(shape, self.type_of(op))
        return self._buffers[key]

    def _slice_of_given(self, op: Op, first: int, last: int) -> Any:
        """A number or a symbol over the axes of a tile."""
        own, ones = self.cut.axis, (1,) * (len(self.shape) - self.cut.axis)
        if not isinstance(op.value, tuple) or op.value[0] < own:
            return self._given(op, own).reshape(ones)
        axis, column = op.value
        values = self.grid.axes[axis].columns[column]
        shape = [-1 if at == axis else 1 for at in range(own, len(self.shape))]
        return numpy().array(values[first:last] if axis == own else values, self.type_of(op)).reshape(shape)


def _last_axis(axes: int, before: int) -> int:
    """The last of some axes that is before one; -1 where there is none."""
    return (axes & ((1 << before) - 1)).bit_length() - 1


def _first_change(a: Sequence[int], b: Sequence[int]) -> int:
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), len(a) - 1)
