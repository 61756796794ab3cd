"""The powers of one atom, each with all that it is multiplied by: k**2*(9*n - 2) + k*(n + 5) + 4."""

from __future__ import annotations

from symcnn.algebra.presentation.cost import operations
from symcnn.algebra.presentation.factors import MOST_SEARCHED, columns
from symcnn.algebra.presentation.polynomial import Polynomial, Terms, as_sum, monomial, primitive
from symcnn.algebra.presentation.products import joined
from symcnn.algebra.presentation.tree import Sum, ordered


def write(p: Polynomial) -> Sum:
    """Write the powers of the atom for which that is shortest."""
    if not 2 < len(p.terms) <= MOST_SEARCHED:
        return as_sum(p)
    by_power = (columns(p.terms, i) for i in range(len(p.atoms)))
    found = [_collected(p, i, each) for i, each in enumerate(by_power) if len(each) > 2]
    return min(found, key=operations, default=as_sum(p))


def _collected(p: Polynomial, i: int, by_power: dict[int, Terms]) -> Sum:
    found = []
    for power, terms in by_power.items():
        number, shared, rest = primitive(terms) if len(terms) == 1 else (1, (0,) * len(p.atoms), terms)
        front = monomial(p, tuple(n + power * (at == i) for at, n in enumerate(shared)), number)
        found.append(joined(front, [as_sum(Polynomial(p.atoms, rest))]))
    return ordered(found)
