"""Whether two formulas are the same function of positive whole numbers: decided exactly, or not at all.

1. Both are brought to a polynomial in symbols, in prime powers (4**n is the square of 2**n) and in
   floors. If nothing is left of the difference, they are equal; if something is left and no floor is
   in it, they differ, because polynomials and exponentials of different bases are independent.
2. A difference with floors of affine numerators and numbers below is a polynomial on every residue
   class: zero everywhere if it is zero on a grid of (degree + 1) periods, a symbol at a time.
3. Otherwise, one point at which they differ decides; without one, the answer is None.

No float occurs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from math import lcm, prod
from typing import Any

from sympy import (
    Add,
    Dummy,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    Symbol,
    expand,
    factorint,
    fraction,
    oo,
    sympify,
    together,
)
from sympy import floor as sympy_floor
from sympy.core.sorting import default_sort_key

from symcnn.algebra.floordiv import FloorDiv, floor_of
from symcnn.algebra.limited import Limited

MOST_POINTS = 20_000  # of a grid that proves two formulas equal
TRIED_POINTS = 200


def equal(a: Any, b: Any) -> bool | None:
    """Decide whether two formulas agree for all positive whole values of their symbols.

    The answer is True, False, or None where it cannot be decided. Symbols of one name are one.

    >>> from sympy.abc import F, H
    >>> equal(2*F + 2, 2*(F + 1)), equal(FloorDiv(H, 2) + FloorDiv(H + 1, 2), H), equal(F, F + 1)
    (True, True, False)
    """
    difference = _in_plain_symbols(sympify(a, strict=True)) - _in_plain_symbols(sympify(b, strict=True))
    left = _numerator(difference)
    if left == 0:
        return True
    if any(isinstance(s, Limited) and s.most != oo for s in sympify(a - b).free_symbols):
        return None  # of few values, each would have to be tried
    if _differ_somewhere(difference):
        return False
    if not left.atoms(FloorDiv) and _is_exponential_polynomial(left):
        return False
    return _zero_on_grid(left)


def _from_one(symbol: Symbol) -> Expr:
    """A plain symbol, which is at least 1; more where a larger number is the least."""
    return Symbol(symbol.name) + (symbol.least - 1 if isinstance(symbol, Limited) else 0)


def _in_plain_symbols(e: Expr) -> Expr:
    plain = e.xreplace({symbol: _from_one(symbol) for symbol in e.free_symbols})
    return plain.replace(sympy_floor, floor_of) if plain.has(sympy_floor) else plain  # as sympy reads what we print


def _numerator(e: Expr) -> Expr:
    """What must vanish for the formula to be zero, multiplied out."""
    generators: dict[tuple[Any, Any], Dummy] = {}
    single = e.replace(lambda x: isinstance(x, Pow) and not x.exp.is_number, lambda x: _in_generators(x, generators))
    top = expand(fraction(together(single))[0])
    back = {dummy: base**exponent for (base, exponent), dummy in generators.items()}
    return top if top == 0 else top.xreplace(back)


def _in_generators(power: Pow, generators: dict[tuple[Any, Any], Dummy]) -> Expr:
    """6**(2*n + 1) as 6 * (2**n)**2 * (3**n)**2, each base**n a symbol of its own."""
    bases = factorint(int(power.base)) if power.base.is_Integer and power.base > 0 else {power.base: 1}
    factors = []
    for base, times in bases.items():
        for term in Add.make_args(expand(power.exp)):
            coefficient, rest = term.as_coeff_Mul()
            if rest == 1:
                factors.append(sympify(base) ** (coefficient * times))
                continue
            generator = generators.setdefault((sympify(base), rest), Dummy())
            factors.append(generator ** (coefficient * times))
    return Mul(*factors)


def _is_exponential_polynomial(e: Expr) -> bool:
    """Whether only whole powers of symbols, and constants to the power of formulas, occur."""
    return all(
        isinstance(node, (Add, Mul, Symbol, Rational)) or (isinstance(node, Pow) and not node.exp.atoms(FloorDiv))
        for node in _nodes(e)
    )


def _nodes(e: Expr) -> Iterator[Expr]:
    yield e
    for part in e.args:
        yield from _nodes(part)


def _differ_somewhere(difference: Expr) -> bool:
    """Whether some tried point gives a number other than zero: that settles it."""
    symbols = sorted(difference.free_symbols, key=default_sort_key)
    return any(_at(difference, symbols, point) != 0 for point in _points(len(symbols)))


def _points(count: int) -> Iterator[tuple[int, ...]]:
    """Small points first, then spread ones (a fixed sequence: the same answer every time)."""
    yield from islice(product((1, 2, 3, 5), repeat=count), TRIED_POINTS // 2)
    state = 12345
    for _ in range(TRIED_POINTS // 2):
        point = []
        for _ in range(count):
            state = (1103515245 * state + 12345) % 2**31
            point.append(state % 97 + 1)
        yield tuple(point)


def _at(e: Expr, symbols: list[Symbol], point: tuple[int, ...]) -> Expr:
    value = e.xreplace(dict(zip(symbols, map(Integer, point), strict=True)))
    return value if value.is_Rational else Integer(0)  # a pole or an open choice says nothing


def _zero_on_grid(e: Expr) -> bool | None:
    """Prove that a formula with floors is zero, by the residue classes of their symbols."""
    periods = _periods(e)
    if periods is None:
        return None
    symbols = sorted(periods, key=default_sort_key)
    ranges = [range(1, periods[s] * (_degree(e, s) + 1) + 1) for s in symbols]
    if prod(map(len, ranges)) > MOST_POINTS:
        return None
    for point in product(*ranges):
        if expand(e.xreplace(dict(zip(symbols, map(Integer, point), strict=True)))) != 0:
            return False
    return True


def _periods(e: Expr) -> dict[Symbol, int] | None:
    """The symbols inside floors and the periods of their residues; None where a floor is not affine over a number."""
    periods: dict[Symbol, int] = {}
    for floor in sorted(e.atoms(FloorDiv), key=default_sort_key):
        numerator, denominator = floor.args
        symbols = numerator.free_symbols
        affine = denominator.is_Integer and all(numerator.is_polynomial(s) for s in symbols)
        if (
            not affine
            or numerator.atoms(FloorDiv)
            or any(term.as_poly().total_degree() > 1 for term in _open_terms(numerator))
        ):
            return None
        for symbol in symbols:
            periods[symbol] = lcm(periods.get(symbol, 1), int(denominator))
    smooth = e.replace(lambda x: isinstance(x, FloorDiv), lambda x: x.args[0])
    in_exponents = {s for power in smooth.atoms(Pow) for s in power.exp.free_symbols}
    decidable = _is_exponential_polynomial(smooth) and in_exponents.isdisjoint(periods)
    return periods if decidable else None


def _open_terms(e: Expr) -> list[Expr]:
    return [term for term in Add.make_args(e) if not term.is_number]


def _degree(e: Expr, symbol: Symbol) -> int:
    """The degree in a symbol, a floor counting as what it rounds."""
    smooth = expand(e.replace(lambda x: isinstance(x, FloorDiv), lambda x: x.args[0] / x.args[1]))
    return max(
        0, int(_highest_power(e, symbol)), int(smooth.as_poly(symbol).degree()) if smooth.is_polynomial(symbol) else 0
    )


def _highest_power(e: Expr, symbol: Symbol) -> int:
    """The highest power of a symbol in any term as it stands, before anything cancels."""
    return max(sum(_power_in(factor, symbol) for factor in Mul.make_args(term)) for term in Add.make_args(expand(e)))


def _power_in(factor: Expr, symbol: Symbol) -> int:
    base, exponent = factor.as_base_exp()
    return int(exponent) if symbol in base.free_symbols and exponent.is_Integer else 0
