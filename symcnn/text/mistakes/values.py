"""Mistakes inside ( ) and [ ], where values stand."""

from __future__ import annotations

from lark import Token

from symcnn.errors import Span, SymcnnError
from symcnn.text.mistakes.notations import from_hyphens
from symcnn.text.mistakes.place import OPERATORS, VALUES, Place, bracket_of
from symcnn.text.words import WORDS


def keyword_as_name(p: Place) -> SymcnnError | None:
    """A word of the language where a name is expected."""
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


def missing_argument(p: Place) -> SymcnnError | None:
    """`conv(,3)`."""
    opened = p.previous is not None and bracket_of(p.previous) in "(["
    if p.token == "," and p.in_values and p.kind(p.previous) in OPERATORS:
        help_ = f"remove the '{p.previous}', or write a value"
        return p.error("E106", "something is missing before ','", p.token, help_)
    if p.token == "," and p.in_values and (opened or p.previous == ","):
        help_ = "write a value; a shell takes $F away unless the network is in single quotes"
        return p.error("E106", "an argument is missing before ','", p.token, help_)
    return None


def missing_argument_name(p: Place) -> SymcnnError | None:
    """`conv(=1)`, `conv(32,3,=1)`."""
    opened = p.previous is not None and bracket_of(p.previous) in "([,"
    if p.token == "=" and p.in_values and opened:
        return p.error("E106", "the name of an argument is missing before '='", p.token, "write for example stride=2")
    return None


def joined_number(p: Place) -> SymcnnError | None:
    """`3c`: a number and a name that touch."""
    last = p.previous
    if last is None or p.kind(last) not in ("INT", "FLOAT") or p.kind(p.token) not in ("NAME", "CALL"):
        return None
    if last.end_pos != p.token.start_pos:
        return None
    name = p.token.rstrip("(")
    span = Span(p.source, last.start_pos or 0, (last.end_pos or 0) + len(name))
    layer = from_hyphens(span.text) if not p.in_values else None
    help_ = f"write {layer}" if layer else f"for a product write {last}*{name}"
    if name == "m":
        help_ = f"for millions write {last}M, for a product {last}*m"
    if name in ("MB", "KB", "kB", "GB", "TB"):
        help_ = f"units are k, M, G and T: write {last}{name[0].replace('K', 'k')}"
    if name == "x":
        help_ = f"for sizes write {last}x{last} or ({last},k), for a product {last}*{name}"
    return p.error("E104", f"'{last}{name}' is not a number", span, help_)


def missing_comma(p: Place) -> SymcnnError | None:
    """`conv(32 3)`."""
    starts_value = p.kind(p.token) in (*VALUES, "CALL", "LPAR", "LSQB", "LBRACE") and p.token not in (")", "]")
    if p.in_values and p.kind(p.previous) in VALUES and starts_value:
        shown = p.token.rstrip("(") or "("
        help_ = f"write ',' between arguments, or close the '{p.inside}' before '{shown}'"
        if p.token == "x":
            help_ = "sizes that are not digits go in brackets: (k,k)"
        return p.error("E104", f"',' or an operator is missing before '{shown}'", p.token, help_)
    return None


def unfinished_index(p: Place) -> SymcnnError | None:
    """`w[1,3)`."""
    if p.inside == "[" and p.token == ",":
        return p.error("E101", "']' is missing before ','", p.token, "an index is one number: w[1]")
    return None


def chained_comparison(p: Place) -> SymcnnError | None:
    """`1 < n < 3`."""
    if p.kind(p.token) == "COMPARE" and any(p.kind(t) == "COMPARE" for t in p.before[-4:]):
        help_ = "comparisons are joined with 'and': 1 < n and n < 3"
        return p.error("E107", f"a second '{p.token}' is not expected here", p.token, help_)
    return None


def separator_in_values(p: Place) -> SymcnnError | None:
    """`conv(32;3)`."""
    if p.in_values and p.token in (";", "|"):
        return p.error("E107", f"'{p.token}' does not separate arguments", p.token, "write ',' between arguments")
    return None


def choice_in_values(p: Place) -> SymcnnError | None:
    """`F if test else G`."""
    if p.in_values and p.token in ("if", "else"):
        help_ = "a choice between values is written if(test,a,b)"
        return p.error("E107", f"'{p.token}' is not expected here", p.token, help_)
    return None
