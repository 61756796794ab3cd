"""Values that are written as they are: digits, dimensions, truth values, tuples and lists."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import exact, fraction
from symcnn.elaborate import limits
from symcnn.elaborate.expressions.evaluating import evaluate, rule
from symcnn.elaborate.scope import Scope
from symcnn.elaborate.values import ListValue
from symcnn.errors import SymcnnError
from symcnn.text import tree

UNITS = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}


def exact_number(node: tree.Number) -> Any:
    """The exact value of digits as they were typed: `0.75` is 3/4."""
    digits = node.digits.replace("_", "")
    if len(digits) > limits.MOST_DIGITS:
        raise limits.too_large(node.span)
    mantissa, _, exponent = digits.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    power = int(exponent or 0) - len(decimals)
    if abs(power) > limits.MOST_DIGITS:
        raise limits.too_large(node.span)
    value = int(whole + decimals)
    return value * 10**power if power >= 0 else fraction(value, 10**-power)


@rule(tree.Number)
def _number(node: tree.Number, scope: Scope) -> Any:
    value = exact_number(node)
    if not node.unit:
        return value
    meant = exact(value * UNITS[node.unit])
    if not scope.units:
        message = f"'{node.digits}{node.unit}': number suffixes are for expect, let and param only"
        help_ = f"write {meant} for the number, or {node.digits}*{node.unit} for a product"
        raise SymcnnError("E302", message, node.span, help_)
    return meant


@rule(tree.Dims)
def _dims(node: tree.Dims, scope: Scope) -> Any:
    if max(map(len, node.digits)) > limits.MOST_DIGITS:
        raise limits.too_large(node.span)
    return tuple(map(int, node.digits))


@rule(tree.Truth)
def _truth(node: tree.Truth, scope: Scope) -> bool:
    return node.value


@rule(tree.Tuple)
def _tuple(node: tree.Tuple, scope: Scope) -> tuple[Any, ...]:
    return limits.check_nesting(tuple(evaluate(element, scope) for element in node.elements), node.span)


@rule(tree.List)
def _list(node: tree.List, scope: Scope) -> ListValue:
    return ListValue(limits.check_nesting(tuple(evaluate(element, scope) for element in node.elements), node.span))
