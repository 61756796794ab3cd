"""Brackets that are missing, in the wrong place or too many, and texts that end too early."""

from __future__ import annotations

from itertools import pairwise

from lark import Token

from symcnn.errors import Note, Span, SymcnnError
from symcnn.text.mistakes.layers import not_a_layer
from symcnn.text.mistakes.place import (
    END,
    OPERATORS,
    PAIRS,
    Place,
    bracket_of,
    is_unused_count,
    open_brackets,
    written_form,
)
from symcnn.text.words import WORDS, word_as_name


def space_before_bracket(p: Place) -> SymcnnError | None:
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
    return p.previous == ")" and not open_brackets(inner) and len(open_brackets(inner[:-1])) == 1


def too_early(p: Place) -> SymcnnError | None:
    """The text ends inside something."""
    if p.token.type != END:
        return None
    if p.open:
        bracket = p.open[-1]
        at = (bracket.end_pos or 1) - 1
        mark = bracket_of(bracket)
        return p.error("E101", f"'{mark}' is never closed", Span(p.source, at, at + 1), f"add '{PAIRS[mark]}'")
    if is_unused_count(p):
        return not_a_layer(p)
    last = p.previous
    if last is None:
        return p.error(
            "E106",
            "nothing is written here",
            Span(p.source, 0, 0),
            "write a network, for example conv(32,3) pool(2) dense(10)",
        )
    if last == "*":
        help_ = "after 'n *' comes a block or a layer: 3*{ … } or 3*conv(64,3)"
    else:
        form = written_form(p)
        help_ = f"something is missing after '{last}'" + (f"; write for example: {form}" if form else "")
    return p.error("E106", "the text ends too early", last, help_)


def wrong_closer(p: Place) -> SymcnnError | None:
    """A closing bracket that does not fit."""
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
    if p.kind(p.previous) in ("LPAR", "LSQB"):
        return p.error(
            "E106", f"nothing stands between '{p.previous}' and '{p.token}'", p.token, "write a value between them"
        )
    if p.kind(p.previous) in ("COMMA", *OPERATORS):
        return p.error(
            "E106", f"something is missing before '{p.token}'", p.token, f"remove the '{p.previous}', or write a value"
        )
    return None


def word_at_bracket(p: Place) -> SymcnnError | None:
    """`a and(b)`, which lark reads as a call."""
    word = p.token[:-1]
    if p.kind(p.token) != "CALL" or word not in WORDS:
        return None
    start = p.token.start_pos or 0
    return word_as_name(word, Span(p.source, start, start + len(word)))
