"""Statements: what names, defaults and assumptions hold from here on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from symcnn.elaborate import assumptions
from symcnn.elaborate.bind import bind_defaults
from symcnn.elaborate.expressions import evaluate, number
from symcnn.elaborate.joins import JOINS
from symcnn.elaborate.scope import Block, Claim, Later, Scope, SharedUse, Unread
from symcnn.elaborate.values import BLOCK, KINDS, BlockName, describe, did_you_mean
from symcnn.errors import SymcnnError
from symcnn.layers import LAYERS
from symcnn.text import tree

RESERVED = (*JOINS, "seq", "from", "output")  # names of layers that bring paths together

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter


def let(reader: Interpreter, node: tree.Let, scope: Scope) -> None:
    """Read `let w = 64, m = 4*w`: names for values."""
    inner = _with_units(scope)
    for binding in node.bindings:
        scope.values[binding.name] = inner.values[binding.name] = evaluate(binding.value, inner)


def param(reader: Interpreter, node: tree.Param, scope: Scope) -> None:
    """Read `param F = 32`: symbols with kinds and defaults; those of a module where they are used."""
    for declaration in node.declarations:
        if reader.reads_a_module:
            scope.values[declaration.name] = Later(partial(declare, declaration, scope))
        else:
            declare(declaration, scope)


def definition(reader: Interpreter, node: tree.Definition | tree.Shared, scope: Scope) -> None:
    """Read `def`, `net` or `shared`: keep the block with the names that it sees."""
    if node.name in LAYERS or node.name in RESERVED:
        help_ = f"choose another name, for example {node.name}_block"
        raise SymcnnError("E206", f"'{node.name}' is a built-in layer", node.span, help_)
    closure = Scope(reader.evaluation, scope)
    closure.tensor = None
    block = Block(node, closure)
    closure.blocks[node.name] = scope.blocks[node.name] = block
    if isinstance(node, tree.Shared):
        reader.shared[id(closure)] = SharedUse(block, len(reader.active))
    if isinstance(node, tree.Definition) and node.name == reader.wanted:
        reader.found = (node, closure)


def set_defaults(reader: Interpreter, node: tree.Set, scope: Scope) -> None:
    """Read `set conv(pad=same)`: defaults for the calls that follow."""
    scope.preset(node.layer, bind_defaults(node, scope))


def expect(reader: Interpreter, node: tree.Expect, scope: Scope) -> None:
    """Read `expect`: keep the claim; those of a net count where it is evaluated alone."""
    if not reader.calls:
        reader.claims.append(Claim(node, Scope(reader.evaluation, scope, units=True), len(reader.steps)))


def assume(reader: Interpreter, node: tree.Assume, scope: Scope) -> None:
    """Read `assume divisible`, `assume n >= 2`, `assume H % 32 == 0`."""
    assumptions.read(node.facts, scope)


def _with_units(scope: Scope) -> Scope:
    return Scope(scope.evaluation, scope, units=True)


def declare(declaration: tree.Declaration, scope: Scope) -> Any:
    """Declare a symbol: its kind, and its default where there is one. Its value is a number, a formula or a block."""
    kind = declaration.kind or "int"
    if kind not in KINDS:
        help_ = did_you_mean(kind, KINDS) or f"kinds are {', '.join(KINDS)}"
        raise SymcnnError("E205", f"unknown kind '{kind}'", declaration.span, help_)
    block = _block_of(declaration, scope)
    if block is not None:
        scope.evaluation.symbols.setdefault(declaration.name, BLOCK)
        scope.values[declaration.name] = block
        return block
    evaluation = scope.evaluation
    if declaration.default is not None:
        what = f"the default of {declaration.name}"
        default = number(declaration.default, _with_units(scope), what)
        evaluation.defaults[declaration.name] = default
        if evaluation.at_defaults:
            evaluation.given.setdefault(declaration.name, default)
    value = scope.values[declaration.name] = evaluation.symbol(declaration.name, declaration.span, kind)
    return value


def _block_of(declaration: tree.Declaration, scope: Scope) -> Any:
    """The block or layer that a parameter stands for (`block=bottleneck`); None where it is a number."""
    given = scope.evaluation.given.get(declaration.name)
    if isinstance(given, Unread):
        given = evaluate(given.node, scope)
    given = scope.blocks.get(str(given), given)  # a name was read as a symbol where no block is known
    if isinstance(given, (Block, BlockName)):
        return given
    default = _block_default(declaration, scope)
    if default is None:
        return None
    name = getattr(given, "name", "")
    if name:
        help_ = did_you_mean(name, (*scope.blocks, *LAYERS)) or f"write for example {declaration.name}={default.name}"
        raise SymcnnError("E202", f"{declaration.name}={name}: there is no block or layer '{name}'", None, help_)
    if given is not None:
        message = f"{declaration.name} is a block, not {describe(given)}"
        raise SymcnnError("E303", message, None, f"write for example {declaration.name}={default.name}")
    return default


def _block_default(declaration: tree.Declaration, scope: Scope) -> Block | BlockName | None:
    default = declaration.default
    if not isinstance(default, (tree.Name, tree.Attribute, tree.Function)):
        return None
    value = evaluate(default, _with_units(scope))
    return value if isinstance(value, (Block, BlockName)) else None
