"""Sums over the rounds of a repeat, in closed form.

A summand is split into terms c * i**p * R**i (c and R free of i). Where R is 1, Faulhaber's formula gives
the sum; otherwise the polynomial Q with R*Q(i + 1) - Q(i) = i**p does, because then the sum telescopes to
Q(n)*R**n - Q(0) (Graham, Knuth and Patashnik, Concrete Mathematics, sections 2.6 and 6.5). What is not of
this kind, a rounded quotient say, stays a `Sum`, which is exact as well.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, prod
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational, S, Sum, Symbol, bernoulli, binomial, expand, sympify

from symcnn.algebra.exact import exact, is_symbolic, multiply
from symcnn.algebra.powers import unified

MOST_WRITTEN = 1_000  # rounds of a sum without closed form that are added one by one
MOST_TERMS = 2_000  # of a summand, multiplied out; a longer one stays as it is
HIGHEST_POWER = 24  # of an index in a sum that is written as a polynomial
HIGHEST_WITH_SYMBOLS = 6  # of an index beside r**i with a symbol r: the sum has a power of r - 1 below each term


@lru_cache(maxsize=4096, typed=True)  # many layers of a body have the same number of outputs
def summed(value: Any, index: Symbol, count: Any) -> Any:
    """Add a formula for index = 0, 1, ..., count - 1.

    >>> from sympy.abc import F, i, n
    >>> summed(F, i, n), summed(2*i + 1, i, n), summed(F*4**i, i, n), summed(i, i, 10)
    (F*n, n**2, F*(2**(2*n) - 1)/3, 45)
    """
    if not is_symbolic(value) or index not in value.free_symbols:
        return multiply([count, value])
    n = sympify(count, strict=True)
    if _terms(value) > MOST_TERMS:
        return exact(_open_sum(value, index, n))
    closed, rest = [], []
    for term in Add.make_args(_multiplied_out(value)):
        parts = _parts(term, index)
        if parts is None:
            rest.append(term)
        else:
            closed.append(_closed(*parts, n))
    return exact(_tidy(Add(*closed, _open_sum(Add(*rest), index, n) if rest else 0)))


def _terms(e: Expr) -> int:
    """At most how many terms a formula has when it is multiplied out."""
    if e.is_Add:
        return sum(map(_terms, e.args))
    if e.is_Mul:
        return prod(map(_terms, e.args))
    if e.is_Pow and e.exp.is_Integer and e.exp > 0:
        parts = _terms(e.base)
        return comb(int(e.exp) + parts - 1, parts - 1) if parts <= MOST_TERMS else parts
    return 1


def _multiplied_out(value: Any) -> Expr:
    """Multiplied out, the powers in one form: 2*2**n for 2**(n + 1)."""
    return sympify(unified(expand(unified(value), power_base=False, power_exp=False)))


def _tidy(e: Expr) -> Expr:
    from symcnn.algebra.presentation import short

    return e if e.is_number else short(e).expression()


def _parts(term: Expr, index: Symbol) -> tuple[Expr, int, Expr] | None:
    """The factor c, the power p and the ratio R of c * index**p * R**index; None where it is not of that kind."""
    constant, power, ratio = [], 0, []
    for factor in Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        if index not in factor.free_symbols:
            constant.append(factor)
        elif base == index and exponent.is_Integer and 0 < power + exponent <= HIGHEST_POWER:
            power += int(exponent)
        elif index not in base.free_symbols and index not in (exponent / index).free_symbols:
            ratio.append(Pow(base, exponent / index))
        else:
            return None
    by = Mul(*ratio)
    return None if power > HIGHEST_WITH_SYMBOLS and not by.is_number else (Mul(*constant), power, by)


def _closed(constant: Expr, power: int, ratio: Expr, n: Expr) -> Expr:
    if ratio == 1:
        return constant * Add(*[c * n**k for k, c in enumerate(_faulhaber(power))])
    q = _telescoping(power, ratio)
    return constant * (Add(*[c * n**k for k, c in enumerate(q)]) * unified(Pow(ratio, n)) - q[0])


@lru_cache(maxsize=64)
def _faulhaber(p: int) -> tuple[Expr, ...]:
    """The coefficients of 0**p + 1**p + ... + (n - 1)**p as a polynomial in n, the lowest first."""
    numbers = [Rational(-1, 2) if k == 1 else bernoulli(k) for k in range(p + 1)]
    lowest_last = [Rational(binomial(p + 1, k), p + 1) * number for k, number in enumerate(numbers)]
    return (S.Zero, *reversed(lowest_last))


@lru_cache(maxsize=256)
def _telescoping(p: int, ratio: Expr) -> tuple[Expr, ...]:
    """The coefficients of the polynomial Q with R*Q(i + 1) - Q(i) = i**p, the lowest first."""
    q: list[Expr] = [S.Zero] * (p + 1)
    for k in range(p, -1, -1):
        higher = Add(*[q[j] * binomial(j, k) for j in range(k + 1, p + 1)])
        q[k] = (Integer(k == p) - ratio * higher) / (ratio - 1)
    return tuple(q)


def _open_sum(e: Expr, index: Symbol, n: Expr) -> Expr:
    """A sum without closed form: added one by one where there are few, else as it stands."""
    if n.is_Integer and n <= MOST_WRITTEN:
        return Add(*[e.xreplace({index: Integer(i)}) for i in range(int(n))])
    return Sum(e, (index, 0, n - 1))
