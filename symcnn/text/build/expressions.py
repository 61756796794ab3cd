"""Values: numbers, names, operators, functions."""

from __future__ import annotations

from typing import Any

from lark import Token

from symcnn.errors import Span, SymcnnError
from symcnn.text import tree
from symcnn.text.build.builder import Builder, Children, Rules, nodes
from symcnn.text.words import WORDS, word_as_name


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
    name = called(b, c[0], allowed="if")
    return tree.Function(name, arguments(c[1:-1]), span=b.over(c))


def called(b: Builder, token: Token, allowed: str = "") -> str:
    """The name in a token like `conv(`; `not(a)` would be a function of that name."""
    name = str(token[:-1])
    word = name.partition(".")[0]
    if word in WORDS and name != allowed:
        raise word_as_name(word, Span(b.source, token.start_pos or 0, (token.start_pos or 0) + len(word)))
    return name


def _tuple(b: Builder, c: Children) -> tree.Node:
    return tree.Tuple(nodes(c), span=b.over(c))


def _list(b: Builder, c: Children) -> tree.Node:
    return tree.List(nodes(c), span=b.over(c))


def arguments(children: Children) -> tuple[Any, ...]:
    """Positional arguments come first, as everywhere; the grammar alone would let them mix."""
    given = nodes(children)
    seen_keyword = False
    for argument in given:
        if not isinstance(argument, tree.Keyword) and seen_keyword:
            raise SymcnnError(
                "E109",
                "a positional argument follows a keyword argument",
                argument.span,
                "put positional arguments first",
            )
        seen_keyword = isinstance(argument, tree.Keyword)
    return given


RULES: Rules = {
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
}
