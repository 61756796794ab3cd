"""Mistakes between layers and in statements."""

from __future__ import annotations

import re

from symcnn.errors import Span, SymcnnError
from symcnn.text.mistakes.notations import LONGEST_HELP
from symcnn.text.mistakes.place import END, FORMS, VALUES, Place, header_before, is_unused_count, opener, written_form
from symcnn.text.words import STATEMENTS, WORDS


def colon_range(p: Place) -> SymcnnError | None:
    """`1:10`, and the colon of Python's blocks."""
    if p.token != ":":
        return None
    if (
        re.compile(r":\s*(\n|$|[A-Za-z_{])").match(p.source.text, p.token.start_pos or 0)
        and header_before(p) is not None
    ):
        return p.error("E107", "':' does not start a block", p.token, f"blocks stand in braces: {written_form(p)}")
    if p.in_values and p.kind(p.previous) == "NAME" and p.inside == "(":
        return p.error("E107", "':' does not give an argument", p.token, f"write {p.previous}=…")
    if not p.open and p.kind(p.previous) == "NAME" and header_before(p) is None:
        help_ = "the arguments of a layer stand in round brackets: conv(32,3)"
        return p.error("E107", "':' does not follow a layer", p.token, help_)
    return p.error("E107", "':' does not make a range", p.token, "ranges are written 1..10, both ends included")


def where(p: Place) -> SymcnnError | None:
    """`... where F=3`."""
    if p.token == "=" and len(p.before) > 1 and p.before[-2] == "where":
        name = p.before[-1]
        return p.error("E105", "there is no 'where'", p.before[-2], f"write in front: let {name} = …")
    return None


def value_without_let(p: Place) -> SymcnnError | None:
    """`F=32` in front of a network."""
    if p.token != "=" or p.in_values:
        return None
    header = header_before(p)
    if header is not None and header == "for":
        return p.error("E107", "'=' does not start a range", p.token, f"write: {FORMS['for']}")
    if header is not None and header == "if":
        return p.error("E107", "'=' does not compare", p.token, f"write {p.previous} == …")
    name = p.previous if p.kind(p.previous) == "NAME" else "F"
    help_ = f"write: let {name} = …"
    if re.compile(r"=\s*[A-Za-z_.]+[0-9]?d?\(").match(p.source.text, p.token.start_pos or 0):
        help_ = "layers need no names; where one is wanted it stands behind: conv(32,3) as x"
    return p.error("E105", "a value is given a name with 'let'", p.token, help_)


def missing_braces(p: Place) -> SymcnnError | None:
    """`for i in 1..3 conv(8,3)`."""
    header = header_before(p)
    ended = p.token.type == END
    starts_layer = p.kind(p.token) in ("NAME", "CALL", "INT", *(s.upper() for s in (*STATEMENTS, "for", "if")))
    complete = p.kind(p.previous) in VALUES or p.previous == "else"
    if header is None or p.in_values or not complete or not (starts_layer or ended):
        return None
    if header.type in ("FOR", "IF") and p.kind(p.previous) == "NAME" and "in" not in p.before and header.type == "FOR":
        return None  # `for i` lacks more than braces
    written = p.source.text[header.start_pos : p.previous.end_pos if p.previous is not None else None]
    written = written if len(written) <= LONGEST_HELP else f"{header} …"
    if ended:
        help_ = f"write: {written} {{ … }}"
        return p.error("E106", "the text ends too early: a block is missing", p.previous or p.token, help_)
    return p.error("E105", f"braces are missing before '{p.token}'", p.token, f"write: {written} {{ … }}")


def missing_name(p: Place) -> SymcnnError | None:
    """`let 3 = F`, `conv(32,3) as 3`, `let f(x) = x`, `set conv`."""
    before = str(p.previous)
    if before == "set" and p.token.type != END and not p.in_values:
        return p.error("E107", "'set' needs a layer and its arguments in brackets", p.token, f"write: {FORMS['set']}")
    names = ("let", "param", "def", "net", "shared", "as", "import", "for")
    if before not in names or p.in_values or p.token in WORDS or p.token.type == END:
        return None
    shown = p.token.rstrip("(") or "("
    if before in ("let", "param") and p.kind(p.token) == "CALL":
        help_ = "a block with arguments is written: def f(x) { … }"
        return p.error("E107", f"'{before}' names a value, not a call", p.token, help_)
    message = f"a name is expected after '{before}', not '{shown}'"
    return p.error("E107", message, p.token, f"write for example: {FORMS[before]}")


