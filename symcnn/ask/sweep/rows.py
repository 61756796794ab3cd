"""The rows of a sweep, a range of the grid at a time: plain data, so that a worker elsewhere can make them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from symcnn.ask.listing import plain
from symcnn.grid.arrays import numpy
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.problem import Problem
from symcnn.grid.store.parquet import REPEATS, arrow, column_type
from symcnn.grid.tiles import Tile, digits, evaluate, numbered, numbers_in, picked, shown
from symcnn.record import Record

SIZE = 1 << 16  # points of the grid that are looked at together
TASK = 1 << 18  # points that a worker takes at a time


class Rows(Record):
    """The columns of a sweep over a grid, and the problems of its parts."""

    columns: tuple[str, ...]
    grid: Grid
    parts: tuple[tuple[Grid, Problem], ...]

    def block(self, start: int, stop: int) -> dict[str, Any]:
        """The rows among some points of the grid, by their numbers, as arrays by column."""
        np = numpy()
        blocks = [self._tile(first, min(first + SIZE, stop)) for first in range(start, stop, SIZE)]
        return {name: np.concatenate([block[name] for block in blocks]) for name in self.columns}

    def _tile(self, start: int, stop: int) -> dict[str, Any]:
        np = numpy()
        found = [self._rows_of(part, problem, start, stop) for part, problem in self.parts]
        filled = [columns for columns in found if len(columns["#"])] or found[:1]
        if len(filled) == 1:
            return filled[0]
        joined = {name: np.concatenate([columns[name] for columns in filled]) for name in ("#", *self.columns)}
        order = np.argsort(joined["#"], kind="stable")
        return {name: column[order] for name, column in joined.items()}

    def chosen(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows at some points, by their numbers."""
        found: dict[int, tuple[Any, ...]] = {}
        for part, problem in self.parts:
            own = {number: part.before(number, self.grid.shape) for number in numbers if self._has(part, number)}
            at = numbered(part, [*own.values()])
            tile = picked(problem, at)
            columns = self._columns_of(part, problem, tile, at)
            found |= dict(zip(own, zip(*(columns[name].tolist() for name in self.columns), strict=True), strict=True))
        return [found[number] for number in numbers]

    def _has(self, part: Grid, number: int) -> bool:
        """Whether a point is in a part of the grid."""
        return part.before(number, self.grid.shape) < part.before(number + 1, self.grid.shape)

    def _rows_of(self, part: Grid, problem: Problem, start: int, stop: int) -> dict[str, Any]:
        """The rows of one part among some points of the grid, with their numbers."""
        shape = self.grid.shape
        tile = evaluate(problem, part.before(start, shape), part.before(stop, shape))
        return {"#": numbers_in(shape, part, tile.numbers), **self._columns_of(part, problem, tile, tile.numbers)}

    def _columns_of(self, part: Grid, problem: Problem, tile: Tile, numbers: Any) -> dict[str, Any]:
        """The values at the points of a tile that count, which have these numbers in a part of the grid."""
        found: dict[str, Any] = {}
        for axis, places in zip(part.axes, digits(part.shape, numbers), strict=True):
            found |= {name: shown(axis, at, places) for at, name in enumerate(axis.names)}
        return found | {name: tile.column(name) for name in problem.outputs}

    # ------------------------------------------------------------- tables

    def tasks(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The ranges of points that are worked on at once."""
        return ((start, min(start + TASK, last)) for start in range(first, last, TASK))

    def table(self, points: tuple[int, int]) -> Any:
        """The rows among some points as an Arrow table."""
        return _table(self.block(*points), self.schema())

    def schema(self) -> Any:
        """The types of the columns: 64 bits where bounds prove that they suffice, else decimals, else text."""
        types = arrow()
        return types.schema([self._field(name) for name in self.columns])

    def _field(self, name: str) -> Any:
        for axis in self.grid.axes:
            if name in axis.names:
                return arrow().field(name, _axis_type(axis, axis.names.index(name)), metadata={REPEATS: b""})
        return arrow().field(name, self._type(name))

    def _type(self, name: str) -> Any:
        ends = [_ends(problem, name) for _, problem in self.parts]
        if None in ends:
            return arrow().string()
        return column_type(min((e[0] for e in ends if e), default=0), max((e[1] for e in ends if e), default=0))

    def __call__(self, points: tuple[int, int]) -> Any:
        """What a worker does: the table of a range."""
        return self.table(points)


def _axis_type(axis: Axis, at: int) -> Any:
    if (axis.words and axis.words[at]) or (axis.denominators and axis.denominators[at] != 1):
        return arrow().string()
    return column_type(min(axis.columns[at]), max(axis.columns[at]))


def _ends(problem: Problem, name: str) -> tuple[int, int] | None:
    """Between which numbers an output lies; None where it may be a fraction."""
    ratio = problem.outputs[name]
    return problem.intervals[ratio.numerator] if problem.tape.number(ratio.denominator) == 1 else None


def _table(block: dict[str, Any], schema: Any) -> Any:
    return arrow().table([_column(block[field.name], field.type) for field in schema], schema=schema)


def _column(values: Any, kind: Any) -> Any:
    types = arrow()
    if values.dtype != object and kind == types.int64():
        return types.array(values)
    numbers = [plain(value) for value in values.tolist()]
    return types.array(list(map(str, numbers)) if kind == types.string() else numbers, kind)
