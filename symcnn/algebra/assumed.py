"""Symbols of which something is assumed: `n >= 2`, `H % 32 == 0`, `H >= K`.

Inside, a symbol with limits carries them, and one that is tied to others stands for what is left open: with
H % 32 == 0, the height is 32*H' for an H' of at least 1. Each knows what it is in the symbols of the text,
so that a formula is read back without anything else: H' is H/32.
"""

from __future__ import annotations

from math import gcd
from typing import Any

from sympy import Expr, Integer, Symbol, ceiling, floor, oo, sympify

from symcnn.algebra.bounds import bounds, lower_bound
from symcnn.algebra.conditions import AtLeast, Condition, Equal, Multiple, Unequal
from symcnn.algebra.exact import exact, in_the_text, is_symbolic
from symcnn.algebra.limited import Limited
from symcnn.algebra.whole import expanded, is_whole


class Impossible(Exception):  # noqa: N818  (a signal: the reader gives it a place)
    """What is assumed holds for no values."""


Replaced = dict[Symbol, Expr]


def replaced(condition: Condition) -> Replaced | None:
    """What takes the place of symbols so that the condition always holds; None where that cannot be expressed.

    Raises `Impossible`.

    >>> from sympy.abc import H, K, n
    >>> replaced(AtLeast(n, 2))[n].least, replaced(Multiple(H, 32)), replaced(AtLeast(H, K))
    (2, {H: 32*H'}, {H: H' + K - 1})
    >>> replaced(AtLeast(H * K, 9)) is None
    True
    """
    found: Replaced | None = RULES[type(condition)](condition)
    return found


# ------------------------------------------------------------- inequalities


def _at_least(condition: AtLeast) -> Replaced | None:
    from symcnn.algebra.inequalities import without_rounding

    margins = without_rounding(sympify(condition.left - condition.right))
    return _never_negative(margins[0]) if len(margins) == 1 else None


def _never_negative(margin: Expr) -> Replaced | None:
    """Limit the one symbol of the margin, or tie a symbol to the others: s >= R is s = R - 1 + s'."""
    margin = expanded(margin)
    if len(margin.free_symbols) == 1:
        return _limited(_sorted(margin)[0], margin)
    for symbol in _sorted(margin):
        rest = expanded(symbol - margin)
        low, high = bounds(symbol)
        free = symbol not in rest.free_symbols and is_whole(symbol) and is_whole(rest) and high == oo
        if free and (least := lower_bound(rest)) is not None and least >= low:
            above = _derived(symbol, symbol - rest + 1, 1, oo)
            return {symbol: rest - 1 + above}
    return None


def _limited(symbol: Symbol, margin: Expr) -> Replaced | None:
    """A symbol whose limits follow from a*s + b >= 0."""
    line = _line(margin, symbol)
    if line is None:
        return None
    slope, constant = line
    limit = -constant / slope
    low, high = bounds(symbol)
    if slope > 0:
        low = max(low, ceiling(limit) if is_whole(symbol) else limit)
    else:
        high = min(high, floor(limit) if is_whole(symbol) else limit)
    return {symbol: _between(symbol, low, high)}


def _between(symbol: Symbol, low: Any, high: Any) -> Expr:
    if low > high:
        raise Impossible
    if low == high:
        return sympify(low)
    return Limited(symbol.name, low, high, in_the_text(symbol), **_kind(symbol))


def _derived(symbol: Symbol, meaning: Expr, low: Any, high: Any) -> Expr:
    """The symbol that is left open, with its meaning in the symbols of the text; its value where there is but one."""
    if low > high:
        raise Impossible
    if low == high:
        return sympify(low)
    return Limited(f"{symbol.name}'", low, high, in_the_text(meaning))


def _kind(symbol: Symbol) -> dict[str, bool]:
    """The assumptions with which a symbol was declared (`alpha: rational`)."""
    return dict(symbol._assumptions_orig)  # those of sympy's own constructor, without what follows from them


