"""All values of a problem, a contiguous range of points at a time.

Points are numbered from 0 in the order of the grid, the last axis fastest. `tiles(problem)` gives ranges
`(start, stop)` that follow each other without gaps from 0 to the size of the grid, and depend on the problem alone;
`evaluate` takes these, which is fastest, or any other range. The values are whole numbers and exact: of 64 bits where
bounds prove that these suffice for everything that comes up, else Python's integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from symcnn.grid.arrays import fits, numpy, values_over
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Ratio

SIZE = 1 << 16  # points of a tile


class Tile(NamedTuple):
    """The points of a range: which of them count, and the outputs of all, each a numerator over a denominator.

    Where a point does not count, its values mean nothing.
    """

    start: int
    valid: Any  # truths
    tops: Mapping[str, Any]
    bottoms: Mapping[str, Any]  # a number for each output, or an array

    @property
    def numbers(self) -> Any:
        """The numbers of the points that count."""
        return numpy().nonzero(self.valid)[0] + self.start

    def column(self, name: str) -> Any:
        """The values of an output at the points that count: whole numbers, or fractions as objects."""
        top, bottom = self.tops[name][self.valid], self.bottoms[name]
        if isinstance(bottom, int):
            return top if bottom == 1 else fractions(top, [bottom] * len(top))
        return fractions(top, bottom[self.valid].tolist())


def fractions(tops: Any, bottoms: Sequence[int]) -> Any:
    """An array of exact fractions."""
    np = numpy()
    found = np.empty(len(tops), object)
    found[:] = [Fraction(int(top), bottom) for top, bottom in zip(tops.tolist(), bottoms, strict=True)]
    return found


def tiles(problem: Problem) -> Iterator[tuple[int, int]]:
    """The ranges of points that are best evaluated at once, in order."""
    for start in range(0, problem.grid.size, SIZE):
        yield start, min(start + SIZE, problem.grid.size)


def evaluate(problem: Problem, start: int, stop: int) -> Tile:
    """Evaluate all outputs at the points from `start` to before `stop`."""
    np = numpy()
    wanted = [problem.valid, *(place for ratio in problem.outputs.values() for place in ratio)]
    columns = symbols(problem.grid, np.arange(start, stop))
    found = values_over(problem.tape, wanted, columns, wide=not fits(problem.intervals, wanted))
    spread = {place: np.broadcast_to(value, stop - start) for place, value in found.items()}
    tops = {name: spread[ratio.numerator] for name, ratio in problem.outputs.items()}
    bottoms = {name: _bottom(problem, ratio, spread) for name, ratio in problem.outputs.items()}
    return Tile(start, spread[problem.valid].astype(bool), tops, bottoms)


def _bottom(problem: Problem, ratio: Ratio, found: Mapping[int, Any]) -> Any:
    number = problem.tape.number(ratio.denominator)
    return found[ratio.denominator] if number is None else number


def symbols(grid: Grid, numbers: Any) -> dict[str, Any]:
    """The whole numbers that stand for each name at some points, by their numbers."""
    found: dict[str, Any] = {}
    for axis, places in zip(grid.axes, digits(grid.shape, numbers), strict=True):
        for name, column in zip(axis.names, axis.columns, strict=True):
            found[name] = taken(column, places)
    return found


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
