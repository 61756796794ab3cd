"""Rounded quotients of formulas: every chain of windows gives one floor of one fraction.

`FloorDiv(a, b)` is floor(a / b). It is an ordinary sympy function and canonical:

    floor((floor(x/m) + a)/k) = floor((x + m*a)/(m*k))      for whole a and positive whole m, k

because floor(y/k) = floor(floor(y)/k) for every real y and positive whole k (Graham, Knuth and
Patashnik, Concrete Mathematics, equation 3.11). Whole multiples leave the floor, each with its sign,
so that the slope of a symbol inside and the one outside never have opposite signs: slopes, and with
them the form, are determined by the function. Plain symbols stand for whole positive numbers (as
everywhere in symcnn).

>>> from sympy.abc import H, K
>>> FloorDiv(FloorDiv(H - K, 2), 2), FloorDiv(H + K, 2) - K, one_floor(FloorDiv(H + K, 2) - K)
(((H - K)//4), -K + ((H + K)//2), ((H - K)//2))
"""

from __future__ import annotations

from math import gcd
from typing import Any

from sympy import Add, Expr, Function, Integer, S, Symbol, floor, sympify
from sympy.core.logic import fuzzy_and

from symcnn.algebra.whole import expanded, has_fractional_symbol, is_whole, linear, never_negative

INFINITE = (S.Infinity, S.NegativeInfinity, S.ComplexInfinity)


