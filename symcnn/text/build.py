"""From what lark reads to the records of `tree`: one small function a grammar rule.

Each function takes the children of its rule. Rules of `expression.lark` reach lark under the
name `expression__rule`; `Builder` finds their functions all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lark import Token

from symcnn.errors import Source, Span, SymcnnError
from symcnn.text import tree
from symcnn.text.words import WORDS, word_as_name

Children = list[Any]


def _is_token(child: object, kind: str) -> bool:
    return isinstance(child, Token) and child.type == kind


def _nodes(children: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(c for c in children if isinstance(c, tree.Node))


class Builder:
    """Makes the nodes of one source; lark calls it a rule at a time, innermost first."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __getattr__(self, rule: str) -> Callable[[Children], Any]:
        name = rule.removeprefix("expression__")
        if not rule.startswith("__") and name in RULES:
            build = RULES[name]
            return lambda children: build(self, children)
        raise AttributeError(rule)

    def span(self, first: Any, last: Any) -> Span:
        """The span from one child (node or token) to another."""
        start = first.start_pos if isinstance(first, Token) else first.span.start
        end = last.end_pos if isinstance(last, Token) else last.span.end
        return Span(self.source, start or 0, end or 0)

    def over(self, children: Children) -> Span:
        """The span of all children that are there."""
        present = [c for c in children if c is not None]
        return self.span(present[0], present[-1])


# ---------------------------------------------------------------- expressions


def _number(b: Builder, c: Children) -> tree.Node:
    return tree.Number(str(c[0]), span=b.over(c))


def _unit(b: Builder, c: Children) -> tree.Node:
    text = str(c[0])
    digits = text.rstrip("kKMGTi")
    return tree.Number(digits, text[len(digits) :], span=b.over(c))


def _dims(b: Builder, c: Children) -> tree.Node:
    return tree.Dims(tuple(c[0].replace("×", "x").split("x")), span=b.over(c))


def _name(b: Builder, c: Children) -> tree.Node:
    return tree.Name(str(c[0]), span=b.over(c))


def _here(b: Builder, c: Children) -> tree.Node:
    return tree.Here(c[0][1:], span=b.over(c))


def _truth(b: Builder, c: Children) -> tree.Node:
    return tree.Truth(c[0] == "true", span=b.over(c))


def _attribute(b: Builder, c: Children) -> tree.Node:
    return tree.Attribute(c[0], c[1][1:], span=b.over(c))


def _index(b: Builder, c: Children) -> tree.Node:
    return tree.Index(c[0], c[2], span=b.over(c))


def _paren(b: Builder, c: Children) -> tree.Node:
    """Brackets leave nothing in the tree; the span of the value takes them in."""
    inner: tree.Node = c[1]
    return type(inner)(**{**vars(inner), "span": b.over(c)})


ADDITIVE = frozenset("+-")


def _chain(b: Builder, c: Children) -> tree.Node:
    rest = tuple((str(op), operand) for op, operand in zip(c[1::2], c[2::2], strict=True))
    if isinstance(c[0], tree.Chain) and (c[0].rest[0][0] in ADDITIVE) == (rest[0][0] in ADDITIVE):
        return tree.Chain(c[0].first, c[0].rest + rest, span=b.over(c))  # (a + b) + c needs no brackets
    return tree.Chain(c[0], rest, span=b.over(c))


def _signed(b: Builder, c: Children) -> tree.Node:
    return tree.Signed(str(c[0]), c[1], span=b.over(c))


def _power(b: Builder, c: Children) -> tree.Node:
    return tree.Power(c[0], c[2], span=b.over(c))


def _compare(b: Builder, c: Children) -> tree.Node:
    return tree.Compare(c[0], str(c[1]), c[2], span=b.over(c))


def _negate(b: Builder, c: Children) -> tree.Node:
    return tree.Not(c[1], span=b.over(c))


def _both(b: Builder, c: Children) -> tree.Node:
    return tree.Logic("and", c[0], c[1], span=b.over(c))


