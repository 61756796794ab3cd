"""Functions among values: `max(a,b)`, `if(test,a,b)`, and blocks with some of their arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symcnn.algebra.exact import choice, is_symbolic
from symcnn.elaborate import limits
from symcnn.elaborate.expressions.evaluating import check_condition, evaluate, number, rule
from symcnn.elaborate.expressions.sums import sum_or_product
from symcnn.elaborate.functions import FUNCTIONS, SPECIAL, WHOLE_ONLY
from symcnn.elaborate.scope import Block, Scope
from symcnn.elaborate.values import ListValue, did_you_mean
from symcnn.errors import SymcnnError
from symcnn.layers import LAYERS
from symcnn.text import tree


@rule(tree.Function)
def _function(node: tree.Function, scope: Scope) -> Any:
    name = node.name
    if name in SPECIAL:
        return SPECIAL_RULES[name](node, scope)
    if name in scope.metrics and scope.measure is not None:
        return scope.measure(node, scope)
    if name in scope.blocks:
        return _fixed_in_advance(scope.blocks[name], node, scope)
    if name not in FUNCTIONS:
        if name in LAYERS:
            raise SymcnnError(
                "E204",
                f"'{name}' is a layer, not a function",
                node.span,
                "a layer stands between layers, not among values",
            )
        help_ = did_you_mean(name, [*FUNCTIONS, *SPECIAL, *scope.blocks])
        raise SymcnnError("E204", f"unknown function '{name}'", node.span, help_)
    return _apply(node, scope)


def _fixed_in_advance(block: Block, node: tree.Function, scope: Scope) -> Block:
    """`bottleneck(w=4,g=32)` as a value: the block with some of its arguments."""
    names = [formal.name for formal in block.formals]
    fixed = dict(block.fixed)
    for argument in node.arguments:
        if isinstance(argument, tree.Keyword) and argument.name not in names:
            help_ = did_you_mean(argument.name, names) or f"it takes: {', '.join(names) or 'none'}"
            raise SymcnnError("E301", f"{block.name} has no argument '{argument.name}'", argument.span, help_)
        if not isinstance(argument, tree.Keyword):
            help_ = f"write: {block.name}({names[0] if names else 'name'}=…)"
            raise SymcnnError("E301", "arguments that are fixed in advance are given by name", argument.span, help_)
        fixed[argument.name] = evaluate(argument.value, scope)
    return Block(block.definition, block.scope, fixed)


def _apply(node: tree.Function, scope: Scope) -> Any:
    info = FUNCTIONS[node.name]
    arguments: list[Any] = [a.value if isinstance(a, tree.Keyword) else a for a in node.arguments]
    if not info.least <= len(arguments) <= info.most:
        count = f"{info.least}" if info.least == info.most else f"{info.least} to {info.most}"
        plural = "argument" if info.least == info.most == 1 else "arguments"
        raise SymcnnError(
            "E301",
            f"{node.name} takes {count} {plural}; {len(arguments)} given",
            node.span,
            f"signature: {info.signature}",
        )
    values = [number(a, scope, f"{node.name}'s argument") for a in arguments]
    if node.name in WHOLE_ONLY and not all(isinstance(v, int) for v in values):
        help_ = "give the symbols values" if any(map(is_symbolic, values)) else "round it: floor(…) or ceil(…)"
        raise SymcnnError("E303", f"{node.name} is for whole numbers only", node.span, help_)
    limits.check_arguments(node.name, values, node.span)
    try:
        return limits.check_size(info.of(*values), node.span)
    except ZeroDivisionError:
        raise SymcnnError("E304", "division by zero", node.span) from None


def _choice(node: tree.Function, scope: Scope) -> Any:
    """`if(test,a,b)`: a Piecewise where the test depends on symbols."""
    if len(node.arguments) != 3:
        raise SymcnnError(
            "E301", f"if takes 3 arguments; {len(node.arguments)} given", node.span, "signature: if(test,a,b)"
        )
    test_node, a, b = _unnamed(node)
    test = evaluate(test_node, scope)
    check_condition(test, test_node)
    if isinstance(test, bool):
        return evaluate(a if test else b, scope)
    either = choice(test, number(a, scope, "a choice"), number(b, scope, "a choice"))
    return limits.check_size(either, node.span)


def _unnamed(node: tree.Function) -> list[Any]:
    """The arguments of a function that takes no names."""
    for argument in node.arguments:
        if isinstance(argument, tree.Keyword):
            help_ = f"write: {node.name}({argument.span.text.partition('=')[2].strip()})"
            raise SymcnnError("E301", f"{node.name} has no argument '{argument.name}'", argument.span, help_)
    return list(node.arguments)


def _length(node: tree.Function, scope: Scope) -> int:
    value = evaluate(_unnamed(node)[0], scope) if len(node.arguments) == 1 else None
    if not isinstance(value, ListValue):
        raise SymcnnError("E303", "len takes one list", node.span, "write: len([64,128])")
    return len(value.elements)


SPECIAL_RULES: dict[str, Callable[[tree.Function, Scope], Any]] = {
    "if": _choice,
    "len": _length,
    "sum": sum_or_product,
    "prod": sum_or_product,
}
