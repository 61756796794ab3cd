"""One question put to shares of a grid, for workers that look at every point of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from symcnn.grid.axes import Grid
from symcnn.grid.engines import Engine, in_order
from symcnn.grid.problem import Problem
from symcnn.record import Record

Share = tuple[Grid, Problem]
EACH = 16  # shares for each worker, so that none waits long for the last


class Put(Record):
    """A question with its details, as a worker gets it."""

    question: Callable[..., Any]
    details: tuple[Any, ...]

    def __call__(self, share: Share) -> Any:
        """The answer for a share."""
        return self.question(share[1], *self.details)


def answered(
    question: Callable[..., Any], details: tuple[Any, ...], parts: Sequence[Share], engine: Engine
) -> list[tuple[Grid, Any]]:
    """The answers for shares of some parts, each with its grid, in order."""
    with engine.started() as some:
        tasks = [share for grid, problem in parts for share in shares(grid, problem, EACH * some.number)]
        return list(zip([grid for grid, _ in tasks], in_order(Put(question, details), tasks, some), strict=True))


def shares(grid: Grid, problem: Problem, most: int, first: int = 0) -> Iterator[Share]:
    """Cut a problem along its outer axes into at most so many shares of about one size.

    >>> import symcnn
    >>> (grid, problem), = symcnn.sweep("conv(F,K)", F="1..10", K="1,3", H=9, W=9, C=1).made.parts
    >>> [share.shape[:2] for share, _ in shares(grid, problem, 4)]
    [(2, 2), (3, 2), (2, 2), (3, 2)]
    """
    axis = next((at for at in range(first, len(grid.axes)) if len(grid.axes[at]) > 1), None)
    if most < 2 or axis is None:
        yield grid, problem
        return
    length = len(grid.axes[axis])
    count = min(most, length)
    for at in range(count):
        places = range(length * at // count, length * (at + 1) // count)
        part = grid.only(axis, places)
        yield from shares(part, problem.replaced(grid=problem.grid.only(axis, places)), most // count, axis + 1)
