"""Questions about a grid, answered by looking at every point, a tile at a time: exact for any formula.

What is faster and skips points is held against these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from symcnn.grid.arrays import needed, numpy
from symcnn.grid.axes import Grid
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Ratio
from symcnn.grid.tiles import Scan, Tile

Value: TypeAlias = int | Fraction
Measure: TypeAlias = str | Ratio
"""The name of an output, or a fraction of two nodes."""


def count(problem: Problem) -> int:
    """How many points count."""
    np = numpy()
    narrow, copies = without_idle_axes(problem.replaced(outputs={}), [problem.valid])
    return copies * sum(int(np.count_nonzero(tile.valid)) for tile in Scan(narrow).tiles())


def left_out(problem: Problem, counted: Callable[[Problem], int] = count) -> dict[str, int]:
    """How many points fail each condition; a point counts under the first that it fails."""
    found = {}
    passed: list[int] = []
    for name, place in problem.conditions.items():
        truth = problem.tape.all([*passed, problem.tape.negate(place)])
        found[name] = counted(problem.replaced(conditions={}, where=truth))
        passed.append(place)
    return {name: number for name, number in found.items() if number}


def without_idle_axes(problem: Problem, wanted: Sequence[int]) -> tuple[Problem, int]:
    """The problem on the axes that some nodes depend on, and how many points each of its points stands for."""
    nodes = problem.tape.nodes
    used = {str(nodes[place].value) for place in needed(problem.tape, wanted) if nodes[place].kind == "symbol"}
    kept = tuple(axis for axis in problem.grid.axes if used & {*axis.names})
    grid = Grid(kept, {})
    return problem.replaced(grid=grid), problem.grid.size // grid.size


def measured(problem: Problem, *measures: Measure) -> tuple[Problem, list[str]]:
    """The problem with some measures as its only outputs, and their names there."""
    names = [str(at) for at in range(len(measures))]
    ratios = [problem.outputs[by] if isinstance(by, str) else by for by in measures]
    return problem.replaced(outputs=dict(zip(names, ratios, strict=True))), names


def top(problem: Problem, by: Measure, n: int, smallest: bool = False) -> list[tuple[Value, int]]:
    """The points with the largest (or smallest) values of a measure, best first; of equal ones the first in the grid.

    Each is a value and the number of the point.
    """
    np = numpy()
    problem, (name,) = measured(problem, by)
    sign = 1 if smallest else -1
    best, where = np.empty(0, object), np.empty(0, np.int64)
    for tile in Scan(problem).tiles():
        values, numbers = _better(sign * tile.column(name), tile, best[-1] if len(best) == n > 0 else None)
        if len(values):
            values, numbers = np.concatenate([best, values]), np.concatenate([where, numbers])
            order = np.argsort(values, kind="stable")[:n]
            best, where = values[order], numbers[order]
    return [(exact(sign * value), number) for value, number in zip(best.tolist(), where.tolist(), strict=True)]


def _better(values: Any, tile: Tile, worst: Value | None) -> tuple[Any, Any]:
    """The values that are smaller than the worst of those so far (of equal ones the first stays), and their points."""
    if worst is None:
        return values, tile.numbers
    places = numpy().nonzero(values < worst)[0]
    return values[places], tile.numbers[places] if len(places) else places


def exact(value: Any) -> Value:
    """An integer, or a fraction that is none."""
    return int(value) if value == int(value) else Fraction(value)


def pareto(problem: Problem, objectives: Sequence[tuple[Measure, str]]) -> list[tuple[tuple[Value, ...], int]]:
    """The points that no other point beats: none is as good in all objectives and better in one.

    Objectives are measures with `min` or `max`. Of points with equal values the first in the grid is given. The rows
    are sorted by their values; each has them and the number of the point.
    """
    np = numpy()
    problem, names = measured(problem, *(by for by, _ in objectives))
    signs = [1 if direction == "min" else -1 for _, direction in objectives]
    front = [np.empty(0, np.int64) for _ in names]
    where = np.empty(0, np.int64)
    for tile in Scan(problem).tiles():
        values = [sign * tile.column(name) for sign, name in zip(signs, names, strict=True)]
        columns = [np.concatenate(pair) for pair in zip(front, values, strict=True)]
        numbers = np.concatenate([where, tile.numbers])
        kept = unbeaten(columns, numbers)
        front, where = [column[kept] for column in columns], numbers[kept]
    lists = [[exact(sign * value) for value in column.tolist()] for sign, column in zip(signs, front, strict=True)]
    return sorted(zip(zip(*lists, strict=True), where.tolist(), strict=True))


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


def extremes(problem: Problem, by: Measure) -> tuple[tuple[Value, int], tuple[Value, int]] | None:
    """The least and the greatest value of a measure, each with its first point; None where no point counts."""
    low, high = top(problem, by, 1, smallest=True), top(problem, by, 1)
    return (low[0], high[0]) if low else None


def even_edges(low: Value, high: Value, bins: int) -> list[int]:
    """The whole numbers at which bins of nearly equal width begin, and the one at which the last ends.

    >>> even_edges(10, 19, 4)
    [10, 12, 15, 17, 20]
    """
    first, width = low // 1, high // 1 - low // 1 + 1
    return sorted({int(first + at * width // bins) for at in range(bins + 1)})


def histogram(problem: Problem, by: Measure, edges: Sequence[Value]) -> list[int]:
    """How many points have a measure from each edge up to before the next; the last range has its end, too."""
    np = numpy()
    problem, (name,) = measured(problem, by)
    found = np.zeros(len(edges) - 1, np.int64)
    small = all(isinstance(edge, int) and abs(edge) < 2**63 for edge in edges)
    bounds = np.array(edges, np.int64 if small else object)
    for tile in Scan(problem).tiles():
        values = tile.column(name)
        places = np.searchsorted(bounds, values, "right") - 1
        places[values == bounds[-1]] -= 1
        inside = places[(places >= 0) & (places < len(found))]
        found += np.bincount(inside, minlength=len(found))
    return [int(number) for number in found]