def dot_between_layers(p: Place) -> SymcnnError | None:
    """`conv(32,3).pool(2)`."""
    if p.kind(p.token) == "ATTR" and not p.in_values and p.previous is not None:
        help_ = f"layers follow each other separated by spaces: … {p.token[1:]}"
        return p.error("E105", "'.' does not join layers", p.token, help_)
    return None


COMMENTS = re.compile(r"/\*|\*/|--|%|<!--|//|;;")


def foreign_comment(p: Place) -> SymcnnError | None:
    """`/* ... */`, `-- ...`, `% ...`."""
    mark = COMMENTS.match(p.source.text, p.token.start_pos or 0)
    if mark is None or p.in_values or re.compile(r"-+>").match(p.source.text, mark.start()):
        return None
    span = Span(p.source, mark.start(), mark.end())
    return p.error("E105", f"'{mark.group()}' does not start a comment", span, "a comment starts with #")


def unfinished_let(p: Place) -> SymcnnError | None:
    """`let F 32`, `let F := 32`, `let F = 32, conv(F,3)`."""
    if p.in_values or len(p.before) < 2:
        return None
    shown = p.token.rstrip("(") or "("
    if p.before[-2] == "let" and p.token != "=":
        return p.error("E107", f"'=' is expected here, not '{shown}'", p.token, f"write: let {p.previous} = 32")
    if p.previous == "," and p.kind(p.token) in ("CALL", "INT"):
        help_ = "remove the ','; what follows is separated by a space"
        return p.error("E107", f"a name is expected after ',', not '{shown}'", p.token, help_)
    return None


def not_a_layer(p: Place) -> SymcnnError | None:
    """A number or `(n-1)` with no `*` behind it."""
    if not is_unused_count(p):
        return None
    last = p.before[-1]
    first = opener(p) if last == ")" else last
    span = p.span(first or last, last)
    if name := _braced(p):
        help_ = f"arguments stand in round brackets: {name}({span.text})"
        return p.error("E106", f"'{span.text}' is not a layer", span, help_)
    return p.error("E106", f"'{span.text}' is not a layer", span, f"to repeat what follows write {span.text}*{{ … }}")


def _braced(p: Place) -> str:
    """The layer of `dense{10}`."""
    *front, name, brace, _ = (None, None, None, *p.before)
    if brace != "{" or name is None or p.kind(name) != "NAME" or name in JOINS or (front and front[-1] in NAMING):
        return ""
    return str(name)


NAMING = ("def", "net", "shared")
JOINS = ("seq", "res", "add", "mul", "sub", "max", "mean", "concat", "split")


def arrows(p: Place) -> SymcnnError | None:
    """`conv(32,3) -> pool(2)`."""
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
    "<": ("'<' is not expected between layers", "layers follow each other: conv(32,3) pool(2) dense(10)"),
}  # fmt: skip


def in_body(p: Place) -> SymcnnError | None:
    """A sign that has no meaning between layers."""
    if p.in_values or str(p.token) not in BODY or (p.token == "{" and header_before(p) is not None):
        return None
    message, help_ = BODY[str(p.token)]
    return p.error("E105", message, p.token, help_)


def fraction_of_blocks(p: Place) -> SymcnnError | None:
    """`3.5*{ ... }`."""
    if p.kind(p.token) in ("FLOAT", "UNIT") and not p.in_values:
        help_ = "a count is a whole number or a symbol"
        return p.error("E302", f"a block cannot be repeated {p.token} times", p.token, help_)
    return None


def anything_else(p: Place) -> SymcnnError:
    """What no other rule knows."""
    shown = p.token.rstrip("(") or "("
    help_ = "layers follow each other: conv(32,3) pool(2) dense(10)"
    if p.token in FORMS or (header_before(p) is not None and not p.in_values):
        help_ = f"write for example: {FORMS.get(str(p.token)) or written_form(p)}"
    elif p.kind(p.token) == "DIMS" and p.kind(p.previous) == "NAME":
        help_ = f"arguments stand in round brackets: {p.previous}({p.token})"
    elif p.in_values:
        help_ = "arguments are values separated by commas: conv(32,3,pad=same)"
    return p.error("E107", f"'{shown}' is not expected here", p.token, help_)
