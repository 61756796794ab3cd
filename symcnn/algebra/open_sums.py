"""Sums over rounds that wait for their floors to go: where sizes divide evenly, they have a closed form."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sympy import Sum, expand, sympify

from symcnn.algebra.congruence import without_floors
from symcnn.algebra.exact import exact, is_symbolic
from symcnn.algebra.powers import unified
from symcnn.algebra.summation import summed


def without_floors_in_sums(value: Any, odd: Collection[str] = ()) -> Any:
    """A formula with every floor replaced by its exact quotient, and the sums that this closes.

    >>> from sympy.abc import H, i, n
    >>> from symcnn.algebra.floordiv import FloorDiv
    >>> without_floors_in_sums(Sum(FloorDiv(H, 2**i) * 4**i, (i, 0, n - 1)))
    H*(2**n - 1)
    """
    if not is_symbolic(value):
        return value
    if value.has(Sum):
        closed = {s: sympify(_closed(s, odd)) for s in value.atoms(Sum) if not _is_inside_another(s, value)}
        value = exact(value.xreplace(closed))
    plain = without_floors(value, odd)[0]
    return plain if plain is value or not is_symbolic(plain) else exact(unified(plain))


def _is_inside_another(one: Any, value: Any) -> bool:
    return any(other != one and other.has(one) for other in value.atoms(Sum))


def _closed(e: Any, odd: Collection[str]) -> Any:
    *inner, (index, _, last) = e.limits  # a sum of sums has several limits, the innermost first
    summand = Sum(e.function, *inner) if inner else e.function
    return summed(expand(sympify(without_floors_in_sums(summand, odd))), index, exact(last + 1))
