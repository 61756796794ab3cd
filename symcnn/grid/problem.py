"""Formulas over a grid, ready for questions: what every engine takes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from symcnn.grid.axes import Grid
from symcnn.grid.intervals import Intervals
from symcnn.grid.tape import Ratio, Tape
from symcnn.record import Record

PLANS = 8  # of questions that are kept: of long axes they take much memory

T = TypeVar("T")


class Problem(Record):
    """Formulas of one network on a tape, and the grid of values for their symbols."""

    grid: Grid
    tape: Tape
    intervals: Intervals  # over the whole grid
    outputs: Mapping[str, Ratio]  # by what was asked for; denominators are numbers
    conditions: Mapping[str, int]  # truths by their texts: where one is false there is no network
    where: int  # the truth of all claims

    @property
    def valid(self) -> int:
        """The node that is true at the points that count; it may be written just now."""
        return self.tape.all([*self.conditions.values(), self.where])

    @cached_property
    def _plans(self) -> dict[Hashable, Any]:
        return {}

    def planned(self, question: Hashable, plan: Callable[[], T]) -> T:
        """How a question is answered: found when it is asked first, and kept while few others are asked."""
        if question not in self._plans:
            found = plan()
            while len(self._plans) >= PLANS:
                del self._plans[next(iter(self._plans))]
            self._plans[question] = found
        kept: T = self._plans[question]
        return kept
