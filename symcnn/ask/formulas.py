"""The formulas of a network on a tape where some of its symbols have no values: their conditions are stated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symcnn.algebra.conditions import Condition, ForAll
from symcnn.algebra.exact import free_names
from symcnn.ask.claims import Claims
from symcnn.grid.axes import Grid
from symcnn.grid.lowering import Lowering
from symcnn.grid.tape import Ratio
from symcnn.report import Report
from symcnn.text import tree


class Formulas:
    """A tape for claims about a report, and its conditions: those that are decided on the tape, and the others."""

    def __init__(
        self,
        report: Report,
        grid: Grid,
        given: Mapping[str, Any],
        ranges: Mapping[str, tuple[int, int]] | None = None,
        others: Mapping[str, Report] | None = None,
    ) -> None:
        numbers = [axis for axis in grid.axes if not axis.has_words]
        below = {n: d for axis in numbers for n, d in zip(axis.names, axis.denominators, strict=False)}
        self.lowering = Lowering(ranges or ranges_of(grid), below)
        for name, formula in grid.coupled.items():
            self.lowering.couple(name, formula)
        self.about = Claims(self.lowering, report, given, others)
        self.below = below
        known = {*(ranges or ranges_of(grid)), *grid.coupled}
        conditions = [c for each in (report, *(others or {}).values()) for c in each.conditions]
        self.decided = {str(c): self.lowering.condition(c) for c in conditions if names_of(c) <= known}
        self.stated = tuple(c for c in conditions if not names_of(c) <= known)

    def ratio(self, node: tree.Expr) -> Ratio:
        """What is measured, on the tape; what is whole although it has a denominator is divided out."""
        value = self.about.measure(node)
        found = self.lowering.ratio(value)
        tape = self.lowering.tape
        if tape.number(found.denominator) is not None or not _is_whole(value):
            return found
        return tape.whole(self.lowering.whole(value))


def _is_whole(value: Any) -> bool:
    from symcnn.algebra.whole import is_whole

    return bool(is_whole(value))


def ranges_of(grid: Grid) -> dict[str, tuple[int, int]]:
    """The least and the greatest number for each name of a grid that stands for numbers."""
    return {name: ends for axis in grid.axes if not axis.has_words for name, ends in axis.ranges().items()}


def names_of(condition: Condition) -> frozenset[str]:
    """The names in a condition, but for its own index."""
    if isinstance(condition, ForAll):
        ends = free_names(condition.first) | free_names(condition.last)
        return ends | (names_of(condition.condition) - {condition.index.name})
    return frozenset(name for part in condition.parts for name in free_names(part))
