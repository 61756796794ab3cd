"""The parts of a grid that have one formula each.

Mostly that is the whole grid. Where a network can be read only with some numbers (a block to choose, a test
of a symbol), or where its formula starts at a number of rounds (n >= 2), the other places are read by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import product
from typing import Any

from symcnn.algebra.conditions import Condition
from symcnn.elaborate.scope import WrongKindError
from symcnn.errors import SymcnnError
from symcnn.grid.axes import Axis, Grid
from symcnn.record import Record
from symcnn.report import Report


class Piece(Record):
    """A part of a grid: the report that holds there, or why there is no network."""

    grid: Grid
    report: Report | None
    reason: str = ""


def pieces(at: Callable[[Mapping[str, Any]], Report], grid: Grid) -> list[Piece]:
    """Cut a grid into parts with one report each; `at` reads the network with values for some symbols.

    Raises SymcnnError where the network is wrong for all values.
    """
    _check_values(at, grid)
    found = _pieces(at, grid, {}, [])
    if all(piece.report is None for piece in found):
        at(grid.at(0))  # the error with its place
    return found


def _check_values(at: Callable[[Mapping[str, Any]], Report], grid: Grid) -> None:
    """See that symbols of whole positive numbers get no others: a formula takes 0 and 1/2 without complaint.

    Raises SymcnnError for a value that the network itself refuses.
    """
    for axis in grid.axes:
        for name, value in _doubtful(axis):
            for others in ({}, grid.at(0)):
                try:
                    at({**others, name: value})
                except SymcnnError as error:
                    if error.code == "E302" and error.message.startswith(f"{name} = "):
                        raise


def _doubtful(axis: Axis) -> Iterator[tuple[str, Any]]:
    """A zero, and a fraction, of each name that has one among its values."""
    for at, name in enumerate(axis.names):
        if axis.words and axis.words[at]:
            continue
        column, below = axis.columns[at], axis.denominators[at] if axis.denominators else 1
        if 0 in column:
            yield name, 0
        if part := next((number for number in column if number % below), 0) if below > 1 else 0:
            yield name, axis.value(at, part)


def _pieces(
    at: Callable[[Mapping[str, Any]], Report], grid: Grid, fixed: Mapping[str, Any], done: list[int]
) -> list[Piece]:
    words = [number for number, axis in enumerate(grid.axes) if axis.has_words and number not in done]
    if words:
        return _split(at, grid, fixed, done, words[0])
    try:
        report = at(fixed)
    except WrongKindError:
        raise
    except SymcnnError as error:
        left = [number for number in range(len(grid.axes)) if number not in done]
        if not left or not (_is_undecided(error) or _reads_at_a_corner(at, grid, fixed, left, error)):
            return [Piece(grid, None, error.message)]
        return _split(at, grid, fixed, done, min(left, key=_order(error, grid)))
    _check_kinds(at, grid, fixed, done)
    return _from_the_start(at, grid, fixed, done, report)


def _check_kinds(
    at: Callable[[Mapping[str, Any]], Report], grid: Grid, fixed: Mapping[str, Any], done: list[int]
) -> None:
    """See that zeros and fractions are given for symbols that stand for them; a formula does not tell.

    Raises SymcnnError.
    """
    for number, axis in enumerate(grid.axes):
        if number not in done:
            for values in axis.odd():
                at({**fixed, **values})


def _split(
    at: Callable[[Mapping[str, Any]], Report], grid: Grid, fixed: Mapping[str, Any], done: list[int], axis: int
) -> list[Piece]:
    """Each place of an axis by itself."""
    found: list[Piece] = []
    for place in range(len(grid.axes[axis])):
        part = grid.only(axis, [place])
        found += _pieces(at, part, {**fixed, **part.axes[axis].at(0)}, [*done, axis])
    return found


def _order(error: SymcnnError, grid: Grid) -> Callable[[int], tuple[bool, int]]:
    """Which axis to split first: one that the error speaks of, then a short one."""
    said = {*WORD.findall(f"{error.message} {error.span.text if error.span else ''} {error.help}")}
    return lambda at: (said.isdisjoint(grid.axes[at].names), len(grid.axes[at]))


WORD = re.compile(r"[A-Za-z_]\w*")
MOST_AXES = 6  # whose corners are tried
UNDECIDED = ("E302", "E504", "E505")  # what a value for a symbol may mend


def _is_undecided(error: SymcnnError) -> bool:
    return error.code in UNDECIDED


def _reads_at_a_corner(
    at: Callable[[Mapping[str, Any]], Report],
    grid: Grid,
    fixed: Mapping[str, Any],
    left: list[int],
    error: SymcnnError,
) -> bool:
    """Whether sizes that do not fit for a symbol (n rounds) do so for some of its values, the extreme ones."""
    if not error.code.startswith("E4") or len(left) > MOST_AXES:
        return False
    for corner in product(*((axis.at(0), axis.at(len(axis) - 1)) for axis in (grid.axes[number] for number in left))):
        with suppress(SymcnnError):
            at({**fixed, **{name: value for values in corner for name, value in values.items()}})
            return True
    return False


def _from_the_start(
    at: Callable[[Mapping[str, Any]], Report], grid: Grid, fixed: Mapping[str, Any], done: list[int], report: Report
) -> list[Piece]:
    """A part whose formula starts at some number of rounds: the numbers before are read by themselves."""
    for condition in report.conditions:
        axis = _starting(condition, grid, done)
        if axis is None:
            continue
        places = range(len(grid.axes[axis]))
        fails = [place for place in places if condition.at(grid.axes[axis].at(place)) is False]
        if fails:
            rest = [place for place in places if place not in set(fails)]
            after = _from_the_start(at, grid.only(axis, rest), fixed, done, report) if rest else []
            return _split(at, grid.only(axis, fails), fixed, done, axis) + after
    return [Piece(grid, report)]


def _starting(condition: Condition, grid: Grid, done: list[int]) -> int | None:
    """The axis that alone decides a condition which no layer asks for; None where there is no such axis."""
    names = {name for part in condition.parts if hasattr(part, "free_symbols") for name in _names(part)}
    if condition.layers or len(names) != 1:
        return None
    axes = [number for number, axis in enumerate(grid.axes) if names <= set(axis.names) and number not in done]
    return axes[0] if axes else None


def _names(part: Any) -> set[str]:
    return {symbol.name for symbol in part.free_symbols}