def _either(b: Builder, c: Children) -> tree.Node:
    return tree.Logic("or", c[0], c[1], span=b.over(c))


def _range(b: Builder, c: Children) -> tree.Node:
    step = c[3] if len(c) > 3 else None  # lark leaves no gap for a rule that it inlines
    return tree.Range(c[0], c[2], step, span=b.over(c))


def _keyword(b: Builder, c: Children) -> tree.Node:
    return tree.Keyword(str(c[0]), c[1], span=b.over(c))


def _function(b: Builder, c: Children) -> tree.Node:
    name = _called(b, c[0], allowed="if")
    return tree.Function(name, _arguments(c[1:-1]), span=b.over(c))


def _called(b: Builder, token: Token, allowed: str = "") -> str:
    """The name in a token like `conv(`; `not(a)` would be a function of that name."""
    name = str(token[:-1])
    word = name.partition(".")[0]
    if word in WORDS and name != allowed:
        raise word_as_name(word, Span(b.source, token.start_pos or 0, (token.start_pos or 0) + len(word)))
    return name


def _tuple(b: Builder, c: Children) -> tree.Node:
    return tree.Tuple(_nodes(c), span=b.over(c))


def _list(b: Builder, c: Children) -> tree.Node:
    return tree.List(_nodes(c), span=b.over(c))


def _arguments(children: Children) -> tuple[Any, ...]:
    """Positional arguments come first, as everywhere; the grammar alone would let them mix."""
    arguments = _nodes(children)
    seen_keyword = False
    for argument in arguments:
        if not isinstance(argument, tree.Keyword) and seen_keyword:
            raise SymcnnError(
                "E109",
                "a positional argument follows a keyword argument",
                argument.span,
                "put positional arguments first",
            )
        seen_keyword = isinstance(argument, tree.Keyword)
    return arguments


# ---------------------------------------------------------------------- items


def _block(b: Builder, c: Children) -> tree.Block:
    return tree.Block(_nodes(c), span=b.over(c))


def _branches(b: Builder, c: Children) -> tuple[tree.Block, ...]:
    """The paths between `{`, `|` and `}`; a path's span is all that stands between two of them."""
    return tuple(
        tree.Block(tuple(body), span=Span(b.source, left.end_pos, right.start_pos))
        for left, body, right in zip(c[0::2], c[1::2], c[2::2], strict=False)
    )


def _call(b: Builder, c: Children) -> tree.Node:
    closing = next(i for i, child in enumerate(c) if _is_token(child, "RPAR"))
    branches, otherwise = c[closing + 1], c[closing + 2] if len(c) > closing + 2 else None
    name = _called(b, c[0], allowed="if")
    arguments = _arguments(c[1:closing])
    end = branches or c[closing]
    span = Span(b.source, c[0].start_pos, _end(end))
    if name == "if":
        return _condition_from_call(b, span, arguments, branches, otherwise)
    if otherwise is not None:
        raise SymcnnError("E107", "'else' has no 'if'", otherwise[0], "write: if test { … } else { … }")
    name_span = Span(b.source, c[0].start_pos, c[0].end_pos - 1)
    return tree.Call(name, arguments, branches or (), span=span, name_span=name_span)


def _end(last: Any) -> int:
    """The end of a token, or of the branches of a call (behind their closing brace)."""
    return int((last.end_pos or 0) if isinstance(last, Token) else last[-1].span.end + 1)


def _condition_from_call(
    b: Builder, span: Span, arguments: tuple[Any, ...], branches: Any, otherwise: Any
) -> tree.Condition:
    """`if(test){ ... }`, which lark reads as a call because the bracket touches the word."""
    if len(arguments) != 1 or not branches or len(branches) != 1:
        raise SymcnnError("E105", "an 'if' needs one test and one block", span, "write: if test { … } else { … }")
    then = branches[0]
    then = tree.Block(then.body, span=Span(b.source, then.span.start - 1, then.span.end + 1))
    other = otherwise[1] if otherwise else None
    end = other.span.end if other else span.end
    return tree.Condition(arguments[0], then, other, span=Span(b.source, span.start, end))


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


