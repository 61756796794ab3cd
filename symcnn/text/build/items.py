"""What the tensor goes through: layers, joins, repeats, loops, conditions, labels."""

from __future__ import annotations

from typing import Any

from lark import Token

from symcnn.errors import Span, SymcnnError
from symcnn.text import tree
from symcnn.text.build.builder import Builder, Children, Rules, is_token, nodes
from symcnn.text.build.expressions import arguments, called


def _block(b: Builder, c: Children) -> tree.Block:
    return tree.Block(nodes(c), span=b.over(c))


def _branches(b: Builder, c: Children) -> tuple[tree.Block, ...]:
    """The paths between `{`, `|` and `}`; a path's span is all that stands between two of them."""
    return tuple(
        tree.Block(tuple(body), span=Span(b.source, left.end_pos, right.start_pos))
        for left, body, right in zip(c[0::2], c[1::2], c[2::2], strict=False)
    )


def _call(b: Builder, c: Children) -> tree.Node:
    closing = next(i for i, child in enumerate(c) if is_token(child, "RPAR"))
    branches, otherwise = c[closing + 1], c[closing + 2] if len(c) > closing + 2 else None
    name = called(b, c[0], allowed="if")
    given = arguments(c[1:closing])
    end = branches or c[closing]
    span = Span(b.source, c[0].start_pos, _end(end))
    if name == "if":
        return _condition_from_call(b, span, given, branches, otherwise)
    if otherwise is not None:
        raise SymcnnError("E107", "'else' has no 'if'", otherwise[0], "write: if test { … } else { … }")
    name_span = Span(b.source, c[0].start_pos, c[0].end_pos - 1)
    return tree.Call(name, given, branches or (), span=span, name_span=name_span)


def _end(last: Any) -> int:
    """The end of a token, or of the branches of a call (behind their closing brace)."""
    return int((last.end_pos or 0) if isinstance(last, Token) else last[-1].span.end + 1)


def _condition_from_call(
    b: Builder, span: Span, given: tuple[Any, ...], branches: Any, otherwise: Any
) -> tree.Condition:
    """`if(test){ ... }`, which lark reads as a call because the bracket touches the word."""
    if len(given) != 1 or not branches or len(branches) != 1:
        raise SymcnnError("E105", "an 'if' needs one test and one block", span, "write: if test { … } else { … }")
    then = branches[0]
    then = tree.Block(then.body, span=Span(b.source, then.span.start - 1, then.span.end + 1))
    other = otherwise[1] if otherwise else None
    end = other.span.end if other else span.end
    return tree.Condition(given[0], then, other, span=Span(b.source, span.start, end))


def _bare(b: Builder, c: Children) -> tree.Node:
    *words, branches = c
    name_span = b.over(words)
    name = "".join(words)
    end = _end(branches) if branches else name_span.end
    span = Span(b.source, name_span.start, end)
    return tree.Call(name, (), branches or (), span=span, name_span=name_span)


def _labelled(b: Builder, c: Children) -> tree.Node:
    name, index, end = c[1]
    return tree.Labelled(c[0], name, index, span=b.span(c[0], end))


def _label(b: Builder, c: Children) -> tuple[str, Any, Token]:
    return str(c[0]), c[2] if len(c) > 2 else None, next(t for t in reversed(c) if t is not None)


def _repeat(b: Builder, c: Children) -> tree.Node:
    return tree.Repeat(c[0], c[2], span=b.over(c))


def _loop(b: Builder, c: Children) -> tree.Node:
    return tree.Loop(tuple(map(str, c[1])), c[2], c[3], span=b.over([c[0], c[3]]))


def _names(b: Builder, c: Children) -> tuple[Token, ...]:
    return tuple(c)


def _condition(b: Builder, c: Children) -> tree.Node:
    word, test, then, otherwise = c
    other = otherwise[1] if otherwise else None
    return tree.Condition(test, then, other, span=b.over([word, other or then]))


def _else(b: Builder, c: Children) -> tuple[Span, Any]:
    word, other = c
    if isinstance(other, tree.Call):
        raise SymcnnError("E105", "braces are missing after 'else'", other.span, "write: else { … }")
    return b.over([word]), other


RULES: Rules = {
    "block": _block,
    "branches": _branches,
    "branch": lambda b, c: nodes(c),
    "call": _call,
    "bare": _bare,
    "labelled": _labelled,
    "label": _label,
    "repeat": _repeat,
    "loop": _loop,
    "names": _names,
    "cond": _condition,
    "else_": _else,
}
