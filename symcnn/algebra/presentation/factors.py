"""Factors of a sum that are sums themselves, by exact division: F*K**2 + F + K**2 + 1 is (F + 1)*(K**2 + 1)."""

from __future__ import annotations

from symcnn.algebra.presentation.polynomial import Polynomial, Terms, primitive, quotient

MOST_SEARCHED = 64  # longer sums are not searched for factors that are sums


def split(p: Polynomial, terms: Terms) -> list[Terms]:
    """Factors of a sum: one that does not depend on some atom divides the coefficient of each of its powers.

    >>> from sympy.abc import x, y
    >>> split(Polynomial((x, y), {}), {(1, 1): 1, (1, 0): 1, (0, 1): 1, (0, 0): 1})
    [{(1, 0): 1, (0, 0): 1}, {(0, 1): 1, (0, 0): 1}]
    """
    if not 3 < len(terms) <= MOST_SEARCHED or min(map(min, terms)) < 0:
        return [terms]
    for i in range(len(p.atoms)):
        found = _divided(columns(terms, i), i)
        if found is not None:
            return [factor for half in found for factor in split(p, half)]
    return [terms]


def columns(terms: Terms, i: int) -> dict[int, Terms]:
    """The terms by the power of one atom, without it.

    >>> columns({(2, 1): 3, (2, 0): 4, (0, 1): 5}, 0)
    {2: {(0, 1): 3, (0, 0): 4}, 0: {(0, 1): 5}}
    """
    found: dict[int, Terms] = {}
    for powers, number in terms.items():
        found.setdefault(powers[i], {})[(*powers[:i], 0, *powers[i + 1 :])] = number
    return found


def _divided(columns: dict[int, Terms], i: int) -> tuple[Terms, Terms] | None:
    """A factor without the atom and what it leaves, if the shortest column shows one."""
    shortest = min(columns.values(), key=len)
    if len(columns) < 2 or len(shortest) < 2:
        return None
    divisor = primitive(shortest)[2]
    left: Terms = {}
    for power, column in columns.items():
        q = quotient(column, divisor)
        if q is None:
            return None
        left |= {(*m[:i], power, *m[i + 1 :]): n for m, n in q.items()}
    return left, divisor
