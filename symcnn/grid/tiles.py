"""All values of a problem, a contiguous range of points at a time.

Points are numbered from 0 in the order of the grid, the last axis fastest. `tiles(problem)` gives ranges
`(start, stop)` that follow each other without gaps from 0 to the size of the grid, and depend on the problem alone;
`evaluate` takes these, which is fastest, or any other range. The values are whole numbers and exact: of 64 bits where
bounds prove that these suffice for everything that comes up, else Python's integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from threading import local
from typing import Any, NamedTuple

from symcnn.algebra.exact import fraction
from symcnn.grid.arrays import WIDEST, fits, numpy, values_over
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.kernel import kernel
from symcnn.grid.problem import Problem


class Tile(NamedTuple):
    """The points of a range: which of them count, and the outputs of all, each a numerator over a denominator.

    Where a point does not count, its values mean nothing.
    """

    start: int
    valid: Any  # truths
    tops: Mapping[str, Any]
    bottoms: Mapping[str, Any]  # a number for each output, or an array
    is_full: bool  # whether all points count

    @property
    def numbers(self) -> Any:
        """The numbers of the points that count."""
        return numpy().nonzero(self.valid)[0] + self.start

    def column(self, name: str) -> Any:
        """The values of an output at the points that count: whole numbers, or fractions as objects."""
        top, bottom = self._counting(self.tops[name]), self.bottoms[name]
        if isinstance(bottom, int):
            return top if bottom == 1 else fractions(top, [bottom] * len(top))
        return fractions(top, self._counting(bottom).tolist())

    def _counting(self, values: Any) -> Any:
        return values if self.is_full else values[self.valid]


def fractions(tops: Any, bottoms: Sequence[int]) -> Any:
    """An array of exact fractions; those that are whole are integers."""
    found = numpy().empty(len(tops), object)
    found[:] = [fraction(int(top), bottom) for top, bottom in zip(tops.tolist(), bottoms, strict=True)]
    return found


class Scan:
    """Evaluates a problem tile by tile; not to be used by two threads at a time."""

    def __init__(self, problem: Problem, points: int | None = None) -> None:
        self.problem = problem
        places = [place for ratio in problem.outputs.values() for place in ratio]
        self._valid = problem.valid
        self._numbers = {place: problem.tape.number(place) for place in [self._valid, *places]}
        wanted = [place for place, number in self._numbers.items() if number is None]
        self.kernel = kernel(problem.grid, problem.intervals, wanted, points)
        self._same: Any = ()

    def ranges(self) -> Iterator[tuple[int, int]]:
        """The tiles, in order."""
        cut = self.kernel.cut
        for row, first, last in cut.ranges(0, self.problem.grid.size):
            start = (row * cut.length + first) * cut.inner
            yield start, start + (last - first) * cut.inner

    def tiles(self) -> Iterator[Tile]:
        """All tiles in order; each is there until the next is asked for, whose values take its place in memory."""
        for start, stop, values in self.kernel.tiles():
            yield self._made(start, stop, values)

    def tile(self, start: int, stop: int) -> Tile:
        """Any range of points, in memory of its own."""
        np = numpy()
        memory = {place: np.empty(stop - start, self.kernel.kind(place)) for place in self.kernel.wanted}
        self.kernel.fill(start, stop, memory)
        return self._made(start, stop, memory)

    def _made(self, start: int, stop: int, memory: Mapping[int, Any]) -> Tile:
        valid, all_valid = self._truths(memory, stop - start)
        tops = {name: self._top(ratio.numerator, memory, stop - start) for name, ratio in self.problem.outputs.items()}
        bottoms = {name: self._bottom(ratio.denominator, memory) for name, ratio in self.problem.outputs.items()}
        return Tile(start, valid, tops, bottoms, all_valid)

    def _truths(self, memory: Mapping[int, Any], length: int) -> tuple[Any, bool]:
        """Which points count, and whether all do."""
        np, number = numpy(), self._numbers[self._valid]
        if number is None:
            valid = memory[self._valid]
            return valid, int(np.count_nonzero(valid)) == length
        if len(self._same) < length:
            self._same = np.full(length, bool(number))
        return self._same[:length], bool(number)

    def _top(self, place: int, memory: Mapping[int, Any], length: int) -> Any:
        number = self._numbers[place]
        if number is None:
            return memory[place]
        return numpy().full(length, number, numpy().int64 if abs(number) < 2**63 else object)

    def _bottom(self, place: int, memory: Mapping[int, Any]) -> Any:
        number = self._numbers[place]
        return memory[place] if number is None else number


def tiles(problem: Problem) -> Iterator[tuple[int, int]]:
    """The ranges of points that are best evaluated at once, in order."""
    return scan_of(problem).ranges()


def picked(problem: Problem, numbers: Any) -> Tile:
    """Evaluate all outputs at some points, anywhere in the grid; in the tile they are numbered from 0."""
    np = numpy()
    columns: dict[str, Any] = {}
    for axis, places in zip(problem.grid.axes, digits(problem.grid.shape, numbers), strict=True):
        if not axis.has_words:
            columns |= {name: taken(column, places) for name, column in zip(axis.names, axis.columns, strict=True)}
    wanted = [problem.valid, *(place for ratio in problem.outputs.values() for place in ratio)]
    found = values_over(problem.tape, wanted, columns, wide=not fits(problem.intervals, wanted))
    values = {place: np.broadcast_to(value, len(numbers)) for place, value in found.items()}
    valid = values[problem.valid].astype(bool)
    tops = {name: values[ratio.numerator] for name, ratio in problem.outputs.items()}
    below = {
        name: (ratio.denominator, problem.tape.number(ratio.denominator)) for name, ratio in problem.outputs.items()
    }
    bottoms = {name: values[place] if number is None else number for name, (place, number) in below.items()}
    return Tile(0, valid, tops, bottoms, bool(valid.all()))


def evaluate(problem: Problem, start: int, stop: int) -> Tile:
    """Evaluate all outputs at the points from `start` to before `stop`."""
    return scan_of(problem, FEW if stop - start <= FEW else None).tile(start, stop)


class _Recent(local):
    """The scans that a thread used last: planning one takes as long as some thousand points."""

    def __init__(self) -> None:
        self.scans: dict[tuple[int, int | None], Scan] = {}


RECENT = _Recent()
KEPT = 64
FEW = 1 << 10  # points: for ranges up to this, tiles are small


def scan_of(problem: Problem, points: int | None = None) -> Scan:
    """What evaluates a problem, the same as last time."""
    scans, key = RECENT.scans, (id(problem), points)
    if key not in scans:
        while len(scans) >= KEPT:
            del scans[next(iter(scans))]
        scans[key] = Scan(problem, points)  # it has the problem, whose id stays its own
    return scans[key]


def taken(column: Sequence[int], places: Any) -> Any:
    """Some of the numbers in a column; they may be larger than 64 bits."""
    np = numpy()
    if isinstance(column, range):
        return column.start + column.step * places
    kind = np.int64 if max(map(abs, column)) < 2**63 else object
    return np.array(column, kind)[places]


def digits(shape: Sequence[int], numbers: Any) -> list[Any]:
    """On which place of each axis points stand, by their numbers."""
    found = []
    for length in reversed(shape):
        found.append(numbers % length)
        numbers = numbers // length
    return found[::-1]


def numbered(grid: Grid, numbers: Sequence[int]) -> Any:
    """Numbers of points as an array; a grid may have more points than 64 bits count."""
    return numpy().array(numbers, dtype=numpy().int64 if grid.size <= WIDEST else object)


def numbers_in(shape: Sequence[int], part: Grid, numbers: Any) -> Any:
    """The numbers of a part's points in the grid of a shape that it was cut from."""
    np = numpy()
    found = np.zeros_like(numbers)
    for axis, length, places in zip(part.axes, shape, digits(part.shape, numbers), strict=True):
        found = found * length + (places if not axis.places else taken(axis.places, places))
    return found


def shown(axis: Axis, at: int, places: Any) -> Any:
    """What stands for a name of an axis at some places: numbers, or objects where they are fractions or words."""
    np = numpy()
    column = axis.columns[at]
    if not (axis.has_words or axis.denominators):
        return taken(column, places)
    found = np.empty(len(column), object)
    found[:] = [axis.value(at, number) for number in column]
    return found[places]
