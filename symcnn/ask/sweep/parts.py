"""A grid of configurations, cut where the formula changes, each part compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from symcnn.algebra.conditions import put_in
from symcnn.algebra.exact import is_symbolic
from symcnn.ask.claims import read_claims, read_measure
from symcnn.ask.pieces import pieces
from symcnn.ask.problem import compiled
from symcnn.errors import SymcnnError
from symcnn.grid.axes import Grid
from symcnn.grid.problem import Problem
from symcnn.quantities import QUANTITIES
from symcnn.record import Record
from symcnn.report import Report


class Part(Record):
    """A part of a grid: its compiled formulas, or why there is no network."""

    grid: Grid
    problem: Problem | None
    reason: str = ""


class Asked(Record):
    """What a sweep asks of each configuration."""

    read: Callable[[Mapping[str, Any]], Report]  # the network with values for some symbols
    grid: Grid
    wanted: tuple[str, ...]  # quantities, or formulas in quantities and symbols
    where: tuple[str, ...] = ()  # claims that are to hold
    given: Mapping[str, Any] = {}  # values that were put into the network before

    def check(self) -> None:
        """See that what is wanted can be read.

        Raises SymcnnError.
        """
        for text in self.wanted:
            read_measure(text, self.names)
        for text in self.where:
            read_claims(text, self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that claims may have."""
        return (*self.grid.names, *(name for name in self.given if name not in self.grid.names))

    def parts(self) -> list[Part]:
        """Cut the grid and compile each part.

        Raises SymcnnError for what is wrong everywhere: symbols without values, claims that cannot be decided.
        """
        return [Part(p.grid, self._compiled(p.report, p.grid), p.reason) for p in pieces(self.at, self.grid)]

    def at(self, values: Mapping[str, Any]) -> Report:
        """The network with values for some symbols, coupled names following and the rest at their defaults."""
        fixed = {**self.grid.coupled, **values}
        report = self.read(fixed)
        missing = {n: v for n, v in report.defaults.items() if n not in self.grid.names and n not in fixed}
        return self.read({**fixed, **_resolved(missing)}) if missing else report

    def _compiled(self, report: Report | None, grid: Grid) -> Problem | None:
        if report is None:
            return None
        missing = [name for name in report.symbols if name not in self.grid.names]
        if missing:
            values = " ".join(f"{name}=1..10" for name in missing)
            listed = ", ".join(missing)
            raise SymcnnError("E504", f"{_verb(listed, len(missing))} no values", None, f"add for example: {values}")
        wanted = {text: read_measure(text, self.names) for text in (*self.grid.coupled, *self.wanted)}
        claims = [claim for text in self.where for claim in read_claims(text, self.names)]
        return compiled(report, grid, wanted, claims, {**self.given, **self.grid.coupled})

    def formula(self, quantity: str) -> Any:
        """A quantity in the symbols that take several values.

        Raises SymcnnError where it is another formula elsewhere.
        """
        fixed = {name: v for axis in self.grid.axes if len(axis) == 1 for name, v in axis.at(0).items()}
        if quantity not in QUANTITIES:
            raise SymcnnError(
                "E602", f"'{quantity}' has no formula of its own", None, f"known: {', '.join(QUANTITIES)}"
            )
        return self.at(fixed).total(quantity)

    def with_outputs(self, names: Sequence[str]) -> Asked:
        """The same, with other formulas wanted too."""
        return self.replaced(wanted=tuple(dict.fromkeys([*self.wanted, *names])))


def _resolved(defaults: Mapping[str, Any]) -> Mapping[str, Any]:
    """Defaults of which some follow from others: W = H, H = 224*rho."""
    for _ in defaults:
        defaults = {name: put_in(value, defaults) if is_symbolic(value) else value for name, value in defaults.items()}
    return defaults


def _verb(listed: str, count: int) -> str:
    return f"{listed} {'has' if count == 1 else 'have'}"
