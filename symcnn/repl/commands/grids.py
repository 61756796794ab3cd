"""The rows of a small sweep: all points of a grid, also those for which there is no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symcnn.algebra.conditions import put_in
from symcnn.errors import SymcnnError
from symcnn.grid.axes import Grid
from symcnn.network import Network
from symcnn.record import Record
from symcnn.repl.answers import SHOWN, own_symbols, written
from symcnn.views.contract import plain

NONE = "-"  # stands where there is no network


class Table(Record):
    """The cells of all points, in the order of the grid, and what is to be said below them."""

    cells: list[list[str]]
    notes: list[str]


def at_once(base: Network, given: Mapping[str, str], grid: Grid) -> Table | None:
    """The rows by a sweep; None where it gives no numbers: symbols are left open, or NumPy is not installed.

    Raises SymcnnError for a name that is no symbol of the network.
    """
    from symcnn.questions.sweeping import sweep

    try:
        made = sweep(base, quantity=SHOWN, **given)
        rows = made.rows()
    except SymcnnError as error:
        if error.code == "E203":
            raise
        return None
    cells = []
    for number in range(grid.size):
        point = grid.at(number)
        fits = bool(rows) and all(rows[0][name] == value for name, value in point.items())
        cells.append(_cells(grid, point, rows.pop(0) if fits else None))
    return Table(cells, [*_misfits(list(made.left_out)), *_defaults(base, grid)])


def one_by_one(base: Network, grid: Grid) -> Table:
    """The rows by a network each, whose totals may be formulas."""
    cells, misfits = [], []
    for point in grid.points():
        totals = None
        try:
            network = base(**_values(grid, point))
            totals = {name: getattr(network, name) for name in SHOWN}
        except SymcnnError as error:
            if error.code == "E203":  # the same for all points
                raise
            misfits.append(error.message)
        cells.append(_cells(grid, point, totals))
    return Table(cells, _misfits(misfits))


def _cells(grid: Grid, point: Mapping[str, Any], totals: Mapping[str, Any] | None) -> list[str]:
    values = _values(grid, point)
    return [*(written(values[n]) for n in grid.names), *(NONE if totals is None else plain(totals[n]) for n in SHOWN)]


def _values(grid: Grid, point: Mapping[str, Any]) -> dict[str, Any]:
    """The values at a point, with those that follow from others."""
    values = dict(point)
    for name, formula in grid.coupled.items():
        values[name] = put_in(formula, values)
    return values


def _misfits(reasons: list[str]) -> list[str]:
    return [f"{NONE} does not fit: {reasons[0]}"] if reasons else []


def _defaults(base: Network, grid: Grid) -> list[str]:
    """The defaults that the numbers are at."""
    own, known = own_symbols(base), base.report.defaults
    named = [f"{name} = {written(known[name])}" for name in own if name in known and name not in grid.names]
    return [f"by default: {', '.join(named)}"] if named else []
