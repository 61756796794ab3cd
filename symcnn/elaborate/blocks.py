"""Blocks of the user: arguments for their formal parameters, as for a layer's."""

from __future__ import annotations

from typing import Any

from symcnn.elaborate.expressions import evaluate
from symcnn.elaborate.scope import Block, Scope
from symcnn.elaborate.statements import declare
from symcnn.errors import SymcnnError
from symcnn.text import tree

DEEPEST = 60  # calls of blocks inside blocks


def signature(block: Block) -> str:
    """Write a block's signature as it was defined."""
    parts = [f.name + (f"={f.default.span.text}" if f.default is not None else "") for f in block.formals]
    return f"{block.name}({','.join(parts)})" if parts else block.name


def enter(block: Block, call: tree.Call, scope: Scope, *, open_: bool = False) -> Scope:
    """Make the scope of a block's body: its own names, with the arguments of the call.

    Where it is open, a value that the user gave for a parameter takes the place of its default.

    Raises SymcnnError: too many arguments, an unknown one, one that is missing.
    """
    given = _given(block, call, scope)
    inner = Scope(scope.evaluation, block.scope)
    for formal in block.formals:
        if formal.name in given:
            inner.values[formal.name] = given[formal.name]
        elif formal.default is not None and open_ and _is_given(formal.name, scope):
            declare(formal, inner)
        elif formal.default is not None:
            inner.values[formal.name] = evaluate(formal.default, Scope(scope.evaluation, inner, units=True))
        else:
            help_ = f"signature: {signature(block)}"
            raise SymcnnError("E301", f"{block.name} needs a value for '{formal.name}'", call.span, help_)
    return inner


def _is_given(name: str, scope: Scope) -> bool:
    """Whether the user gave a value for a name that means nothing else at this place."""
    scope.evaluation.offered.add(name)
    return name in scope.evaluation.given and name not in scope.values


def _given(block: Block, call: tree.Call, scope: Scope) -> dict[str, Any]:
    names = [formal.name for formal in block.formals]
    positional = [a for a in call.arguments if not isinstance(a, tree.Keyword)]
    if len(positional) > len(names):
        takes = f"{len(names)} argument{'s' * (len(names) != 1)} ({', '.join(names)})" if names else "no arguments"
        message = f"{block.name} takes {takes}; {len(positional)} given"
        raise SymcnnError("E301", message, positional[len(names)].span)
    given = dict(block.fixed)
    given |= {name: evaluate(node, scope) for name, node in zip(names, positional, strict=False)}
    return given | keywords(block, call.arguments, scope)


def keywords(block: Block, arguments: tuple[Any, ...], scope: Scope) -> dict[str, Any]:
    """The values of the arguments that are given by name."""
    names = [formal.name for formal in block.formals]
    found = {}
    for argument in arguments:
        if not isinstance(argument, tree.Keyword):
            continue
        if argument.name not in names:
            help_ = f"it takes: {', '.join(names)}" if names else "it takes no arguments"
            span = argument.span._replace(end=argument.span.start + len(argument.name))
            raise SymcnnError("E301", f"{block.name} has no argument '{argument.name}'", span, help_)
        found[argument.name] = evaluate(argument.value, scope)
    return found
