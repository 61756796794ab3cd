"""Forms back as sympy expressions of the same shape, which sympy must not evaluate."""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Function, Mul, Pow, Rational

from symcnn.algebra.presentation.short import shortest
from symcnn.algebra.presentation.tree import Product, Sum, read


def expression(terms: Sum) -> Any:
    """The sum as a sympy expression.

    >>> from symcnn.algebra.presentation import short
    >>> from sympy.abc import C
    >>> expression(short(144*C + 16).terms)
    16*(9*C + 1)
    """
    parts = [_product(term) for term in terms]
    return parts[0] if len(parts) == 1 else Add(*parts, evaluate=False)


def _product(term: Product) -> Any:
    number = Rational(term.number.numerator, term.number.denominator)
    factors = [_power(_atom(atom), power) for atom, power in term.powers]
    factors += [_power(expression(inner), power) for inner, power in term.sums]
    if number != 1 or not factors:
        factors.insert(0, number)
    return factors[0] if len(factors) == 1 else Mul(*factors, evaluate=False)


def _power(base: Any, power: int) -> Any:
    return base if power == 1 else Pow(base, power, evaluate=not base.is_Add)


def _atom(atom: Any) -> Any:
    """An atom with its arguments in the forms in which they are printed."""
    if isinstance(atom, Function) and all(isinstance(a, Expr) for a in atom.args):
        return atom.func(*(expression(shortest(read(a))) for a in atom.args), evaluate=False)
    return atom
