"""Products of sums, as the rules put them together, and where their signs stand."""

from __future__ import annotations

from collections.abc import Callable

from symcnn.algebra.presentation.polynomial import Polynomial, Powers, Terms, monomial, primitive
from symcnn.algebra.presentation.tree import Number, Product, Sum, ordered, product

Share = Callable[[Terms], tuple[Number, Powers, Terms]]


def product_of(
    p: Polynomial, factors: list[Terms], write: Callable[[Polynomial], Sum], shared: Share = primitive
) -> Product:
    """The product of what all terms share and of the factors, each written in the given way."""
    number, powers, _ = shared(p.terms)
    front = monomial(p, powers, number)
    inner = [write(Polynomial(p.atoms, factor)) for factor in factors if len(factor) > 1]
    return joined(front, inner)


def joined(front: Product, sums: list[Sum]) -> Product:
    """A product times sums; a sum of one product joins it."""
    number, powers, brackets = front.number, dict(front.powers), list(front.sums)
    for terms in sums:
        if len(terms) > 1:
            brackets.append((terms, 1))
            continue
        number *= terms[0].number
        for atom, power in terms[0].powers:
            powers[atom] = powers.get(atom, 0) + power
        brackets += terms[0].sums
    return product(number, powers, brackets)


def unwrapped(term: Product) -> Sum:
    """A product that is nothing but one sum is that sum."""
    return term.sums[0][0] if not term.powers and term.number == 1 and [n for _, n in term.sums] == [1] else (term,)


def without_leading_minus(terms: Sum) -> Sum:
    """A product with the sign in one of its sums: F*(1 - F/2), not -F*(F/2 - 1)."""
    if len(terms) != 1 or terms[0].number > 0:
        return terms
    (term,) = terms
    mixed = (any(one.number < 0 for one in inner) for inner, _ in term.sums)
    odd = next((i for i, ((_, n), turns) in enumerate(zip(term.sums, mixed, strict=True)) if n % 2 and turns), None)
    if odd is None:
        return terms
    sums = [(turned(inner) if i == odd else inner, power) for i, (inner, power) in enumerate(term.sums)]
    return (product(-term.number, dict(term.powers), sums),)


def upright(term: Product) -> Product:
    """-d*(k - 1) rather than d*(1 - k)."""
    for at, (inner, power) in enumerate(term.sums):
        if power == 1 and all((one.number < 0) != one.is_number for one in inner):
            sums = (*term.sums[:at], (turned(inner), power), *term.sums[at + 1 :])
            return Product(-term.number, term.powers, sums)
    return term


def turned(terms: Sum) -> Sum:
    """The sum with all its signs changed."""
    return ordered(one._replace(number=-one.number) for one in terms)
