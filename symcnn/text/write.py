"""Tree to text, in the one canonical form: the author's line breaks and comments, our spaces."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from symcnn.errors import SymcnnError
from symcnn.text import tree
from symcnn.text.layout import Layout
from symcnn.text.values import Place, Values

INDENT = "\n  "
BEFORE_SEMICOLON = (tree.Import, tree.Let, tree.Param, tree.Set, tree.Assume, tree.Expect)


def write(program: tree.Program, *, line: bool = False) -> str:
    """Write a program in canonical form.

    Line breaks between elements, paths and rows of tables stay where the program's own text has
    them, and so do comments. `line=True` writes one line without comments, as for a tree that was
    not read from a text. The result has no line break at its end.

    >>> from symcnn.text.parse import parse
    >>> write(parse("conv( 32, 3 )relu()  3 * {conv(8,(3),pad = same)} #end"))
    'conv(32,3) relu 3*{ conv(8,3,pad=same) }  # end'
    """
    layout = Layout() if line else Layout(program.span.source.text, program.comments)
    try:
        text = _Writer(layout).program(program)
    except RecursionError:
        raise SymcnnError("E110", "the text is nested too deeply", None, "name parts of it with let or def") from None
    return re.sub(r" +(?=\n)", "", text)  # blank lines are not indented


class _Writer:
    """Writes elements in the order of the text: the layout hands out each comment once."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.values = Values(layout)

    def program(self, node: tree.Program) -> str:
        """Write a whole program."""
        text, end = self.elements(node.body, 0)
        return (text + self.layout.gap(end, node.span.end).head()).strip("\n ")

    def elements(self, body: tuple[Any, ...], start: int) -> tuple[str, int]:
        """Write elements, each behind its gap, and tell where the last one ends."""
        text, at, previous = "", start, None
        for element in body:
            gap = self.layout.gap(at, element.span.start)
            odd = self.layout.begin_head()
            written = self.node(element)
            self.layout.end_head(element.span.end)
            space = "; " if isinstance(previous, BEFORE_SEMICOLON) else " "
            text += gap.and_then(odd).text(space, 2 if previous else 1) + written
            at, previous = element.span.end, element
        return text, at

    def inside(self, body: tuple[Any, ...], start: int, end: int) -> str:
        """Write what stands between two of `{`, `|` and `}`."""
        self.layout.end_head(start)
        text, at = self.elements(body, start)
        gap = self.layout.gap(at, end)
        text += gap.head(2 if body else 1)
        return text.replace("\n", INDENT) + gap.tail(" ", 1) if text else " "

    def block(self, node: tree.Block) -> str:
        """Write a block with its braces."""
        return "{" + self.inside(node.body, node.span.start + 1, node.span.end - 1) + "}"

    def node(self, node: Any) -> str:
        """Write one element."""
        return WRITERS[type(node)](self, node)

    # ------------------------------------------------------------------- items

    def call(self, node: tree.Call) -> str:
        arguments = f"({self.values.arguments(node.arguments)})" if node.arguments else ""
        paths = "|".join(self.inside(path.body, path.span.start, path.span.end) for path in node.branches)
        return node.name + arguments + (f"{{{paths}}}" if node.branches else "")

    def repeat(self, node: tree.Repeat) -> str:
        count = self.values.write(node.count, Place.ARGUMENT)
        if not isinstance(node.count, tree.Name) and not _is_whole(node.count):
            count = f"({count})"
        return f"{count}*{self.node(node.body)}"

    def loop(self, node: tree.Loop) -> str:
        domain = self.values.write(node.domain, Place.HEADER)
        return f"for {', '.join(node.names)} in {domain} {self.block(node.body)}"

    def condition(self, node: tree.Condition) -> str:
        text = self._test(node)
        while isinstance(node.otherwise, tree.Condition):
            node = node.otherwise
            text += f" else {self._test(node)}"
        return text + (f" else {self.block(node.otherwise)}" if node.otherwise else "")

    def _test(self, node: tree.Condition) -> str:
        return f"if {self.values.write(node.test, Place.HEADER)} {self.block(node.then)}"

    def labelled(self, node: tree.Labelled) -> str:
        index = f"[{self.values.write(node.index, Place.ARGUMENT)}]" if node.index else ""
        return f"{self.node(node.item)} as {node.label}{index}"

    # -------------------------------------------------------------- statements

    def import_(self, node: tree.Import) -> str:
        names = f": {', '.join(node.names)}" if node.names else ""
        return f"import {node.module}{names}"

    def let(self, node: tree.Let) -> str:
        return "let " + ", ".join(f"{b.name} = {self._value(b.value)}" for b in node.bindings)

    def param(self, node: tree.Param) -> str:
        return "param " + ", ".join(map(self._declaration, node.declarations))

    def _declaration(self, node: tree.Declaration) -> str:
        kind = f": {node.kind}" if node.kind else ""
        return node.name + kind + (f" = {self._value(node.default)}" if node.default else "")

    def definition(self, node: tree.Definition) -> str:
        formals = f"({','.join(map(self._formal, node.formals))})" if node.formals else ""
        return f"{node.keyword} {node.name}{formals} {self.block(node.body)}"

    def _formal(self, node: tree.Declaration) -> str:
        kind = f":{node.kind}" if node.kind else ""
        default = f"={self.values.write(node.default, Place.ARGUMENT)}" if node.default else ""
        return node.name + kind + default

    def shared(self, node: tree.Shared) -> str:
        return f"shared {node.name} {self.block(node.body)}"

    def set(self, node: tree.Set) -> str:
        return f"set {node.layer}({self.values.arguments(node.arguments)})"

    def assume(self, node: tree.Assume) -> str:
        return "assume " + ", ".join(map(self._value, node.facts))

    def expect(self, node: tree.Expect) -> str:
        return f"expect {self._value(node.claim)}"

    def _value(self, node: tree.Expr) -> str:
        return self.values.write(node, Place.STATEMENT)


def _is_whole(count: tree.Expr) -> bool:
    """Whether a count is a number that needs no brackets: `3*` but `(1.5)*`."""
    return isinstance(count, tree.Number) and count.digits.replace("_", "").isdecimal() and not count.unit


WRITERS: dict[type, Callable[[_Writer, Any], str]] = {
    tree.Block: _Writer.block,
    tree.Call: _Writer.call,
    tree.Repeat: _Writer.repeat,
    tree.Loop: _Writer.loop,
    tree.Condition: _Writer.condition,
    tree.Labelled: _Writer.labelled,
    tree.Import: _Writer.import_,
    tree.Let: _Writer.let,
    tree.Param: _Writer.param,
    tree.Definition: _Writer.definition,
    tree.Shared: _Writer.shared,
    tree.Set: _Writer.set,
    tree.Assume: _Writer.assume,
    tree.Expect: _Writer.expect,
}