# ----------------------------------------------------------------- statements


def _import(b: Builder, c: Children) -> tree.Node:
    (module, span), names = c[1], c[2] or ()
    end = names[-1].end_pos if names else span.end
    return tree.Import(module, tuple(map(str, names)), span=Span(b.source, c[0].start_pos, end))


def _dotted(b: Builder, c: Children) -> tuple[str, Span]:
    return "".join(c), b.over(c)


def _binding(b: Builder, c: Children) -> tree.Node:
    return tree.Binding(str(c[0]), c[1], span=b.over(c))


def _let(b: Builder, c: Children) -> tree.Node:
    return tree.Let(_nodes(c), span=b.over(c))


def _declaration(b: Builder, c: Children) -> tree.Node:
    name, kind, default = c
    return tree.Declaration(str(name), str(kind or ""), default, span=b.over(c))


def _param(b: Builder, c: Children) -> tree.Node:
    return tree.Param(_nodes(c), span=b.over(c))


def _definition(b: Builder, c: Children) -> tree.Node:
    keyword, name, block = c[0], c[1], c[-1]
    formals = next((child for child in c[2:-1] if isinstance(child, tuple)), ())
    return tree.Definition(str(keyword), _defined(b, name), formals, block, span=b.over(c))


def _defined(b: Builder, token: Token) -> str:
    """The name behind `def` or `net`: dots stand only in names that an import brings."""
    name = _called(b, token) if token.endswith("(") else str(token)
    if "." in name:
        span = Span(b.source, token.start_pos or 0, (token.start_pos or 0) + len(name))
        raise SymcnnError("E107", f"'{name}' has a dot", span, f"write for example {name.replace('.', '_')}")
    return name


def _formals(b: Builder, c: Children) -> tuple[Any, ...]:
    return _nodes(c)


def _shared(b: Builder, c: Children) -> tree.Node:
    return tree.Shared(str(c[1]), c[2], span=b.over(c))


def _set(b: Builder, c: Children) -> tree.Node:
    return tree.Set(_called(b, c[1]), _arguments(c[2:-1]), span=b.over(c))


def _assume(b: Builder, c: Children) -> tree.Node:
    return tree.Assume(_nodes(c), span=b.over(c))


def _expect(b: Builder, c: Children) -> tree.Node:
    return tree.Expect(c[1], span=b.over(c))


def _expect_pair(b: Builder, c: Children) -> tree.Node:
    """`expect a = b` means `==`; `expect a ~ b` compares the digits that were written."""
    operator = "~" if any(_is_token(child, "APPROX") for child in c) else "=="
    left, right = _nodes(c)
    return tree.Expect(tree.Compare(left, operator, right, span=b.span(left, right)), span=b.over(c))


def _program(b: Builder, c: Children) -> tree.Node:
    return tree.Program(_nodes(c), span=Span(b.source, 0, len(b.source.text)))


RULES: dict[str, Callable[[Builder, Children], Any]] = {
    "start": _program,
    "value": lambda b, c: c[0],
    "number": _number,
    "unit": _unit,
    "dims": _dims,
    "name": _name,
    "here": _here,
    "truth": _truth,
    "attribute": _attribute,
    "index": _index,
    "paren": _paren,
    "sum": _chain,
    "product": _chain,
    "signed": _signed,
    "power": _power,
    "compare": _compare,
    "negate": _negate,
    "both": _both,
    "either": _either,
    "range": _range,
    "keyword": _keyword,
    "func": _function,
    "tuple": _tuple,
    "list": _list,
    "block": _block,
    "branches": _branches,
    "branch": lambda b, c: _nodes(c),
    "call": _call,
    "bare": _bare,
    "labelled": _labelled,
    "label": _label,
    "repeat": _repeat,
    "loop": _loop,
    "names": _names,
    "cond": _condition,
    "else_": _else,
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
