"""The forms of one formula: as it is, multiplied out, as a product, or the shortest of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import gcd
from typing import Any

from symcnn.algebra.presentation import cost
from symcnn.algebra.presentation.factors import MOST_SEARCHED
from symcnn.algebra.presentation.polynomial import Polynomial, TooLong, polynomial
from symcnn.algebra.presentation.products import unwrapped, without_leading_minus
from symcnn.algebra.presentation.rules import RULES
from symcnn.algebra.presentation.tree import Number, Product, Sum, ordered, product, read
from symcnn.algebra.presentation.written import Written

MOST_TERMS = 600  # of a sum, beyond which it is written as it is
MOST_CLOSED = 60_000  # terms times atoms, beyond which a formula is written as it is
MOST_OPENED = 800  # terms times atoms, beyond which the rules see a formula with its brackets only


@lru_cache(maxsize=4096)
def short(e: Any) -> Written:
    """The form that an author would choose.

    >>> from sympy.abc import C, F, K
    >>> short(C*F*K**2 + F).expression()
    F*(C*K**2 + 1)
    """
    return Written(shortest(read(e)))


def as_is(e: Any) -> Written:
    """The formula as sympy has it, in our order."""
    return Written(read(e))


def expanded(e: Any) -> Written:
    """The formula multiplied out (as it is where that would be very long)."""
    return Written(_multiplied(read(e)))


def factored(e: Any) -> Written:
    """The formula as a product, where it is one of more than a number."""
    tree = read(e)
    found = [RULES["factored"](p) for p in _polynomials(tree)]
    return Written(cost.least(found)) if found else Written(tree)


def _multiplied(tree: Sum) -> Sum:
    try:
        return RULES["multiplied"](polynomial(tree, multiplied=True))
    except TooLong:
        return tree


@lru_cache(maxsize=4096)
def shortest(tree: Sum) -> Sum:
    """The shortest form that the rules find."""
    return without_leading_minus(cost.least(_candidates(tree)))


def _candidates(tree: Sum) -> Iterator[Sum]:
    if (len(tree) == 1 and not tree[0].sums) or _is_plain(tree):
        yield tree
        return
    tidy = tuple(_tidy(term) for term in tree) if len(tree) < MOST_SEARCHED else tree
    yield unwrapped(tidy[0]) if len(tidy) == 1 else ordered(tidy)
    if len(tree) == 1 and not _may_come_apart(tree[0]):
        return  # a product stays one
    for p in _polynomials(tree):
        yield from {write(p): None for write in RULES.values()}


def _is_plain(tree: Sum) -> bool:
    """Whether it is a sum of atoms, each once, with nothing to take out: H - 5*K + 5. Most sizes are."""
    if any(term.sums or len(term.powers) > 1 or term.number.denominator != 1 for term in tree):
        return False
    numbers = [term.number.numerator for term in tree]
    alone = all(power == 1 for term in tree for _, power in term.powers)
    return alone and max(numbers) > 0 and gcd(*numbers) == 1


def _polynomials(tree: Sum) -> Iterator[Polynomial]:
    """The formula with its inner sums kept, and with them multiplied out."""
    if len(tree) > MOST_TERMS:
        return
    closed = polynomial(tree, multiplied=False)
    if len(closed.terms) * len(closed.atoms) > MOST_CLOSED:
        return
    if closed.terms:
        yield closed
    if any(term.sums for term in tree):
        try:
            opened = polynomial(tree, multiplied=True)
        except TooLong:
            return
        if 0 < len(opened.terms) * len(opened.atoms) <= MOST_OPENED:
            yield opened


def _may_come_apart(term: Product) -> bool:
    """Whether there are fractions in its sums, or one sum above a line: (F + K)/(F*K)."""
    above = [power for _, power in term.sums if power > 0]
    return any(_is_fraction(inner) for inner, _ in term.sums) or (above == [1] and _is_fraction((term,)))


def _is_fraction(terms: Sum) -> bool:
    """Whether something is below a line in the sum."""
    return any(t.number.denominator != 1 or any(n < 0 for _, n in (*t.powers, *t.sums)) for t in terms)


def _tidy(term: Product) -> Product:
    """A product with its sums in short forms; what they share joins the product."""
    number, powers, brackets = term.number, dict(term.powers), []
    for inner, power in term.sums:
        best = shortest(inner)
        if len(best) > 1:
            brackets.append((best, power))
            continue
        number *= best[0].number ** power if power > 0 else _inverse(best[0].number, power)
        for atom, n in best[0].powers:
            powers[atom] = powers.get(atom, 0) + n * power
        brackets += [(one, n * power) for one, n in best[0].sums]
    return product(number, powers, brackets)


def _inverse(number: Any, power: int) -> Any:
    from fractions import Fraction

    return Fraction(number) ** power


def operations(written: Written) -> int:
    """The operations that a form takes, by which forms are compared."""
    return cost.operations(written.terms)


def kinds(values: Iterable[Any]) -> Written:
    """A total as groups, each in its short form and in brackets where it is a sum: weights + biases."""
    groups = [(Product(v),) if isinstance(v, int) else short(v).terms for v in values if v != 0]
    if len(groups) == 1:
        return Written(groups[0])
    return Written(tuple(g[0] if len(g) == 1 else Product(1, (), ((g, 1),)) for g in groups))


def layers(values: Iterable[Any]) -> Written:
    """A total as its summands' own short forms, in their order; equal ones are counted, numbers come last."""
    counted: dict[Product, Number] = {}
    for value in values:
        for term in (Product(value),) if isinstance(value, int) else short(value).terms:
            key = Product() if term.is_number else term
            counted[key] = counted.get(key, 0) + (term.number if term.is_number else 1)
    number = counted.pop(Product(), 0)
    terms = [_times(term, count) for term, count in counted.items()]
    return Written((*terms, *([Product(number)] if number or not terms else [])))


def _times(term: Product, count: Number) -> Product:
    return Product(term.number * count, term.powers, term.sums)
