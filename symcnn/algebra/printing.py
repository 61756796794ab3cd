"""How a value is written: exact numbers, and formulas in the order that authors use."""

from __future__ import annotations

from functools import cache
from typing import Any

from symcnn.algebra.exact import decimal, is_symbolic

MANY_TERMS = 60  # longer sums are written as they are: looking for common factors takes time
MANY_OPERATIONS = 400  # so do floors within floors


def text(value: Any) -> str:
    """Write a value so that sympy (and Python) read it back.

    >>> from sympy.abc import C, F, K, W
    >>> text(542230), text(W - K + 1), text(C*F*K**2 + F)
    ('542230', 'W - K + 1', 'F*(C*K**2 + 1)')
    """
    if isinstance(value, int):
        return decimal(value)
    if not is_symbolic(value):
        return str(value)
    return str(_printer().doprint(_short(value)))


def grouped(value: Any) -> str:
    """Write a number with separated thousands, a formula as `text` does."""
    if not isinstance(value, int):
        return text(value)
    digits = decimal(abs(value))
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))]
    return "-" * (value < 0) + ",".join(groups)


def latex(value: Any) -> str:
    """Write a value in LaTeX: 542{,}230, or the formula.

    >>> latex(542230)
    '542{,}230'
    """
    if not is_symbolic(value):
        return (
            grouped(value).replace(",", "{,}")
            if isinstance(value, int)
            else rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
        )
    import sympy

    return str(sympy.latex(_short(value)))


def _short(e: Any) -> Any:
    """The formula with what its terms have in common in front: 16*(9*C + 1), not 144*C + 16."""
    from sympy import Add, Mul

    terms = Add.make_args(e)
    if not 1 < len(terms) <= MANY_TERMS or e.count_ops() > MANY_OPERATIONS:
        return e
    common = _common_factor(terms)
    if common == 1:
        return e
    return Mul(*Mul.make_args(common), Add(*[term / common for term in terms]), evaluate=False)


def _common_factor(terms: tuple[Any, ...]) -> Any:
    """The greatest number and the highest powers that divide every term."""
    from sympy import Integer, Mul, igcd

    coefficients, rests = zip(*(term.as_coeff_Mul() for term in terms), strict=True)
    number = Integer(igcd(*coefficients)) if all(c.is_Integer for c in coefficients) else 1
    shared = _powers(rests[0])
    for rest in rests[1:]:
        other = _powers(rest)
        shared = {base: min(power, other[base]) for base, power in shared.items() if base in other}
    return Mul(number, *(base**power for base, power in shared.items()))


def _powers(product: Any) -> dict[Any, int]:
    """The factors of a product with whole positive powers (choices among them are left alone)."""
    from sympy import Mul, Piecewise

    split = (factor.as_base_exp() for factor in Mul.make_args(product))
    return {
        base: int(power)
        for base, power in split
        if power.is_Integer and power > 0 and not (base.is_number or base.has(Piecewise))
    }


@cache
def _printer() -> Any:
    from sympy.printing.str import StrPrinter

    class FormulaPrinter(StrPrinter):  # type: ignore[misc]
        """sympy's printer, with what is subtracted after what is not: W - K, not -K + W."""

        def _print_Integer(self, expr: Any) -> str:  # noqa: N802  (sympy's name)
            return decimal(int(expr))

        def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
            terms = super()._as_ordered_terms(expr, order)
            return sorted(terms, key=_place_in_sum)

    return FormulaPrinter()


def _place_in_sum(term: Any) -> int:
    if term.is_number:
        return 2
    return 1 if term.could_extract_minus_sign() else 0
