"""The value of any expression, by the rule for its kind of node; a rule is a function with `@rule(kind)` in front."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from symcnn.algebra.exact import in_the_text
from symcnn.elaborate.scope import Scope
from symcnn.elaborate.values import describe, is_number
from symcnn.errors import SymcnnError
from symcnn.text import tree

Rule = TypeVar("Rule", bound=Callable[..., Any])
RULES: dict[type, Callable[[Any, Scope], Any]] = {}


def rule(kind: type[tree.Node]) -> Callable[[Rule], Rule]:
    """Register how a kind of node gets its value: a function of the node and the scope."""

    def register(function: Rule) -> Rule:
        RULES[kind] = function
        return function

    return register


def evaluate(node: tree.Argument, scope: Scope) -> Any:
    """The value of an expression: a number, a formula, a word, a tuple, a list or a truth value."""
    return RULES[type(node)](node, scope)


def number(node: tree.Argument, scope: Scope, what: str) -> Any:
    """The value of an expression that must be a number or a formula."""
    value = evaluate(node, scope)
    if not is_number(value):
        raise SymcnnError("E303", f"{what} is a number, not {describe(value)}", node.span)
    return value


def decide(node: tree.Expr, scope: Scope) -> bool:
    """The truth of a condition, which must be decidable."""
    value = evaluate(node, scope)
    if isinstance(value, bool):
        return value
    check_condition(value, node)
    in_a_round = any(" " in symbol.name for symbol in value.free_symbols)  # no symbol of a text has a blank
    raise SymcnnError(
        "E504",
        f"the condition {node.span.text if in_a_round else repr(in_the_text(value))} cannot be decided",
        node.span,
        "give the symbols values, or state an assumption (assume n >= 2)",
    )


def check_condition(value: Any, node: tree.Expr) -> None:
    """Refuse what is neither true nor false, nor depends on symbols which of them."""
    if isinstance(value, bool) or describe(value) == "a condition":
        return
    help_ = "compare it: n >= 2" if is_number(value) else ""
    raise SymcnnError("E303", f"a condition is true or false, not {describe(value)}", node.span, help_)