class FloorDiv(Function):  # type: ignore[misc]
    """floor(numerator / denominator), in canonical form."""

    nargs = 2
    is_integer = True
    is_real = True
    is_finite = True

    @classmethod
    def eval(cls, numerator: Expr, denominator: Expr) -> Expr | None:
        """Bring a quotient into canonical form; None where it is."""
        if numerator is S.NaN or denominator is S.NaN or denominator is S.Zero:
            return S.NaN  # sympy's own solvers try 0: it must neither raise nor recurse
        if numerator.is_Rational and denominator.is_Rational:
            return Integer((numerator.p * denominator.q) // (numerator.q * denominator.p))
        if numerator in INFINITE or denominator in INFINITE:  # asking for `is_infinite` takes longer than all else
            return floor(numerator / denominator)
        if numerator.is_number and denominator.is_number:
            return floor(numerator / denominator)
        if denominator.is_Integer:
            return _by_number(cls, numerator, int(denominator))
        return _by_formula(cls, numerator, denominator)

    def _eval_is_nonnegative(self) -> bool | None:
        numerator, denominator = self.args
        return True if fuzzy_and([numerator.is_nonnegative, denominator.is_positive]) else None

    def relaxed(self) -> Expr:
        """The quotient without rounding."""
        return self.args[0] / self.args[1]

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative of the quotient without rounding (a floor itself has none of use)."""
        numerator, denominator = self.args
        return 1 / denominator if argindex == 1 else -numerator / denominator**2

    def _eval_as_leading_term(self, x: Symbol, logx: Any = None, cdir: Any = 0) -> Expr:
        return self.relaxed().as_leading_term(x)

    def _eval_rewrite_as_floor(self, numerator: Expr, denominator: Expr, **_: Any) -> Expr:
        return floor(numerator / denominator)

    # The outer brackets are needed: 2*(x)//3 would be (2*x)//3.
    def _sympystr(self, printer: Any) -> str:
        return "({}//{})".format(*(_in_brackets(printer._print(a), a) for a in self.args))

    def _pythoncode(self, printer: Any) -> str:
        return "(({})//({}))".format(*(printer._print(a) for a in self.args))

    _numpycode = _scipycode = _mpmathcode = _lambdacode = _pythoncode

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        numerator, denominator = self.args
        constant, rest = numerator.as_coeff_Add()
        ceil = denominator.is_Integer and constant == denominator - 1
        side = "ceil" if ceil else "floor"
        top, bottom = printer._print(rest if ceil else numerator), printer._print(denominator)
        body = rf"\left\l{side} \frac{{{top}}}{{{bottom}}} \right\r{side}"
        return body if exp is None else f"{body}^{{{exp}}}"


def _in_brackets(text: str, e: Expr) -> str:
    return text if e.is_Atom or isinstance(e, (FloorDiv, floor)) else f"({text})"


def _by_number(cls: type[FloorDiv], numerator: Expr, d: int) -> Expr | None:
    if d < 0:
        return cls(-numerator, Integer(-d))
    multiplied = expanded(numerator)
    parts = linear(multiplied)
    if parts is None:
        return _clear_fractions(cls, multiplied, d)
    constant, terms = parts
    flat = _flattened(cls, constant, terms, Integer(d))
    if flat is not None:
        return flat
    # Whole multiples of d leave the floor; the remainder keeps its sign, so that H - K stays H - K.
    outside = [_toward_zero(c, d) * t for c, t in terms]
    inside = [(c - _toward_zero(c, d) * d, t) for c, t in terms if c % d]
    common = gcd(d, *(c for c, _ in inside))
    constant, d_left = constant // common, d // common  # floor((g*x + c)/(g*d)) = floor((x + floor(c/g))/d)
    quotient, constant = divmod(constant, d_left)
    rest = [(c // common) * t for c, t in inside]
    if not rest or d_left == 1:
        return Add(*outside, quotient, *rest, constant if d_left == 1 else 0)
    new = Add(*rest, constant)
    if d_left == d and new == numerator:
        return None
    return Add(*outside, quotient) + cls(new, Integer(d_left))


def _toward_zero(a: int, b: int) -> int:
    return a // b if a >= 0 else -(-a // b)


def _clear_fractions(cls: type[FloorDiv], numerator: Expr, d: int) -> Expr | None:
    """floor((a/q)/d) = floor(a/(q*d))."""
    denominators = [int(t.as_coeff_Mul()[0].q) for t in Add.make_args(numerator) if t.as_coeff_Mul()[0].is_Rational]
    common = 1
    for q in denominators:
        common = common * q // gcd(common, q)
    return cls(expanded(numerator * common), Integer(d * common)) if common > 1 else None


def _flattened(cls: type[FloorDiv], constant: int, terms: list[tuple[int, Expr]], k: Expr) -> Expr | None:
    """floor((c*floor(x/m) + rest)/k) as one floor, where c divides k and the rest."""
    floors = [(c, t) for c, t in terms if isinstance(t, FloorDiv)]
    if len(floors) != 1:
        return None
    (c, inner), rest = floors[0], [(r, t) for r, t in terms if not isinstance(t, FloorDiv)]
    divides = c > 0 and k.is_Integer and k % c == 0 and all(r % c == 0 for r, _ in rest)
    if not divides and c != 1:
        return None
    x, m = inner.args
    inner_rest = Add(*[(r // c) * t for r, t in rest], constant // c)
    return cls(x + m * inner_rest, m * (k / c))


def _by_formula(cls: type[FloorDiv], numerator: Expr, k: Expr) -> Expr | None:
    multiplied = expanded(numerator)
    parts = linear(multiplied)
    if parts is None or not is_whole(k):
        return None
    constant, terms = parts
    flat = _flattened(cls, constant, terms, k)
    if flat is not None:
        return flat
    outside, inside = zip(*(_split(piece, k) for piece in [*(c * t for c, t in terms), Integer(constant)]), strict=True)
    reduced, k_left = _without_common_factor([piece for piece in inside if piece != 0], k)
    new = Add(*reduced)
    known = _known_quotient(new, k_left)
    if known is not None:
        return Add(*outside, known)
    if new == numerator and k_left == k:
        return None
    return Add(*outside) + cls(new, k_left)


def _split(piece: Expr, k: Expr) -> tuple[Expr, Expr]:
    """The whole multiple of k in a term, and what is left of the term: 3*K*S over 2*S gives K and K*S."""
    number, rest = (piece / k).as_coeff_Mul()
    if not number.is_Rational or not is_whole(rest):
        return S.Zero, piece
    times = number.p // number.q if rest is S.One else _toward_zero(number.p, number.q)
    return times * rest, piece - times * rest * k


def _known_quotient(numerator: Expr, k: Expr) -> int | None:
    """The quotient where it is 0 or -1 for all values: (S - 1)/S, -1/S."""
    if not numerator.free_symbols <= k.free_symbols:
        return None
    for q in (0, -1):
        left = numerator - q * k
        if never_negative(left) and never_negative(k - left - 1):
            return q
    return None


def _without_common_factor(pieces: list[Expr], k: Expr) -> tuple[list[Expr], Expr]:
    """Divide numerator and denominator by the number and by the powers of symbols that they share."""
    if not pieces:
        return pieces, k
    common = Integer(gcd(*(int(p.as_coeff_Mul()[0]) for p in pieces), int(k.as_content_primitive()[0])))
    for base, power in k.as_powers_dict().items():
        if base.is_Symbol:
            common *= base ** _least_power([power, *(sympify(p.as_powers_dict().get(base, 0)) for p in pieces)])
    return [p / common for p in pieces], k / common


def _least_power(powers: list[Expr]) -> Expr:
    """The least of the powers; 0 where they depend on symbols and none is known to be the least."""
    least = (p for p in powers if all(never_negative(other - p) for other in powers))
    return next(least, S.Zero)


def floor_quotient(a: Any, b: Any) -> Expr:
    """floor(a/b); with a rational or real symbol inside, sympy's own floor."""
    a, b = sympify(a, strict=True), sympify(b, strict=True)
    if b is S.One and _is_linear(a):
        return a
    if has_fractional_symbol(a) or has_fractional_symbol(b):
        return floor(a / b)
    return FloorDiv(a, b)


def _is_linear(e: Expr) -> bool:
    """Whether the formula is a sum of whole multiples of plain symbols: most sizes are."""
    terms = (term.as_coeff_Mul() for term in Add.make_args(e))
    return all(number.is_Integer and (rest is S.One or (rest.is_Symbol and is_whole(rest))) for number, rest in terms)


def one_floor(e: Expr) -> Expr:
    """A sum with a single floor in its canonical form: what is added to the floor may belong inside."""
    rest = e.as_coeff_Add()[1]
    has_one = rest.is_Add and sum(isinstance(term, FloorDiv) for term in rest.args) == 1
    return FloorDiv(e, S.One) if has_one else e


def floor_of(value: Expr) -> Expr:
    """floor(value), as one quotient where the value is a fraction of whole formulas."""
    if not has_fractional_symbol(value):
        if is_whole(value):
            return value
        numerator, denominator = value.together().as_numer_denom()
        if is_whole(numerator) and is_whole(denominator):
            return FloorDiv(numerator, denominator)
    return floor(value)
