"""Systems of congruences in the fewest lines: Howell's normal form.

All congruences are brought to one modulus M, the least common multiple. Their coefficient rows
generate a submodule of (Z/M)^(n+1); its triangular generators (Howell 1986, "Spans in the module
(Z_m)^s"; Cohen 1993, section 2.4, for Hermite's form of the rows with M times each unit added) are
an equivalent system with one congruence an unknown at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm
from typing import NamedTuple


class Congruence(NamedTuple):
    """`sum(coefficient*unknown) + constant` is a multiple of the modulus."""

    coefficients: tuple[int, ...]
    constant: int
    modulus: int


def fewest(system: Sequence[Congruence]) -> list[Congruence] | None:
    """An equivalent system, at most one congruence an unknown; None if there is no solution.

    >>> fewest([Congruence((1,), 0, 2), Congruence((1,), 0, 8), Congruence((1,), 0, 4)])
    [Congruence(coefficients=(1,), constant=0, modulus=8)]
    >>> fewest([Congruence((1,), 1, 4), Congruence((1,), 1, 6)])
    [Congruence(coefficients=(1,), constant=1, modulus=12)]
    >>> fewest([Congruence((1,), 0, 2), Congruence((1,), 1, 4)]) is None
    True
    """
    if not system:
        return []
    modulus = lcm(*(c.modulus for c in system))
    *rows, constants = _triangular([_scaled(c, modulus) for c in system], modulus)
    if constants[-1] != modulus:
        return None
    return [c for row in rows if (c := _reduced(row, modulus)).modulus > 1]


def implies(a: Sequence[Congruence], b: Congruence) -> bool:
    """Whether every solution of a solves b (a has one)."""
    modulus = lcm(b.modulus, *(c.modulus for c in a))
    rows = [_scaled(c, modulus) for c in a]
    return _triangular(rows, modulus) == _triangular([*rows, _scaled(b, modulus)], modulus)


def _scaled(c: Congruence, modulus: int) -> list[int]:
    times = modulus // c.modulus
    return [value * times % modulus for value in (*c.coefficients, c.constant)]


def _triangular(rows: list[list[int]], modulus: int) -> list[list[int]]:
    """Generators with zeros before the diagonal, whose diagonal divides the modulus."""
    found = []
    for column in range(len(rows[0])):
        pivot, rows = _pivot(rows, column, modulus)
        found.append(pivot)
    return _back_reduced(found, modulus)


def _pivot(rows: list[list[int]], column: int, modulus: int) -> tuple[list[int], list[list[int]]]:
    """The row with the least entry in a column, and rows without that column that generate the rest."""
    pivot = [modulus if at == column else 0 for at in range(len(rows[0]))]
    left = []
    for row in rows:
        pivot, rest = _euclid(pivot, row, column)
        left.append([value % modulus for value in rest])
    pivot = [value if at == column else value % modulus for at, value in enumerate(pivot)]
    return pivot, left


def _euclid(a: list[int], b: list[int], column: int) -> tuple[list[int], list[int]]:
    """Combine two rows until one has the common divisor in the column, and the other 0."""
    while b[column]:
        times = a[column] // b[column]
        a, b = b, [x - times * y for x, y in zip(a, b, strict=True)]
    return a, b


def _back_reduced(rows: list[list[int]], modulus: int) -> list[list[int]]:
    """Entries above the diagonal smaller than the diagonal below them."""
    for low in range(len(rows) - 1, 0, -1):
        for high in range(low):
            times = rows[high][low] // rows[low][low]
            rows[high] = [
                x if at <= high else (x - times * y) % modulus
                for at, (x, y) in enumerate(zip(rows[high], rows[low], strict=True))
            ]
    return rows


def _reduced(row: list[int], modulus: int) -> Congruence:
    """A row without the factor that all its entries share with the modulus."""
    common = gcd(modulus, *row)
    smaller = modulus // common
    *coefficients, constant = (value // common % smaller for value in row)
    return Congruence(tuple(coefficients), constant, smaller)
