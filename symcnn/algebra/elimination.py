"""Whether linear inequalities with whole numbers have no solution, by eliminating unknowns.

Fourier and Motzkin's elimination (Schrijver 1986, Theory of linear and integer programming, section
12.2), with the constant rounded down wherever the coefficients share a factor: unknowns are whole.
The answer "no solution" is always right; where there is none among whole numbers only, or where
the elimination would grow too large, it may be missed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import gcd
from typing import Any, NamedTuple

MOST_ROWS = 400


class Row(NamedTuple):
    """`sum(coefficient*unknown) + constant >= 0`."""

    coefficients: dict[Any, int]
    constant: int


def no_solution(rows: Sequence[Row], free: Collection[Any] = ()) -> bool:
    """Whether no whole values satisfy all rows; unknowns are at least 0 unless they are free.

    >>> no_solution([Row({"x": 1, "y": -1}, 0), Row({"x": -1}, 3), Row({"y": 1}, -4)])
    True
    >>> no_solution([Row({"x": 1, "y": -1}, 0), Row({"x": -1}, 3), Row({"y": 1}, -3)])
    False
    """
    names = sorted({name for row in rows for name in row.coefficients}, key=str)
    found = _reduced([*rows, *(Row({name: 1}, 0) for name in names if name not in free)])
    while names and len(found) <= MOST_ROWS and not _is_false(found):
        name = min(names, key=lambda n: _growth(found, n))
        names.remove(name)
        found = _reduced(_without(found, name))
    return _is_false(found)


def _is_false(rows: Iterable[Row]) -> bool:
    return any(not row.coefficients and row.constant < 0 for row in rows)


def _growth(rows: list[Row], name: Any) -> int:
    """How many rows the elimination of an unknown adds."""
    signs = [row.coefficients.get(name, 0) for row in rows]
    up, down = sum(c > 0 for c in signs), sum(c < 0 for c in signs)
    return up * down - up - down


def _without(rows: list[Row], name: Any) -> list[Row]:
    """Every sum of a row that bounds the unknown from below and one that bounds it from above."""
    below = [row for row in rows if row.coefficients.get(name, 0) > 0]
    above = [row for row in rows if row.coefficients.get(name, 0) < 0]
    others = [row for row in rows if name not in row.coefficients]
    return [*others, *(_sum(a, -b.coefficients[name], b, a.coefficients[name]) for a in below for b in above)]


def _sum(a: Row, times_a: int, b: Row, times_b: int) -> Row:
    names = {**a.coefficients, **b.coefficients}
    sums = {n: times_a * a.coefficients.get(n, 0) + times_b * b.coefficients.get(n, 0) for n in names}
    return Row({n: c for n, c in sums.items() if c}, times_a * a.constant + times_b * b.constant)


def _reduced(rows: Iterable[Row]) -> list[Row]:
    """Coefficients without a common factor, and of equal ones the row with the least constant."""
    best: dict[frozenset[tuple[Any, int]], Row] = {}
    for row in rows:
        common = gcd(*row.coefficients.values()) or 1
        smaller = Row({n: c // common for n, c in row.coefficients.items()}, row.constant // common)
        key = frozenset(smaller.coefficients.items())
        if key not in best or smaller.constant < best[key].constant:
            best[key] = smaller
    return list(best.values())
