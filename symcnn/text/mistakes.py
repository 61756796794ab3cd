"""What a syntax mistake probably is, in words of the user: what was read, what to write instead.

The parser says only at which token it could not go on. The rules below are tried in order; each
knows one habit (a comma between layers, an arrow, `32C5`) and what the language writes instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput

from symcnn.errors import Note, Source, Span, SymcnnError

PAIRS = {"(": ")", "[": "]", "{": "}"}
VALUES = ("INT", "FLOAT", "UNIT", "DIMS", "NAME", "RPAR", "RSQB", "ATTR", "TRUE", "FALSE")
STATEMENTS = ("import", "let", "param", "def", "net", "shared", "set", "assume", "expect")
WORDS = frozenset((*STATEMENTS, "as", "for", "in", "by", "if", "else", "and", "or", "not", "true", "false"))
END = "$END"

Lexer = Callable[[Source, int], list[Token]]
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
        return _bracket(self.open[-1]) if self.open else ""

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


def explain(source: Source, mistake: UnexpectedInput, lex: Lexer) -> SymcnnError:
    """Turn what lark says into an error that says what to write."""
    hyphens = _hyphen_notation(source)
    if hyphens is not None:
        return hyphens
    if isinstance(mistake, UnexpectedCharacters):
        return _character(source, mistake.pos_in_stream or 0)
    token: Token = mistake.token  # type: ignore[attr-defined]
    ended = token.type == END
    before = lex(source, len(source.text) if ended else token.start_pos or 0)
    place = Place(source, token, before, _open_brackets(before))
    return next(error for rule in RULES if (error := rule(place)) is not None)


def word_as_name(word: str, span: Span) -> SymcnnError:
    """The error for `not(a)` and the like, where a word of the language is taken for a name."""
    message = f"'{word}' is a word of the language and cannot be a name"
    return SymcnnError("E108", message, span, f"before a bracket it needs a space: {word} (…)")


def _bracket(token: Token) -> str:
    return str(token)[-1]  # "conv(" opens with its last character


def _open_brackets(tokens: list[Token]) -> list[Token]:
    opened: list[Token] = []
    for token in tokens:
        if _bracket(token) in PAIRS:
            opened.append(token)
        elif token in (")", "]", "}") and opened:
            opened.pop()
    return opened


# ----------------------------------------------------------------- characters


def _character(source: Source, at: int) -> SymcnnError:
    character, span = source.text[at], Span(source, at, at + 1)
    number = re.compile(r"\.\d+").match(source.text, at)
    if number:
        span = Span(source, at, number.end())
        return SymcnnError("E102", "a number cannot start with a point", span, f"write 0{number.group()}")
    shown = f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"
    return SymcnnError("E102", f"unexpected character {shown}", span, CHARACTERS.get(character, ""))


CHARACTERS = {
    "'": "strings do not occur in the language",
    '"': "strings do not occur in the language",
    "$": "names need no '$'; a shell may have put it there: put the network in single quotes",
    "→": "layers follow each other separated by spaces",
    "\\": "a line may end anywhere, without a mark",
    "&": "layers follow each other separated by spaces; and is written 'and'",
    "!": "not equal is written !=, and not is written 'not'",
    "?": "in the prompt, ?conv shows the page of a layer; a network has no '?'",
    ".": "a size of the tensor at hand is written .c, a range 1..n",
    "·": "a product is written a*b",
    "×": "a product is written a*b, sizes 3x5",
    "–": "minus is written -",
    "−": "minus is written -",
}


# ------------------------------------------------------------- whole notations

HYPHENS = re.compile(r"\s*\w+(-\w+)+\s*")
HYPHEN_PARTS: tuple[tuple[str, str], ...] = (
    (r"(\d+)[xX](\d+)[xX](\d+)", "input({1},{2},{0})"),
    (r"(\d+)[cC](\d+)", "conv({0},{1})"),
    (r"[cC](\d+)[kK](\d+)", "conv({0},{1})"),
    (r"(?:MP|mp|P|p|M)(\d+)", "pool({0})"),
    (r"(?:AP|ap|A)(\d+)", "avgpool({0})"),
    (r"(\d+)[nNfF]?(?:[cC])?", "dense({0})"),
    (r"(?:FC|fc)(\d+)", "dense({0})"),
)


def _hyphen_notation(source: Source) -> SymcnnError | None:
    """`1x29x29-20C4-MP2-150N`: channels first, then maps and kernel, one layer a hyphen."""
    if not HYPHENS.fullmatch(source.text):
        return None
    words = source.text.strip().split("-")
    written = [_from_hyphens(word) for word in words]
    if None in written or not any(re.search(r"\d", word) for word in words):
        return None
    start = len(source.text) - len(source.text.lstrip())
    span = Span(source, start, start + len(source.text.strip()))
    text = " ".join(w for w in written if w)
    return SymcnnError("E111", "this is the hyphen notation for networks", span, f"write: {text}")


def _from_hyphens(word: str) -> str | None:
    for pattern, template in HYPHEN_PARTS:
        match = re.fullmatch(pattern, word)
        if match:
            return template.format(*match.groups())
    return None


# --------------------------------------------------------------------- tokens


def _space_before_bracket(p: Place) -> SymcnnError | None:
    """`conv (32,3)`: the name is taken for a layer, the bracket for a count."""
    for name, bracket in pairwise([*p.before, p.token]):
        touches = name.end_pos == bracket.start_pos
        if bracket.type == "LPAR" and p.kind(name) == "NAME" and not touches and _fails_inside(p, bracket):
            help_ = f"write {name}(…); a '(' after a space starts a repeat count: relu (n-1)*{{ … }}"
            return p.error("E103", f"no space is allowed between '{name}' and '('", p.span(name, bracket), help_)
    return None


def _fails_inside(p: Place, bracket: Token) -> bool:
    """Whether the refused token stands inside this bracket or directly behind its end."""
    if any(b is bracket for b in p.open):
        return True
    inner = [t for t in p.before if (t.start_pos or 0) >= (bracket.start_pos or 0)]
    return p.previous == ")" and not _open_brackets(inner) and len(_open_brackets(inner[:-1])) == 1


def _end(p: Place) -> SymcnnError | None:
    if p.token.type != END:
        return None
    if p.open:
        bracket = p.open[-1]
        at = (bracket.end_pos or 1) - 1
        mark = _bracket(bracket)
        return p.error("E101", f"'{mark}' is never closed", Span(p.source, at, at + 1), f"add '{PAIRS[mark]}'")
    if _is_unused_count(p):
        return _not_a_layer(p)
    last = p.previous
    if last is None:
        return p.error(
            "E106",
            "nothing is written here",
            Span(p.source, 0, 0),
            "write a network, for example conv(32,3) pool(2) dense(10)",
        )
    help_ = (
        "after 'n *' comes a block or a layer: 3*{ … } or 3*conv(64,3)"
        if last == "*"
        else f"something is missing after '{last}'"
    )
    return p.error("E106", "the text ends too early", last, help_)


def _closer(p: Place) -> SymcnnError | None:
    if p.token not in (")", "]", "}"):
        return None
    if not p.open:
        return p.error("E101", f"'{p.token}' closes nothing", p.token, "remove it, or add the opening bracket")
    wanted = PAIRS[p.inside]
    if p.token != wanted:
        at = (p.open[-1].end_pos or 1) - 1
        opened = Note(Span(p.source, at, at + 1), "opened here")
        return p.error(
            "E101", f"'{p.token}' does not close '{p.inside}'", p.token, f"'{wanted}' is needed first", (opened,)
        )
    if p.kind(p.previous) in ("COMMA", "EQUAL", "ADD", "STAR", "DIVIDE", "POWER", "COMPARE"):
        return p.error(
            "E106", f"something is missing before '{p.token}'", p.token, f"remove the '{p.previous}', or write a value"
        )
    return None


def _word_at_bracket(p: Place) -> SymcnnError | None:
    """`a and(b)`, which lark reads as a call."""
    word = p.token[:-1]
    if p.kind(p.token) != "CALL" or word not in WORDS:
        return None
    start = p.token.start_pos or 0
    return word_as_name(word, Span(p.source, start, start + len(word)))


def _keyword_as_name(p: Place) -> SymcnnError | None:
    if p.in_values and p.previous == "shared":  # read as the beginning of `shared=true`
        return _not_a_name(p, p.previous)
    if p.token not in WORDS or p.kind(p.previous) in VALUES:
        return None
    if not p.in_values and p.kind(p.previous) not in (
        "LET",
        "PARAM",
        "DEF",
        "NET",
        "SHARED",
        "FOR",
        "AS",
        "COMMA",
        "EQUAL",
    ):
        return None
    return _not_a_name(p, p.token)


def _not_a_name(p: Place, word: Token) -> SymcnnError:
    other = "for example 'in_' or 'I'" if word == "in" else f"for example '{word}_'"
    return p.error("E108", f"'{word}' is a word of the language and cannot be a name", word, f"rename it, {other}")


def _missing_argument(p: Place) -> SymcnnError | None:
    opened = p.previous is not None and _bracket(p.previous) in "(["
    if p.token == "," and p.in_values and (opened or p.previous == ","):
        return p.error("E106", "an argument is missing before ','", p.token)
    return None


def _joined_number(p: Place) -> SymcnnError | None:
    """`3c`: a number and a name that touch."""
    last = p.previous
    if last is None or p.kind(last) not in ("INT", "FLOAT") or p.kind(p.token) not in ("NAME", "CALL"):
        return None
    if last.end_pos != p.token.start_pos:
        return None
    name = p.token.rstrip("(")
    span = Span(p.source, last.start_pos or 0, (last.end_pos or 0) + len(name))
    return p.error("E104", f"'{last}{name}' is not a number", span, f"for a product write {last}*{name}")


def _missing_comma(p: Place) -> SymcnnError | None:
    starts_value = p.kind(p.token) in (*VALUES, "CALL", "LPAR", "LSQB", "LBRACE") and p.token not in (")", "]")
    if p.in_values and p.kind(p.previous) in VALUES and starts_value:
        shown = p.token.rstrip("(")
        help_ = f"write ',' between arguments, or close the '{p.inside}' before '{shown}'"
        return p.error("E104", f"',' or an operator is missing before '{shown}'", p.token, help_)
    return None


def _colon_range(p: Place) -> SymcnnError | None:
    if p.token == ":":
        return p.error("E107", "':' does not make a range", p.token, "ranges are written 1..10, both ends included")
    return None


def _where(p: Place) -> SymcnnError | None:
    """`... where F=3`."""
    if p.token == "=" and len(p.before) > 1 and p.before[-2] == "where":
        name = p.before[-1]
        return p.error("E105", "there is no 'where'", p.before[-2], f"write in front: let {name} = …")
    return None


def _value_without_let(p: Place) -> SymcnnError | None:
    if p.token == "=" and not p.in_values:
        name = p.previous if p.kind(p.previous) == "NAME" else "F"
        return p.error("E105", "a value is given a name with 'let'", p.token, f"write: let {name} = …")
    return None


def _missing_braces(p: Place) -> SymcnnError | None:
    """`for i in 1..3 conv(8,3)`."""
    header = next(
        (t for t in reversed(p.before) if t.type in ("FOR", "IF", "ELSE", "DEF", "NET", "SHARED", "LBRACE", "RBRACE")),
        None,
    )
    starts_layer = p.kind(p.token) in ("NAME", "CALL")
    if header is None or header.type in ("LBRACE", "RBRACE") or p.in_values or not starts_layer:
        return None
    written = p.source.text[header.start_pos : p.previous.end_pos if p.previous is not None else None]
    return p.error("E105", f"braces are missing before '{p.token}'", p.token, f"write: {written} {{ … }}")


def _is_unused_count(p: Place) -> bool:
    """Whether a number or a `(…)` stands where a layer should, without its `*`."""
    if p.kind(p.previous) == "INT" and not p.in_values:
        return True
    return p.previous == ")" and p.kind(_opener(p)) == "LPAR" and not p.in_values


def _opener(p: Place) -> Token | None:
    """The bracket that the last token closes."""
    opened = _open_brackets(p.before[:-1])
    return opened[-1] if opened else None


def _not_a_layer(p: Place) -> SymcnnError | None:
    if not _is_unused_count(p):
        return None
    last = p.before[-1]
    first = _opener(p) if last == ")" else last
    span = p.span(first or last, last)
    return p.error("E106", f"'{span.text}' is not a layer", span, f"to repeat what follows write {span.text}*{{ … }}")


def _arrow(p: Place) -> SymcnnError | None:
    arrow = re.compile(r"-+>|=+>|>+").match(p.source.text, p.token.start_pos or 0)
    if arrow and not p.in_values:
        span = Span(p.source, arrow.start(), arrow.end())
        return p.error("E105", "arrows are not needed", span, "layers follow each other separated by spaces")
    return None


BODY: dict[str, tuple[str, str]] = {
    ",": ("layers are separated by spaces, not by commas", "remove the ','"),
    "*": ("a repeat count goes in front", "write 3*conv(64,3) or 3*{ conv(64,3) relu }"),
    "{": (
        "a block needs a head",
        "n*{…} repeats, seq{…} groups, add{…|…} concat{…|…} split{…|…} res{…} branch",
    ),
    "[": ("'[' does not start a layer", "arguments go in ( ); n*{…} repeats; concat{a|b} branches"),
    "|": ("'|' separates branches inside { }", "for example concat{ conv(64,1) | conv(64,3,pad=same) }"),
    "+": ("'+' does not join layers", "to add two paths write add{ … | … } or res{ … }"),
    "-": ("'-' does not join layers", "layers follow each other separated by spaces; sub{ … | … } subtracts"),
    "/": ("'/' does not join layers", "layers follow each other separated by spaces"),
    "//": ("'//' does not start a comment", "a comment starts with #"),
}  # fmt: skip


def _in_body(p: Place) -> SymcnnError | None:
    if p.in_values or str(p.token) not in BODY:
        return None
    message, help_ = BODY[str(p.token)]
    return p.error("E105", message, p.token, help_)


def _fraction_of_blocks(p: Place) -> SymcnnError | None:
    """`3.5*{ ... }`."""
    if p.kind(p.token) == "FLOAT" and not p.in_values:
        help_ = "a count is a whole number or a symbol"
        return p.error("E302", f"a block cannot be repeated {p.token} times", p.token, help_)
    return None


def _anything_else(p: Place) -> SymcnnError:
    shown = p.token.rstrip("(")
    if p.token in WORDS:
        return p.error("E107", f"'{shown}' is not expected here", p.token)
    return p.error(
        "E107", f"'{shown}' is not expected here", p.token, "layers follow each other: conv(32,3) pool(2) dense(10)"
    )


RULES: tuple[Rule, ...] = (
    _space_before_bracket,
    _end,
    _closer,
    _joined_number,
    _word_at_bracket,
    _missing_argument,
    _keyword_as_name,
    _arrow,
    _where,
    _colon_range,
    _missing_comma,
    _not_a_layer,
    _value_without_let,
    _missing_braces,
    _in_body,
    _fraction_of_blocks,
    _anything_else,
)
