"""Sums of monomials as dictionaries: what the rules calculate with.

A monomial is a tuple with the power of each atom; powers may be negative. Work is bounded: what
would give very many terms is not multiplied out, and what is long is not searched for factors.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple, TypeAlias

from symcnn.algebra.presentation.tree import Atom, Number, Product, Sum, ordered, place, product

Powers: TypeAlias = "tuple[int, ...]"
Terms: TypeAlias = "dict[Powers, Number]"

MOST_EXPANDED = 256  # more terms than this are not multiplied out
Sparse: TypeAlias = "dict[tuple[tuple[Atom, int], ...], Number]"


class TooLong(Exception):  # noqa: N818  (a signal between functions, never seen outside)
    """Multiplying out gives too many terms."""


class Polynomial(NamedTuple):
    """Atoms in order, and the coefficient of each monomial in them."""

    atoms: tuple[Atom, ...]
    terms: Terms


def polynomial(terms: Sum, *, multiplied: bool) -> Polynomial:
    """The sum as a polynomial, its inner sums multiplied out or taken as atoms.

    Raises TooLong.
    """
    sparse = _multiplied(terms) if multiplied else _closed(terms)
    atoms = sorted({atom for monomial in sparse for atom, _ in monomial}, key=place)
    at = {atom: i for i, atom in enumerate(atoms)}
    dense: Terms = {}
    for monomial, number in sparse.items():
        powers = [0] * len(atoms)
        for atom, power in monomial:
            powers[at[atom]] = power
        dense[tuple(powers)] = number
    return Polynomial(tuple(atoms), dense)


def _closed(terms: Sum) -> Sparse:
    found: Sparse = {}
    for term in terms:
        _increase(found, (*term.powers, *term.sums), term.number)
    return found


def _multiplied(terms: Sum) -> Sparse:
    found: Sparse = {}
    for term in terms:
        for monomial, number in _multiplied_product(term).items():
            _increase(found, monomial, number)
    if len(found) > MOST_EXPANDED and any(term.sums for term in terms):
        raise TooLong
    return found


def _multiplied_product(term: Product) -> Sparse:
    below = tuple((inner, power) for inner, power in term.sums if power < 0)
    found: Sparse = {(*term.powers, *below): term.number}
    for inner, power in term.sums:
        if power > 0 and (len(inner) ** power) * len(found) > MOST_EXPANDED:
            raise TooLong
        factor = _multiplied(inner) if power > 0 else {}
        for _ in range(power):
            found = _times(found, factor)
    return found


def _times(a: Sparse, b: Sparse) -> Sparse:
    found: Sparse = {}
    for m, x in a.items():
        for n, y in b.items():
            powers = dict(m)
            for atom, power in n:
                powers[atom] = powers.get(atom, 0) + power
            _increase(found, tuple((k, v) for k, v in powers.items() if v), x * y)
    return found


def _increase(found: Sparse, monomial: tuple[tuple[Atom, int], ...], number: Number) -> None:
    key = tuple(sorted(monomial, key=lambda item: place(item[0])))
    total = found.get(key, 0) + number
    if total:
        found[key] = total
    else:
        found.pop(key, None)


# ------------------------------------------------------------------ calculating


def monomial(p: Polynomial, powers: Powers, number: Number) -> Product:
    """One term as a product."""
    pairs = [(atom, n) for atom, n in zip(p.atoms, powers, strict=True) if n]
    return product(
        number,
        {atom: n for atom, n in pairs if not isinstance(atom, tuple)},
        [(atom, n) for atom, n in pairs if isinstance(atom, tuple)],
    )


def as_sum(p: Polynomial) -> Sum:
    """The polynomial as a sum of its monomials."""
    return ordered(monomial(p, powers, number) for powers, number in p.terms.items()) or (Product(0),)


def primitive(terms: Terms) -> tuple[Number, Powers, Terms]:
    """Divide by what all terms have in common: a number and a monomial; fractions get one denominator."""
    return _divided(terms, tuple(map(min, zip(*terms, strict=True))), lcm(*_denominators(terms)))


def above(terms: Terms) -> tuple[Number, Powers, Terms]:
    """Divide by what all terms have in common; a denominator of some terms stays in those."""
    columns = zip(*terms, strict=True)
    powers = tuple(max(c) if max(c) < 0 else max(0, min(c)) for c in columns)
    return _divided(terms, powers, gcd(*_denominators(terms)))


def _denominators(terms: Terms) -> list[int]:
    return [number.denominator for number in terms.values()]


def _divided(terms: Terms, powers: Powers, below: int) -> tuple[Number, Powers, Terms]:
    numbers = list(terms.values())
    number = _over(gcd(*(n.numerator * (below // gcd(below, n.denominator)) for n in numbers)), below)
    if all(n < 0 for n in numbers):
        number = -number
    return number, powers, {_less(m, powers): _over(n, number) for m, n in terms.items()}


def _less(a: Powers, b: Powers) -> Powers:
    return tuple(x - y for x, y in zip(a, b, strict=True))


def _over(a: Number, b: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int) and a % b == 0:
        return a // b  # nearly always, and many times sooner
    quotient = Fraction(a) / b
    return int(quotient) if quotient.denominator == 1 else quotient


def quotient(a: Terms, b: Terms) -> Terms | None:
    """Divide where it leaves no remainder (powers not negative), else None."""
    lead = max(b)
    rest = dict(a)
    found: Terms = {}
    while rest:
        top = max(rest)
        shift, factor = _less(top, lead), _over(rest[top], b[lead])
        if min(shift) < 0 or len(found) >= len(a):
            return None
        found[shift] = factor
        for m, n in b.items():
            key = tuple(x + y for x, y in zip(m, shift, strict=True))
            left = rest.get(key, 0) - n * factor
            if left:
                rest[key] = left
            else:
                rest.pop(key, None)
    return found
