"""Comparisons and what is made of them: true, false, or a relation where that depends on symbols."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symcnn.algebra.conditions import AtLeast, Equal
from symcnn.elaborate.expressions.evaluating import decide, evaluate, rule
from symcnn.elaborate.scope import Scope
from symcnn.elaborate.values import describe, is_number
from symcnn.errors import SymcnnError
from symcnn.text import tree


@rule(tree.Compare)
def _compare(node: tree.Compare, scope: Scope) -> Any:
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    if is_number(left) and is_number(right):
        return compare(left, node.operator, right)
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
        return _compare_tuples(left, node.operator, right)
    if node.operator in ("==", "!="):
        return (left == right) == (node.operator == "==")
    wrong = node.left if not is_number(left) else node.right
    raise SymcnnError("E303", f"only numbers are compared by size, not {describe(evaluate(wrong, scope))}", wrong.span)


def _compare_tuples(left: tuple[Any, ...], operator: str, right: tuple[Any, ...]) -> Any:
    """Compare sizes one by one; a relation that depends on symbols is the answer."""
    parts = [compare(a, "==", b) for a, b in zip(left, right, strict=True)]
    undecided = [part for part in parts if not isinstance(part, bool)]
    equal = False if False in parts else (undecided[0] if undecided else True)
    return equal if operator == "==" or not isinstance(equal, bool) else not equal


def compare(left: Any, operator: str, right: Any) -> Any:
    """Decide a comparison; where it depends on symbols, the relation itself."""
    tests: dict[str, Callable[[], bool | None]] = {
        "==": lambda: Equal(left, right).holds(),
        "!=": lambda: _opposite(Equal(left, right).holds()),
        ">=": lambda: AtLeast(left, right).holds(),
        "<=": lambda: AtLeast(right, left).holds(),
        "<": lambda: _opposite(AtLeast(left, right).holds()),
        ">": lambda: _opposite(AtLeast(right, left).holds()),
    }
    truth = tests[operator]()
    if truth is not None:
        return truth
    import sympy

    relations = {"==": sympy.Eq, "!=": sympy.Ne, ">=": sympy.Ge, "<=": sympy.Le, "<": sympy.Lt, ">": sympy.Gt}
    relation = relations[operator](left, right)
    return bool(relation) if relation in (sympy.true, sympy.false) else relation


def _opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


@rule(tree.Logic)
def _logic(node: tree.Logic, scope: Scope) -> bool:
    left = decide(node.left, scope)
    if node.operator == "and":
        return left and decide(node.right, scope)
    return left or decide(node.right, scope)


@rule(tree.Not)
def _not(node: tree.Not, scope: Scope) -> bool:
    return not decide(node.operand, scope)
