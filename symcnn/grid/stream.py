"""Questions about a grid, answered by looking at every point, a tile at a time: exact for any formula.

What is faster and skips points is held against these.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from symcnn.grid.arrays import needed, numpy
from symcnn.grid.axes import Grid
from symcnn.grid.problem import Problem
from symcnn.grid.tiles import Scan

Value: TypeAlias = int | Fraction


def count(problem: Problem) -> int:
    """How many points count."""
    np = numpy()
    narrow, copies = without_idle_axes(problem.replaced(outputs={}), [problem.valid])
    return copies * sum(int(np.count_nonzero(tile.valid)) for tile in Scan(narrow).tiles())


def left_out(problem: Problem) -> dict[str, int]:
    """How many points fail each condition; a point counts under the first that it fails."""
    found = {}
    passed: list[int] = []
    for name, place in problem.conditions.items():
        truth = problem.tape.all([*passed, problem.tape.negate(place)])
        found[name] = count(problem.replaced(conditions={}, where=truth))
        passed.append(place)
    return {name: number for name, number in found.items() if number}


def without_idle_axes(problem: Problem, wanted: Sequence[int]) -> tuple[Problem, int]:
    """The problem on the axes that some nodes depend on, and how many points each of its points stands for."""
    nodes = problem.tape.nodes
    used = {str(nodes[place].value) for place in needed(problem.tape, wanted) if nodes[place].kind == "symbol"}
    kept = tuple(axis for axis in problem.grid.axes if used & {*axis.names})
    grid = Grid(kept, {})
    return problem.replaced(grid=grid), problem.grid.size // grid.size


def top(problem: Problem, name: str, most: int, smallest: bool = False) -> list[tuple[Value, int]]:
    """The points with the largest (or smallest) values of an output, best first; of equal ones the first in the grid.

    Each is a value and the number of the point.
    """
    np = numpy()
    sign = 1 if smallest else -1
    best, where = np.empty(0, object), np.empty(0, np.int64)
    for tile in Scan(problem).tiles():
        values, numbers = sign * tile.column(name), tile.numbers
        if len(best) == most and most:
            better = values < best[-1]  # of equal ones the first stays
            values, numbers = values[better], numbers[better]
        if len(values):
            values, numbers = np.concatenate([best, values]), np.concatenate([where, numbers])
            order = np.argsort(values, kind="stable")[:most]
            best, where = values[order], numbers[order]
    return [(exact(sign * value), number) for value, number in zip(best.tolist(), where.tolist(), strict=True)]


def exact(value: Any) -> Value:
    """An integer, or a fraction that is none."""
    return int(value) if value == int(value) else Fraction(value)


def pareto(problem: Problem, names: Sequence[str], largest: Sequence[bool]) -> list[tuple[tuple[Value, ...], int]]:
    """The points that no other point beats: none is as good in all outputs and better in one.

    `largest` tells for each output whether large values are good. Of points with equal values the first in the grid is
    given. The points come in the order of the first output, best first: their values, and the number of the point.
    """
    np = numpy()
    signs = [-1 if large else 1 for large in largest]
    front = [np.empty(0, np.int64) for _ in names]
    where = np.empty(0, np.int64)
    for tile in Scan(problem).tiles():
        values = [sign * tile.column(name) for sign, name in zip(signs, names, strict=True)]
        columns = [np.concatenate(pair) for pair in zip(front, values, strict=True)]
        numbers = np.concatenate([where, tile.numbers])
        kept = unbeaten(columns, numbers)
        front, where = [column[kept] for column in columns], numbers[kept]
    rows = zip(*([exact(sign * v) for v in column.tolist()] for sign, column in zip(signs, front, strict=True)))  # noqa: B905
    return list(zip(rows, where.tolist(), strict=True))


def unbeaten(columns: Sequence[Any], numbers: Any) -> Any:
    """Of some points, the places of those that no other beats where small is good, in the order of the first column."""
    np = numpy()
    order = np.lexsort((numbers, *reversed(columns)))
    if len(columns) == 1:
        return order[:1]
    if len(columns) == 2 and len(order):
        second = columns[1][order]
        least = np.minimum.accumulate(second)
        return order[np.concatenate([[True], second[1:] < least[:-1]])]
    found = []
    while len(order):
        first, order = order[0], order[1:]
        found.append(first)
        beaten = np.logical_and.reduce([column[order] >= column[first] for column in columns])
        order = order[~beaten.astype(bool)]
    return np.array(found, np.int64)


def extremes(problem: Problem, name: str) -> tuple[Value, Value] | None:
    """The least and the greatest value of an output; None where no point counts."""
    columns = (tile.column(name) for tile in Scan(problem).tiles())
    ends = [(column.min(), column.max()) for column in columns if len(column)]
    return (exact(min(low for low, _ in ends)), exact(max(high for _, high in ends))) if ends else None


def edges(low: Value, high: Value, bins: int) -> list[int]:
    """The whole numbers at which bins of nearly equal width begin, and the one at which the last ends.

    >>> edges(10, 19, 4)
    [10, 12, 15, 17, 20]
    """
    first, width = low // 1, high // 1 - low // 1 + 1
    return sorted({int(first + at * width // bins) for at in range(bins + 1)})


def histogram(problem: Problem, name: str, begins: Sequence[int]) -> list[int]:
    """How many values of an output lie in each bin: from its edge to before the next."""
    np = numpy()
    found = np.zeros(len(begins) - 1, np.int64)
    for tile in Scan(problem).tiles():
        values = tile.column(name)
        bounds = np.array(begins, values.dtype if max(begins) < 2**63 else object)
        places = np.searchsorted(bounds, values, "right") - 1
        found += np.bincount(places, minlength=len(begins))[: len(begins) - 1]
    return [int(number) for number in found]
