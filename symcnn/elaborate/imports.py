"""Modules: `import resnet` brings `resnet.stem`, `import resnet: stem` brings `stem`.

A module is read once for a network. It gives its own `def`, `net` and `shared`; its `let`, `set`, `param` and
imports hold inside these, and its layers and expectations belong to the file itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcnn.elaborate.scope import Block, Scope
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import Span, SymcnnError
from symcnn.text import tree
from symcnn.text.modules import module

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter

INSIDE = (tree.Import, tree.Let, tree.Param, tree.Definition, tree.Shared, tree.Set)  # what is read of a module
MOST_MODULES = 200


def import_module(reader: Interpreter, node: tree.Import, scope: Scope) -> None:
    """Read `import resnet` and `import resnet: stem, bottleneck`.

    Raises SymcnnError: no such module, a loop, a name that the module does not define.
    """
    key = (node.module, node.span.source.name)
    if key not in reader.programs:
        reader.programs[key] = module(*key, node.span)
    program = reader.programs[key]
    blocks = _module_scope(reader, node, program).blocks
    own = {one.name: blocks[one.name] for one in program.body if isinstance(one, (tree.Definition, tree.Shared))}
    for name in node.names:
        if name not in own:
            raise _not_defined(node, name, list(own))
    brought = {name: own[name] for name in node.names} or {f"{node.module}.{name}": own[name] for name in own}
    for name, block in brought.items():
        scope.blocks[name] = block
        _take_if_wanted(reader, name, block)


def _take_if_wanted(reader: Interpreter, name: str, block: Block) -> None:
    """Remember a net that is to be evaluated alone: `params(resnet.resnet50)`."""
    if name == reader.wanted and isinstance(block.definition, tree.Definition) and block.definition.keyword == "net":
        reader.found = (block.definition, block.scope)


def _module_scope(reader: Interpreter, node: tree.Import, program: tree.Program) -> Scope:
    """The names of a module; it is read when it is imported first."""
    file = program.span.source.name
    if file in reader.importing:
        chain = " -> ".join([*reader.importing[reader.importing.index(file) :], file])
        message = f"modules import each other in a loop: {chain}"
        raise SymcnnError("E209", message, node.span, "put what both need into a third file")
    if file not in reader.modules:
        if len(reader.modules) + len(reader.importing) >= MOST_MODULES:
            raise SymcnnError("E110", f"more than {MOST_MODULES} modules are imported", node.span, "join some of them")
        reader.modules[file] = _read(reader, program, file)
    return reader.modules[file]


def _read(reader: Interpreter, program: tree.Program, file: str) -> Scope:
    """Read the statements of a module; the net that is wanted is none of its own."""
    scope = Scope(reader.evaluation)
    wanted, reader.wanted = reader.wanted, ""
    reader.importing.append(file)
    reader.body([element for element in program.body if isinstance(element, INSIDE)], scope)
    reader.importing.pop()
    reader.wanted = wanted
    return scope


def _not_defined(node: tree.Import, name: str, names: list[str]) -> SymcnnError:
    near = did_you_mean(name, names)
    listed = f"it has {', '.join(names)}" if names else "it defines nothing"
    help_ = f"{near} {listed}" if near else listed
    return SymcnnError("E202", f"module '{node.module}' has no '{name}'", _place(node, name), help_)


def _place(node: tree.Import, name: str) -> Span:
    """The place of a name behind the colon."""
    span = node.span
    before = re.search(rf":(.*?)\b(?={name}\b)", span.text, re.DOTALL)
    at = span.start + (before.end() if before else 0)
    return span._replace(start=at, end=at + len(name))
