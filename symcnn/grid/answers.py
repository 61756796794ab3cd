"""Which engine answers a question about a grid: bounds over boxes where it is large, else a look at every point.

Either gives the same answer; where bounds do not decide enough, every point is looked at after all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from symcnn.errors import SymcnnError
from symcnn.grid import boxes, stream
from symcnn.grid.problem import Problem
from symcnn.grid.stream import Measure, Value

SMALL = 1 << 17  # points that are looked at sooner than bounds are found
ENDLESS = 10**14  # points that would take days to look at

T = TypeVar("T")


def _is_small(problem: Problem) -> bool:
    return problem.grid.size <= SMALL


def _each(question: Callable[..., T]) -> Callable[..., T]:
    """An answer by looking at every point, where that ends."""

    def answer(problem: Problem, *details: Any) -> T:
        if problem.grid.size <= ENDLESS:
            return question(problem, *details)
        message = f"bounds do not answer this, and {problem.grid.size:,} points are too many to look at each"
        raise SymcnnError("E504", message, None, "give fewer values, or claims on fewer quantities")

    return answer


def count(problem: Problem) -> int:
    """How many points count."""
    return stream.count(problem) if _is_small(problem) else boxes.count(problem, otherwise=_each(stream.count))


def left_out(problem: Problem) -> dict[str, int]:
    """How many points fail each condition; a point counts under the first that it fails."""
    return stream.left_out(problem, count)


def top(problem: Problem, by: Measure, n: int, smallest: bool = False) -> list[tuple[Value, int]]:
    """The points with the largest (or smallest) values, best first; of equal ones the first in the grid."""
    if _is_small(problem):
        return stream.top(problem, by, n, smallest)
    return boxes.top(problem, by, n, smallest, otherwise=_each(stream.top))


def pareto(problem: Problem, objectives: Sequence[tuple[Measure, str]]) -> list[tuple[tuple[Value, ...], int]]:
    """The points that no other point beats."""
    if _is_small(problem):
        return stream.pareto(problem, objectives)
    return boxes.pareto(problem, objectives, otherwise=_each(stream.pareto))


def extremes(problem: Problem, by: Measure) -> tuple[tuple[Value, int], tuple[Value, int]] | None:
    """The least and the greatest value of a measure, each with its first point."""
    if _is_small(problem):
        return stream.extremes(problem, by)
    return boxes.extremes(problem, by, otherwise=_each(stream.extremes))


def histogram(problem: Problem, by: Measure, edges: Sequence[Value]) -> list[int]:
    """How many points have a measure from each edge up to before the next; the last range has its end, too."""
    if _is_small(problem):
        return stream.histogram(problem, by, edges)
    return boxes.histogram(problem, by, edges, otherwise=_each(stream.histogram))
