"""What a problem asks for: the truth that all holds, and measures by their names."""

from __future__ import annotations

from symcnn.grid.problem import Problem
from symcnn.grid.tape import Ratio


def holding(problem: Problem) -> int:
    """The node that is true where there is a network and all claims hold."""
    return int(problem.tape.all([*problem.conditions.values(), problem.where]))


def measure_of(problem: Problem, by: str | Ratio) -> Ratio:
    """A measure, or the output of that name."""
    return problem.outputs[by] if isinstance(by, str) else by
