"""Where the parser stopped, and what can be asked of that place."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lark import Token

from symcnn.errors import Note, Source, Span, SymcnnError

PAIRS = {"(": ")", "[": "]", "{": "}"}


VALUES = ("INT", "FLOAT", "UNIT", "DIMS", "NAME", "RPAR", "RSQB", "ATTR", "TRUE", "FALSE")


OPERATORS = ("EQUAL", "ADD", "STAR", "DIVIDE", "POWER", "COMPARE")


END = "$END"


Rule = Callable[["Place"], SymcnnError | None]


class Place(NamedTuple):
    """Where the parser stopped: the token it refused, those before it, the brackets still open."""

    source: Source
    token: Token
    before: list[Token]
    open: list[Token]

    @property
    def previous(self) -> Token | None:
        """The token before the place."""
        return self.before[-1] if self.before else None

    @property
    def inside(self) -> str:
        """The bracket around the place: `(`, `[`, `{` or nothing."""
        return bracket_of(self.open[-1]) if self.open else ""

    @property
    def in_values(self) -> bool:
        """Whether values stand here rather than layers."""
        return self.inside in ("(", "[")

    def kind(self, token: Token | None) -> str:
        """The name of a token's terminal in the grammar files."""
        return token.type.removeprefix("expression__") if token is not None else ""

    def error(
        self, code: str, message: str, at: Token | Span, help: str = "", notes: tuple[Note, ...] = ()
    ) -> SymcnnError:
        """The error that a rule gives."""
        span = at if isinstance(at, Span) else self.span(at, at)
        return SymcnnError(code, message, span, help, notes)

    def span(self, first: Token, last: Token) -> Span:
        """The span from one token to another."""
        return Span(self.source, first.start_pos or 0, last.end_pos or 0)


def bracket_of(token: Token) -> str:
    """The bracket that a token ends with."""
    return str(token)[-1]  # "conv(" opens with its last character


def open_brackets(tokens: list[Token]) -> list[Token]:
    """The brackets that are still open behind the tokens."""
    opened: list[Token] = []
    for token in tokens:
        if bracket_of(token) in PAIRS:
            opened.append(token)
        elif token in (")", "]", "}") and opened:
            opened.pop()
    return opened


def opener(p: Place) -> Token | None:
    """The bracket that the last token closes."""
    opened = open_brackets(p.before[:-1])
    return opened[-1] if opened else None


def is_unused_count(p: Place) -> bool:
    """Whether a number or a `(…)` stands where a layer should, without its `*`."""
    if p.kind(p.previous) == "INT" and not p.in_values:
        return header_before(p) is None
    return p.previous == ")" and p.kind(opener(p)) == "LPAR" and not p.in_values


HEADERS = ("FOR", "IF", "ELSE", "DEF", "NET", "SHARED")


def header_before(p: Place) -> Token | None:
    """The `for`, `if`, `def` ... whose braces have not been written yet."""
    ends = (*HEADERS, "LBRACE", "RBRACE", "LET", "PARAM", "ASSUME", "EXPECT")
    last = next((t for t in reversed(p.before) if t.type in ends), None)
    return last if last is not None and last.type in HEADERS else None


FORMS = {
    "import": "import resnet",
    "let": "let F = 32",
    "param": "param F = 32",
    "def": "def block(c) { conv(c,3) relu }",
    "net": "net small(n) { conv(n,3) dense(10) }",
    "shared": "shared tower { conv(64,3) relu }",
    "set": "set conv(pad=same,bias=false)",
    "assume": "assume divisible",
    "expect": "expect params == 542_230",
    "as": "conv(64,3) as stem",
    "for": "for i in 1..3 { conv(64,3) relu }",
    "in": "for i in 1..3 { conv(64,3) relu }",
    "by": "for i in 1..9 by 2 { conv(64,3) relu }",
    "if": "if n >= 2 { relu }",
    "else": "if n >= 2 { relu } else { gelu }",
    "and": "if n >= 2 and k >= 3 { relu }",
    "or": "if n >= 2 or k >= 3 { relu }",
    "not": "if not (n >= 2) { relu }",
    "true": "conv(64,3,bias=true)",
    "false": "conv(64,3,bias=false)",
}


def written_form(p: Place) -> str:
    """An example of the statement that stands in front of the place."""
    words = (str(t) for t in reversed(p.before) if t in FORMS or t in ("{", "}"))
    return FORMS.get(next(words, ""), "")
