"""Which engine answers a question about a grid: bounds over boxes where it is large, else a look at every point.

Either gives the same answer; where bounds do not decide enough, every point is looked at after all.
"""

from __future__ import annotations

from collections.abc import Sequence

from symcnn.grid import boxes, stream
from symcnn.grid.problem import Problem
from symcnn.grid.stream import Measure, Value

SMALL = 1 << 17  # points that are looked at sooner than bounds are found


def _is_small(problem: Problem) -> bool:
    return problem.grid.size <= SMALL


def count(problem: Problem) -> int:
    """How many points count."""
    return stream.count(problem) if _is_small(problem) else boxes.count(problem, otherwise=stream.count)


def left_out(problem: Problem) -> dict[str, int]:
    """How many points fail each condition; a point counts under the first that it fails."""
    return stream.left_out(problem, count)


def top(problem: Problem, by: Measure, n: int, smallest: bool = False) -> list[tuple[Value, int]]:
    """The points with the largest (or smallest) values, best first; of equal ones the first in the grid."""
    if _is_small(problem):
        return stream.top(problem, by, n, smallest)
    return boxes.top(problem, by, n, smallest, otherwise=stream.top)


def pareto(problem: Problem, objectives: Sequence[tuple[Measure, str]]) -> list[tuple[tuple[Value, ...], int]]:
    """The points that no other point beats."""
    if _is_small(problem):
        return stream.pareto(problem, objectives)
    return boxes.pareto(problem, objectives, otherwise=stream.pareto)


def extremes(problem: Problem, by: Measure) -> tuple[tuple[Value, int], tuple[Value, int]] | None:
    """The least and the greatest value of a measure, each with its first point."""
    if _is_small(problem):
        return stream.extremes(problem, by)
    return boxes.extremes(problem, by, otherwise=stream.extremes)


def histogram(problem: Problem, by: Measure, edges: Sequence[Value]) -> list[int]:
    """How many points have a measure from each edge up to before the next; the last range has its end, too."""
    if _is_small(problem):
        return stream.histogram(problem, by, edges)
    return boxes.histogram(problem, by, edges, otherwise=stream.histogram)
