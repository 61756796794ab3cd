"""Which formulas are whole numbers, and sums of whole multiples of them."""

from __future__ import annotations

from sympy import Add, Expr, Function, Integer, Max, Min, Mod, Mul, Piecewise, Pow, S, Symbol, ceiling, floor

MANY_TERMS = 256  # a product of sums with more terms than this is left as it is


def is_whole(e: Expr) -> bool:
    """Whether the formula is whole for whole positive values of its plain symbols."""
    if e.is_Integer or isinstance(e, (floor, ceiling)) or (isinstance(e, Function) and e.is_integer):
        return True
    if isinstance(e, Symbol):
        return e.is_rational is None or bool(e.is_integer)  # a symbol with no assumptions is a whole number
    if isinstance(e, Pow):
        return is_whole(e.base) and is_whole(e.exp) and never_negative(e.exp)
    if isinstance(e, Piecewise):
        return all(is_whole(value) for value, _ in e.args)
    if isinstance(e, Mul) and not e.as_coeff_Mul()[0].is_Integer:
        return _is_whole_multiple(e)
    return isinstance(e, (Add, Mul, Max, Min, Mod)) and all(is_whole(a) for a in e.args)


def _is_whole_multiple(e: Expr) -> bool:
    """Whether powers cancel the denominator of a fraction: 2**n/2 is 2**(n - 1)."""
    number, rest = e.as_coeff_Mul()
    if not number.is_Rational:
        return False
    below, factors = Integer(number.q), []
    for factor in Mul.make_args(rest):
        base, exponent = factor.as_base_exp()
        while base.is_Integer and base > 1 and below % base == 0 and never_negative(exponent - 1):
            below, exponent = below / base, exponent - 1
        factors.append(Pow(base, exponent, evaluate=False))
    return below == 1 and all(map(is_whole, factors))


def never_negative(e: Expr) -> bool:
    """Whether the formula cannot be negative: seen from its constant and its coefficients."""
    from symcnn.algebra.bounds import lower_bound

    least = lower_bound(e)
    return least is not None and least >= 0


def expanded(e: Expr) -> Expr:
    """Multiply out, unless that would give very many terms."""
    count = 1
    for factor in Mul.make_args(e) if not e.is_Add else ():
        base, power = factor.as_base_exp()
        if base.is_Add and power.is_Integer and power > 0:
            count *= len(base.args) ** int(min(power, 99))
    if count > MANY_TERMS:
        return e
    if e.is_Add:
        return Add(*[expanded(term) for term in e.args])
    return e.expand(deep=False) if count > 1 else e


def linear(e: Expr) -> tuple[int, list[tuple[int, Expr]]] | None:
    """Split into a whole constant and whole multiples of whole terms; None where it is not such a sum."""
    constant, terms = 0, []
    for term in Add.make_args(e):
        coefficient, rest = term.as_coeff_Mul()
        if not coefficient.is_Integer or not is_whole(rest):
            return None
        if rest is S.One:
            constant += int(coefficient)
        else:
            terms.append((int(coefficient), rest))
    return constant, terms


def has_fractional_symbol(e: Expr) -> bool:
    """Whether a symbol in the formula was declared rational or real."""
    return any(s.is_rational is not None and not s.is_integer for s in e.free_symbols)
