"""Text to tree."""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING, Any

from lark import Token
from lark.exceptions import UnexpectedInput

from symcnn.errors import Source, Span, SymcnnError
from symcnn.text import tables, tree
from symcnn.text.build import RULES, Builder

if TYPE_CHECKING:
    from lark import Lark

LONGEST = 1_000_000  # characters of a text
DEEPEST = 100  # brackets inside brackets
BRACKETS = re.compile(r"#[^\n]*|[(\[{]|[)\]}]")


class _Parser:
    """One lark parser for all texts; the lock keeps two threads from sharing a builder."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.lark: Lark | None = None
        self.builder = Builder(Source("", ""), RULES)
        self.comments: list[Token] = []

    def run(self, source: Source, start: str) -> tuple[Any, tuple[tree.Comment, ...]]:
        with self.lock:
            if self.lark is None:
                self.lark = tables.load(self.builder, {"COMMENT": self._keep_comment})
            self.builder.source = source
            self.comments.clear()
            node = self.lark.parse(source.text, start=start)
            comments = tuple(tree.Comment(c.start_pos or 0, str(c).rstrip()) for c in self.comments)
            return node, comments

    def tokens(self, source: Source, end: int) -> list[Token]:
        """The tokens before `end`, for the explanation of a mistake."""
        assert self.lark is not None  # noqa: S101  (a mistake is explained after a parse)
        return list(self.lark.lex(source.text[:end]))

    def _keep_comment(self, token: Token) -> Token:
        self.comments.append(token)
        return token


_parser = _Parser()


def parse(text: str, name: str = "<input>") -> tree.Program:
    """Parse a program.

    Raises SymcnnError, with the place, for anything that is not in the language.

    >>> parse("conv(32,3) pool(2)").body[1]
    Call(name='pool', arguments=(Number(digits='2', unit=''),), branches=())
    """
    source = Source(name, text)
    node, comments = _run(source, "start")
    return tree.Program(node.body, span=node.span, comments=comments)


def parse_value(text: str, name: str = "<value>") -> tree.Expr:
    """Parse one expression.

    >>> parse_value("2*F")
    Chain(first=Number(digits='2', unit=''), rest=(('*', Name(name='F')),))
    """
    node: tree.Expr = _run(Source(name, text), "value")[0]
    return node


def _run(source: Source, start: str) -> tuple[Any, tuple[tree.Comment, ...]]:
    _check_length(source)
    _check_depth(source)
    try:
        return _parser.run(source, start)
    except UnexpectedInput as mistake:
        from symcnn.text.mistakes import explain  # only a mistake needs it

        raise explain(source, mistake, _parser.tokens) from None
    except RecursionError:
        raise SymcnnError("E110", "the text is nested too deeply", None, "name parts of it with let or def") from None


def _check_length(source: Source) -> None:
    length = len(source.text)
    if length > LONGEST:
        raise SymcnnError(
            "E110", f"the text has {length:,} characters; at most {LONGEST:,} are read", None, "use repeats: 100*{ … }"
        )


def _check_depth(source: Source) -> None:
    depth = 0
    for match in BRACKETS.finditer(source.text):
        mark = match.group()
        depth += (mark in "([{") - (mark in ")]}")
        if depth > DEEPEST:
            span = Span(source, match.start(), match.end())
            raise SymcnnError(
                "E110", f"brackets are nested more than {DEEPEST} deep", span, "name parts of it with let or def"
            )


__all__ = ["RULES", "parse", "parse_value"]
