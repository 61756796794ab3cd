"""Formulas over a grid, ready for questions: what every engine takes."""

from __future__ import annotations

from collections.abc import Mapping

from symcnn.grid.axes import Grid
from symcnn.grid.intervals import Intervals
from symcnn.grid.tape import Ratio, Tape
from symcnn.record import Record


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
