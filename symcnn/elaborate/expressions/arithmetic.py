"""Sums, products and powers of numbers and formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symcnn.algebra.exact import divide, exact, floor_div, is_symbolic, modulo
from symcnn.elaborate import limits
from symcnn.elaborate.expressions.evaluating import number, rule
from symcnn.elaborate.scope import Scope
from symcnn.errors import SymcnnError
from symcnn.text import tree

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: exact(a + b),
    "-": lambda a, b: exact(a - b),
    "*": lambda a, b: exact(a * b),
    "/": divide,
    "//": floor_div,
    "%": modulo,
}


@rule(tree.Chain)
def _chain(node: tree.Chain, scope: Scope) -> Any:
    total = number(node.first, scope, "a term")
    for operator, operand in node.rest:
        value = number(operand, scope, "a term")
        try:
            total = OPERATORS[operator](total, value)
        except ZeroDivisionError:
            raise SymcnnError("E304", "division by zero", operand.span) from None
        limits.check_size(total, node.span)
    return total


@rule(tree.Signed)
def _signed(node: tree.Signed, scope: Scope) -> Any:
    value = number(node.operand, scope, "a term")
    return exact(-value) if node.sign == "-" else value


@rule(tree.Power)
def _power(node: tree.Power, scope: Scope) -> Any:
    base, exponent = number(node.base, scope, "a base"), number(node.exponent, scope, "an exponent")
    limits.check_power(base, exponent, node.span)
    if base == 0 and not is_symbolic(exponent) and exponent < 0:
        raise SymcnnError("E304", "division by zero", node.span)
    return limits.check_size(_raised(base, exponent), node.span)


def _raised(base: Any, exponent: Any) -> Any:
    if isinstance(base, int) and isinstance(exponent, int):
        return base**exponent if exponent >= 0 else divide(1, base**-exponent)
    if is_symbolic(base) or is_symbolic(exponent) or not isinstance(exponent, int):
        import sympy

        from symcnn.algebra.powers import unified

        return unified(exact(sympy.Pow(sympy.sympify(base), sympy.sympify(exponent))))
    return exact(base**exponent)
