"""How many points there are where all holds.

Most claims are lines in two of the axes, with the others given: a budget of parameters in the width of a layer
and in that of another two layers on. Such points are counted without going along either axis. What is no such
claim is counted by boxes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from symcnn.grid.arrays import numpy
from symcnn.grid.boxes.cases import cases
from symcnn.grid.boxes.claims import holding
from symcnn.grid.boxes.lines import Lines, lines_of
from symcnn.grid.boxes.search import MOST_BOXES, answered, search_for
from symcnn.grid.problem import Problem

AT_A_TIME = 1 << 13  # boxes that are split together
HALVINGS = 2


def count(problem: Problem, most: int = MOST_BOXES, otherwise: Callable[[Problem], int] | None = None) -> int:
    """How many points of a grid have a network, and all claims hold.

    Where that takes more than `most` boxes, `otherwise` answers.
    """
    search = partial(counted, problem, holding(problem))
    return answered(search, most, otherwise and partial(otherwise, problem))


def counted(problem: Problem, truth: int, most: float) -> int:
    """How many points a truth holds at, found over no more boxes than that."""
    lines = problem.planned((counted, truth), lambda: _lines(problem, truth))
    return _by_boxes(problem, truth, most) if lines is None else sum(each.count() for each in lines)


def _lines(problem: Problem, truth: int) -> list[Lines] | None:
    """Lines for each case of a truth; None where boxes are better."""
    split = cases(problem.tape, truth)
    found = [None] if split is None else [lines_of(problem, case) for case in split]
    return None if None in found else [lines for lines in found if lines is not None]


def _by_boxes(problem: Problem, truth: int, most: float) -> int:
    """Boxes in which all holds are counted whole."""
    np = numpy()
    search = search_for(problem, truth, (), most)
    total, stack = 0, [search.start()]
    while stack:
        boxes = stack.pop()
        total += int(search.space.volume(boxes.boxes.chosen(np.flatnonzero(boxes.surely))).sum())
        left = boxes.chosen(np.flatnonzero(~boxes.surely))
        parts = (left.boxes.chosen(slice(at, at + AT_A_TIME)) for at in range(0, left.boxes.number, AT_A_TIME))
        stack += [search.bounded(search.splits.parts(part, HALVINGS)) for part in parts]
    return total
