"""What a printed formula is made of: sums of products, as plain tuples in a settled order.

sympy's own expressions cannot hold what an author writes: 2*(x + y) becomes 2*x + 2*y by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from sympy import Add, Integer, Mul, Pow, factorint

Number: TypeAlias = "int | Fraction"
Sum: TypeAlias = "tuple[Product, ...]"
Atom: TypeAlias = Any  # a symbol, a floor or any other formula that is printed whole; or a Sum


class Product(NamedTuple):
    """A number times powers of atoms times powers of sums."""

    number: Number = 1
    powers: tuple[tuple[Atom, int], ...] = ()
    sums: tuple[tuple[Sum, int], ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether there is nothing but the number."""
        return not self.powers and not self.sums


def read(e: Any) -> Sum:
    """The formula as it stands, its terms in order."""
    return ordered(_product(term) for term in Add.make_args(e))


def number_of(e: Any) -> Number:
    """An integer or fraction of sympy as one of Python."""
    return int(e.p) if e.q == 1 else Fraction(int(e.p), int(e.q))


def product(number: Number, powers: dict[Atom, int], sums: Iterable[tuple[Sum, int]]) -> Product:
    """A product with its factors in order; the same sum twice is a square."""
    counted: dict[Sum, int] = {}
    for inner, power in sums:
        counted[inner] = counted.get(inner, 0) + power
    atoms = sorted(((a, n) for a, n in powers.items() if n), key=lambda item: place(item[0]))
    brackets = sorted(((s, n) for s, n in counted.items() if n), key=lambda item: place(item[0]))
    return Product(_whole(number), tuple(atoms), tuple(brackets))


def _whole(number: Number) -> Number:
    return int(number) if number.denominator == 1 else number


def _product(e: Any) -> Product:
    powers: dict[Atom, int] = {}
    sums: list[tuple[Sum, int]] = []
    number: Number = _collect(e, 1, powers, sums)
    return product(number, powers, sums)


def _collect(e: Any, times: int, powers: dict[Atom, int], sums: list[tuple[Sum, int]]) -> Number:
    """Sort the factors of e**times into powers and sums; the number among them is returned."""
    number: Number = 1
    for factor in Mul.make_args(e):
        base, power = (factor.base, factor.exp) if factor.is_Pow else (factor, Integer(1))
        if base.is_Rational and power.is_Integer:
            number *= Fraction(number_of(base)) ** (times * int(power))
        elif base.is_Integer and base > 1 and not power.is_Rational:
            number *= _exponential(int(base), power, times, powers)
        elif not power.is_Integer:
            powers[factor] = powers.get(factor, 0) + times
        elif base.is_Add:
            sums.append((read(base), times * int(power)))
        elif base.is_Mul:
            number *= _collect(base, times * int(power), powers, sums)
        else:
            powers[base] = powers.get(base, 0) + times * int(power)
    return number


def _exponential(base: int, exponent: Any, times: int, powers: dict[Atom, int]) -> Number:
    """Write 4**(n + 1) as 4 times the square of 2**n, so that equal powers are seen to be equal."""
    number: Number = 1
    for prime, count in factorint(base).items():
        for term in Add.make_args(exponent):
            coefficient, rest = term.as_coeff_Mul()
            if rest == 1 and coefficient.is_Integer:
                number *= Fraction(prime) ** (times * int(count) * int(coefficient))
            elif coefficient.is_Integer:
                atom = Pow(Integer(prime), rest)
                powers[atom] = powers.get(atom, 0) + times * int(count) * int(coefficient)
            else:
                atom = Pow(Integer(prime), term)
                powers[atom] = powers.get(atom, 0) + times * int(count)
    return number


# ------------------------------------------------------------------- order


@lru_cache(maxsize=4096)
def place(atom: Atom) -> tuple[Any, ...]:
    """Where a factor stands: symbols by name (F2 before F10), then floors and the like, then sums."""
    if isinstance(atom, tuple):
        return (2, tuple(map(place_in_sum, atom)))
    if atom.is_Symbol:
        return (0, tuple((int(p), "") if p.isdigit() else (-1, p) for p in re.split(r"(\d+)", atom.name) if p))
    from symcnn.algebra.presentation.written import factor_text

    return (1, factor_text(atom))


AFTER = ((9,),)  # behind every factor: C*F comes before C


def place_in_sum(term: Product) -> tuple[Any, ...]:
    """Where a term stands: what is subtracted after what is not, numbers last, else by the alphabet."""
    factors = tuple((place(atom), -abs(power)) for atom, power in (*term.powers, *term.sums))
    return (term.is_number, term.number < 0, (*factors, AFTER), term.number)


def ordered(terms: Iterable[Product]) -> Sum:
    """A sum with its terms in order: W - K, not -K + W; 9 - F, not -F + 9."""
    found = tuple(sorted(terms, key=place_in_sum))
    return (found[-1], *found[:-1]) if found and found[-1].number > 0 > found[0].number else found
