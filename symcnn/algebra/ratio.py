"""Quotients as authors write them, and where a difference is positive."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import divide, exact, is_symbolic
from symcnn.algebra.printing import text

FEW_TERMS = 4


def split_ratio(a: Any, b: Any) -> Any:
    """Divide and cancel; over a product, as a sum of simple fractions.

    >>> from sympy.abc import F, K
    >>> split_ratio(K**2 + F, F*K**2)
    K**(-2) + 1/F
    """
    if not is_symbolic(a) and not is_symbolic(b):
        return divide(a, b)
    from sympy import Add, cancel, expand, fraction

    quotient = cancel(a / b)
    numerator, denominator = fraction(quotient)
    terms = Add.make_args(expand(numerator))
    if denominator.is_Add or len(terms) > FEW_TERMS:
        return exact(quotient)
    return exact(Add(*[term / denominator for term in terms]))


def where_positive(e: Any) -> tuple[str, ...]:
    """Say for which values a formula is positive: a condition for each symbol in which it is linear or quadratic.

    >>> from sympy.abc import C, F
    >>> where_positive(8*C*F - 9*C), where_positive(-F), where_positive(F**2 - 2)
    (('F > 9/8',), ('never',), ('F > sqrt(2)',))
    """
    if not is_symbolic(e):
        return ("always",) if e > 0 else ("never",)
    e = _without_positive_factors(e)
    sign = _sign(e)
    if sign is not None:
        return ("always",) if sign > 0 else ("never",)
    symbols = sorted(e.free_symbols, key=lambda symbol: symbol.name)
    return tuple(condition for symbol in symbols if (condition := _in_one_symbol(e, symbol)))


def _without_positive_factors(e: Any) -> Any:
    """Take out what is positive for all values of the symbols; the sign stays."""
    from sympy import Mul, factor_terms, fraction, together

    numerator, _ = fraction(together(e))  # denominators are sizes, which are positive
    factors = Mul.make_args(factor_terms(numerator))
    return Mul(*[factor for factor in factors if _sign(factor) != 1])


def _sign(e: Any) -> int | None:
    """1 where the formula is positive for all values, -1 where it never is, None where it depends."""
    from symcnn.algebra.bounds import bounds

    low, high = bounds(e)
    if low > 0:
        return 1
    return -1 if high <= 0 else None


def _in_one_symbol(e: Any, symbol: Any) -> str:
    """Solve `e > 0` for a symbol where that is linear, or quadratic with numbers; else nothing."""
    from sympy import Poly

    if not e.is_polynomial(symbol):
        return ""
    coefficients = Poly(e, symbol).all_coeffs()
    if len(coefficients) == 2:
        return _linear(symbol, *coefficients)
    is_quadratic = len(coefficients) == 3
    return _quadratic(e, symbol) if is_quadratic and all(c.is_Rational for c in coefficients) else ""


def _linear(symbol: Any, slope: Any, constant: Any) -> str:
    sign = _sign(slope)
    if sign is None or slope == 0:
        return ""
    return f"{symbol} {'>' if sign > 0 else '<'} {text(split_ratio(-constant, slope))}"


def _quadratic(e: Any, symbol: Any) -> str:
    """The part of the real solution that whole positive numbers can lie in."""
    from sympy import Interval, S, oo, reduce_inequalities, solveset

    solution = solveset(e > 0, symbol, S.Reals).intersect(Interval.open(0, oo))
    if solution is S.EmptySet:
        return "never"
    ends = [solution.start, solution.end] if isinstance(solution, Interval) else []
    if not ends:
        return str(reduce_inequalities([e > 0], symbol))
    low = f"{symbol} > {text(ends[0])}" if ends[0] != 0 else ""
    high = f"{symbol} < {text(ends[1])}" if ends[1] != oo else ""
    return " and ".join(part for part in (low, high) if part) or "always"
