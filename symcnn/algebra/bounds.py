"""Between which numbers a formula lies, given what is known of its symbols.

Plain symbols are whole and at least 1; others carry their limits. Interval arithmetic: never wrong, sometimes wide.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import Any, NamedTuple

from sympy import Add, Expr, Max, Min, Mul, Pow, S, Symbol, ceiling, floor, oo

from symcnn.algebra.exact import is_symbolic
from symcnn.algebra.limited import Limited


class Interval(NamedTuple):
    """The least and the greatest value; infinite where there is none."""

    low: Any
    high: Any


ANYTHING = Interval(-oo, oo)
POSITIVE = Interval(1, oo)


@lru_cache(maxsize=4096, typed=True)  # the same sizes are asked about again and again
def bounds(e: Any) -> Interval:
    """Enclose the values of a formula.

    >>> from sympy.abc import H, K
    >>> bounds(2*H + 3)
    Interval(low=5, high=oo)
    >>> bounds(H - K), bounds(H*K - K)
    (Interval(low=-oo, high=oo), Interval(low=0, high=oo))
    """
    if not is_symbolic(e) or e.is_number:
        return Interval(e, e)
    if isinstance(e, Limited):
        return Interval(e.least, e.most)
    if isinstance(e, Symbol):
        return Interval(0, oo) if e.is_rational is not None or e.is_real else POSITIVE
    rule = RULES.get(e.func.__name__)
    return rule(e) if rule else ANYTHING


def lower_bound(e: Any) -> Any:
    """The least value a formula can have; None where it has none."""
    low = bounds(e).low
    return None if low == -oo else low


def at_least(e: Any, least: int) -> bool | None:
    """Whether `e >= least` for all values of the symbols (True), for none (False), or it depends (None).

    >>> from sympy.abc import H
    >>> at_least(H, 1), at_least(H, 3), at_least(-H, 0)
    (True, None, False)
    """
    low, high = bounds(e - least if least else e)
    if low >= 0:
        return True
    return False if high is not oo and high < 0 else None


def _sum(e: Expr) -> Interval:
    parts = [bounds(a) for a in e.args]
    lows, highs = [p.low for p in parts], [p.high for p in parts]
    found = Interval(-oo if -oo in lows else sum(lows, S.Zero), oo if oo in highs else sum(highs, S.Zero))
    if found != ANYTHING:
        return found  # nothing that could cancel
    from symcnn.algebra.cancelling import closer

    return reduce(_both, closer(e), found)


def _both(a: Interval, b: Interval) -> Interval:
    return Interval(max(a.low, b.low), min(a.high, b.high))


def _times(a: Interval, b: Interval) -> Interval:
    ends = [0 if x == 0 or y == 0 else x * y for x in a for y in b]
    return Interval(min(ends), max(ends))


def _product(e: Expr) -> Interval:
    return reduce(_times, (bounds(a) for a in e.args))


def _power(e: Expr) -> Interval:
    base, exponent = bounds(e.base), bounds(e.exp)
    if exponent.low == exponent.high and e.exp.is_Integer and base.low > 0:
        ends = [base.low**e.exp, 0 if base.high == oo and e.exp < 0 else base.high**e.exp]
        return Interval(min(ends), max(ends))
    if base.low >= 1 and exponent.low >= 0:
        return Interval(base.low**exponent.low, oo)
    return Interval(0, oo) if base.low >= 0 else ANYTHING


def _quotient(e: Expr) -> Interval:
    numerator, denominator = bounds(e.args[0]), bounds(e.args[1])
    if denominator.low <= 0:
        return ANYTHING
    low = numerator.low / (denominator.low if numerator.low < 0 else denominator.high)
    high = numerator.high / (denominator.low if numerator.high > 0 else denominator.high)
    return Interval(_rounded(low), _rounded(high))


def _rounded(end: Any) -> Any:
    return end if end in (oo, -oo) else floor(end)


def _floor(e: Expr) -> Interval:
    low, high = bounds(e.args[0])
    return Interval(_rounded(low), _rounded(high))


def _ceiling(e: Expr) -> Interval:
    low, high = bounds(e.args[0])
    return Interval(low if low == -oo else ceiling(low), high if high == oo else ceiling(high))


def _least(e: Expr) -> Interval:
    parts = [bounds(a) for a in e.args]
    return Interval(min(p.low for p in parts), min(p.high for p in parts))


def _greatest(e: Expr) -> Interval:
    parts = [bounds(a) for a in e.args]
    return Interval(max(p.low for p in parts), max(p.high for p in parts))


RULES = {
    Add.__name__: _sum,
    Mul.__name__: _product,
    Pow.__name__: _power,
    Min.__name__: _least,
    Max.__name__: _greatest,
    "FloorDiv": _quotient,
    "floor": _floor,
    "ceiling": _ceiling,
}