def _line(e: Expr, symbol: Symbol) -> tuple[Expr, Expr] | None:
    """The numbers a and b of a*symbol + b; None for other formulas."""
    slope = e.coeff(symbol)
    constant = expanded(e - slope * symbol)
    return (slope, constant) if slope.is_Rational and slope != 0 and constant.is_Rational else None


def _sorted(e: Expr) -> list[Symbol]:
    return sorted(e.free_symbols, key=lambda symbol: symbol.name)


# ------------------------------------------------------------ divisibilities


def _multiple(condition: Multiple) -> Replaced | None:
    value, divisor, remainder = map(sympify, (condition.value, condition.divisor, condition.remainder))
    if len(value.free_symbols) != 1 or not remainder.is_Integer:
        return None
    (symbol,) = value.free_symbols
    line = _line(value, symbol)
    if line is None or not is_whole(symbol):
        return None
    if divisor.is_Integer and divisor > 0 and line[0].is_Integer and line[1].is_Integer:
        return _congruent(symbol, int(line[0]), int(remainder - line[1]), int(divisor))
    return _times(symbol, divisor) if value == symbol and remainder == 0 else None


def _congruent(symbol: Symbol, slope: int, value: int, divisor: int) -> Replaced:
    """slope*s = value mod divisor: s = m*s' + c."""
    common = gcd(slope, divisor)
    if value % common:
        raise Impossible
    modulus = divisor // common
    if modulus == 1:
        return {}
    rest = value // common * pow(slope // common, -1, modulus) % modulus
    low, high = ((end - rest) / Integer(modulus) for end in bounds(symbol))
    above = _derived(symbol, (symbol - rest) / modulus, ceiling(low), high if high == oo else floor(high))
    return {symbol: modulus * above + rest}


def _times(symbol: Symbol, divisor: Expr) -> Replaced | None:
    """H % S == 0 with a symbol below: H = S*H'."""
    low, high = bounds(symbol)
    fits = is_whole(divisor) and (lower_bound(divisor) or 0) >= 1 and symbol not in divisor.free_symbols
    if not fits or low > 1 or high != oo:
        return None
    return {symbol: divisor * _derived(symbol, symbol / divisor, low, oo)}


# ---------------------------------------------------------------- equalities


def _equal(condition: Equal) -> Replaced | None:
    """A symbol as a formula in the others: the last in the alphabet that has whole values within its limits so."""
    difference = expanded(sympify(condition.left - condition.right))
    for symbol in reversed(_sorted(difference)):
        slope = difference.coeff(symbol)
        if not slope.is_Rational or slope == 0:
            continue
        rest = expanded(symbol - difference / slope)
        if symbol in rest.free_symbols or (is_symbolic(exact(rest)) and not is_whole(rest)):
            continue
        low, high = bounds(symbol)
        least, most = bounds(rest)
        if rest.is_number and not (low <= rest <= high and (rest.is_Integer or not is_whole(symbol))):
            raise Impossible
        if low <= least and most <= high:
            return {symbol: rest}
    return None


def _unequal(condition: Unequal) -> Replaced | None:
    """Not the least, or not the greatest value of a symbol."""
    difference = expanded(sympify(condition.left - condition.right))
    if len(difference.free_symbols) != 1:
        return None
    (symbol,) = difference.free_symbols
    line = _line(difference, symbol)
    if line is None or not is_whole(symbol):
        return None
    excluded = -line[1] / line[0]
    low, high = bounds(symbol)
    if excluded == low:
        return {symbol: _between(symbol, low + 1, high)}
    return {symbol: _between(symbol, low, high - 1)} if excluded == high else None


RULES: dict[type[Condition], Any] = {
    AtLeast: _at_least,
    Multiple: _multiple,
    Equal: _equal,
    Unequal: _unequal,
}
