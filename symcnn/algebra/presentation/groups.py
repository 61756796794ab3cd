"""Brackets around terms that share factors, the largest share first: H*W*(C + F) + C*F/g."""

from __future__ import annotations

from symcnn.algebra.presentation.factors import split
from symcnn.algebra.presentation.polynomial import Polynomial, Powers, Terms, above, monomial
from symcnn.algebra.presentation.products import product_of, upright
from symcnn.algebra.presentation.tree import Product, Sum, ordered

MOST_WORK = 30_000  # terms times atoms, beyond which terms are not grouped
DEEPEST = 3  # brackets inside brackets


def groups(p: Polynomial, depth: int = DEEPEST) -> Sum:
    """Put terms that share most into brackets, until nothing is shared."""
    rest, done = dict(p.terms), []
    while depth and len(rest) > 1 and _is_worth_grouping(p, rest):
        at = max(range(len(p.atoms)), key=lambda i: (_saving(rest, i), -i))
        if _saving(rest, at) <= 0:
            break
        together = {m: n for m, n in rest.items() if m[at] > 0}
        rest = {m: n for m, n in rest.items() if m not in together}
        done.append(group(Polynomial(p.atoms, together), depth))
    return ordered([*done, *(monomial(p, m, n) for m, n in rest.items())])


def group(p: Polynomial, depth: int = DEEPEST + 1) -> Product:
    """What all terms share in front of a bracket, in which they are grouped."""
    return upright(product_of(p, split(p, above(p.terms)[2]), lambda q: groups(q, depth - 1), above))


def _is_worth_grouping(p: Polynomial, terms: Terms) -> bool:
    """Whether it is no polynomial in one symbol (those are written by powers) and not too much work."""
    used = sum(1 for powers in zip(*terms, strict=True) if any(powers))
    return used > 1 and len(terms) * len(p.atoms) <= MOST_WORK


def _saving(terms: Terms, i: int) -> int:
    """The factors that need not be written again when all terms with an atom are put in brackets."""
    having = [m for m in terms if m[i] > 0]
    if len(having) < 2:
        return 0
    shared: Powers = tuple(map(min, zip(*having, strict=True)))
    return (len(having) - 1) * sum(1 + (power > 1) for power in shared if power > 0)
