"""What changes the meaning of names, and the program as a whole."""

from __future__ import annotations

from typing import Any

from lark import Token

from symcnn.errors import Span, SymcnnError
from symcnn.text import tree
from symcnn.text.build.builder import Builder, Children, Rules, is_token, nodes
from symcnn.text.build.expressions import arguments, called


def _import(b: Builder, c: Children) -> tree.Node:
    (module, span), names = c[1], c[2] or ()
    end = names[-1].end_pos if names else span.end
    return tree.Import(module, tuple(map(str, names)), span=Span(b.source, c[0].start_pos, end))


def _dotted(b: Builder, c: Children) -> tuple[str, Span]:
    return "".join(c), b.over(c)


def _binding(b: Builder, c: Children) -> tree.Node:
    return tree.Binding(str(c[0]), c[1], span=b.over(c))


def _let(b: Builder, c: Children) -> tree.Node:
    return tree.Let(nodes(c), span=b.over(c))


def _declaration(b: Builder, c: Children) -> tree.Node:
    name, kind, default = c
    return tree.Declaration(str(name), str(kind or ""), default, span=b.over(c))


def _param(b: Builder, c: Children) -> tree.Node:
    return tree.Param(nodes(c), span=b.over(c))


def _definition(b: Builder, c: Children) -> tree.Node:
    keyword, name, block = c[0], c[1], c[-1]
    formals = next((child for child in c[2:-1] if isinstance(child, tuple)), ())
    return tree.Definition(str(keyword), _defined(b, name), formals, block, span=b.over(c))


def _defined(b: Builder, token: Token) -> str:
    """The name behind `def` or `net`: dots stand only in names that an import brings."""
    name = called(b, token) if token.endswith("(") else str(token)
    if "." in name:
        span = Span(b.source, token.start_pos or 0, (token.start_pos or 0) + len(name))
        raise SymcnnError("E107", f"'{name}' has a dot", span, f"write for example {name.replace('.', '_')}")
    return name


def _formals(b: Builder, c: Children) -> tuple[Any, ...]:
    return nodes(c)


def _shared(b: Builder, c: Children) -> tree.Node:
    return tree.Shared(str(c[1]), c[2], span=b.over(c))


def _set(b: Builder, c: Children) -> tree.Node:
    return tree.Set(called(b, c[1]), arguments(c[2:-1]), span=b.over(c))


def _assume(b: Builder, c: Children) -> tree.Node:
    return tree.Assume(nodes(c), span=b.over(c))


def _expect(b: Builder, c: Children) -> tree.Node:
    return tree.Expect(c[1], span=b.over(c))


def _expect_pair(b: Builder, c: Children) -> tree.Node:
    """`expect a = b` means `==`; `expect a ~ b` compares the digits that were written."""
    operator = "~" if any(is_token(child, "APPROX") for child in c) else "=="
    left, right = nodes(c)
    return tree.Expect(tree.Compare(left, operator, right, span=b.span(left, right)), span=b.over(c))


def _program(b: Builder, c: Children) -> tree.Node:
    return tree.Program(nodes(c), span=Span(b.source, 0, len(b.source.text)))


RULES: Rules = {
    "start": _program,
    "import_": _import,
    "dotted": _dotted,
    "binding": _binding,
    "let": _let,
    "declaration": _declaration,
    "param": _param,
    "def_": _definition,
    "net": _definition,
    "formals": _formals,
    "shared": _shared,
    "set_": _set,
    "assume": _assume,
    "expect": _expect,
    "expect_pair": _expect_pair,
}
