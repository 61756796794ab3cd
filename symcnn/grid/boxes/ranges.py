"""Between what a measure lies, and how many points have it in which range."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from symcnn.grid.boxes.claims import holding, measure_of
from symcnn.grid.boxes.counts import counted
from symcnn.grid.boxes.search import MOST_BOXES, answered
from symcnn.grid.boxes.tops import top
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Ratio

Extreme = tuple[int | Fraction, int]


def extremes(
    problem: Problem, by: str | Ratio, most: int = MOST_BOXES, otherwise: Callable[..., Any] | None = None
) -> tuple[Extreme, Extreme] | None:
    """The least and the greatest value where all holds, each with the lowest number of a point; None where nothing is.

    Where that takes more than `most` boxes, `otherwise` answers as `top` does.
    """
    ends = [top(problem, by, 1, smallest, most, otherwise) for smallest in (True, False)]
    return (ends[0][0], ends[1][0]) if ends[0] else None


def histogram(
    problem: Problem,
    by: str | Ratio,
    edges: Sequence[int | Fraction | float],
    most: int = MOST_BOXES,
    otherwise: Callable[..., list[int]] | None = None,
) -> list[int]:
    """How many points have a measure from each edge up to before the next; the last range has its end, too.

    Edges rise. Where that takes more than `most` boxes, `otherwise` answers.
    """
    search = partial(_histogram, problem, measure_of(problem, by), [Fraction(edge) for edge in edges])
    return answered(search, most, otherwise and partial(otherwise, problem, by, edges))


def _histogram(problem: Problem, measure: Ratio, exact: Sequence[Fraction], most: float) -> list[int]:
    asked = [(">=", edge) for edge in exact[:-1]] + [(">", exact[-1])]
    totals = [counted(problem, _from(problem, measure, operator, edge), most) for operator, edge in asked]
    return [a - b for a, b in pairwise(totals)]


def _from(problem: Problem, measure: Ratio, operator: str, edge: Fraction) -> int:
    """The node that is true where all holds, and a measure is that great."""
    tape = problem.tape
    limit = Ratio(tape.constant(edge.numerator), tape.constant(edge.denominator))
    return int(tape.all([holding(problem), tape.compare_ratios(measure, operator, limit)]))
