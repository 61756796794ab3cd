"""One form for powers whose exponents are formulas.

sympy holds 4**n and 2**(2*n), 2*2**n and 2**(n + 1), 2**n*2**(d - n) and 2**d to be different. Here every
base is prime or a symbol and every exponent is a single term, so that products and quotients of powers cancel.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Mul, Pow, Rational, factorint

from symcnn.algebra.exact import exact, is_symbolic


def unified(value: Any) -> Any:
    """Split every power into prime bases and single terms of the exponent.

    >>> from sympy.abc import d, n
    >>> unified(4**n - 2**(2*n)), unified(2**n * 2**(d - n)), unified(2**(n + 1)), unified((d**2)**n)
    (0, 2**d, 2*2**n, d**(2*n))
    """
    if not is_symbolic(value) or not value.has(Pow):
        return value
    return exact(value.replace(_is_tower, _split))


def _is_tower(e: Any) -> bool:
    return isinstance(e, Pow) and not e.exp.is_number


def _split(power: Pow) -> Expr:
    factors = [(base, times * term) for base, times in _bases(power.base) for term in Add.make_args(power.exp.expand())]
    return Mul(*[Pow(base, exponent) for base, exponent in factors])


def _bases(base: Expr) -> list[tuple[Expr, int]]:
    """The prime factors of a number, and how often each occurs; any other base is one by itself."""
    if base.is_Pow and base.exp.is_Integer and _is_positive(base.base):
        return [(factor, times * int(base.exp)) for factor, times in _bases(base.base)]
    if not base.is_Rational or base <= 0:
        return [(factor, 1) for factor in Mul.make_args(base)] if _is_positive_product(base) else [(base, 1)]
    return sorted((Rational(prime), times) for prime, times in _factors(base).items())


def _factors(base: Rational) -> dict[int, int]:
    below = {prime: -times for prime, times in factorint(int(base.q)).items()}
    return {**factorint(int(base.p)), **below}


def _is_positive_product(base: Expr) -> bool:
    return base.is_Mul and all(map(_is_positive, base.args))


def _is_positive(e: Expr) -> bool:
    from symcnn.algebra.bounds import lower_bound

    return bool((lower_bound(e) or 0) > 0)
