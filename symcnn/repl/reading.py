"""What a line is: a command, a value, or text of the language; and whether it goes on."""

from __future__ import annotations

from symcnn.elaborate.functions import FUNCTIONS, SPECIAL
from symcnn.elaborate.joins import JOINS
from symcnn.elaborate.named import nodes
from symcnn.errors import SymcnnError
from symcnn.expect import METRICS
from symcnn.layers import LAYERS
from symcnn.record import Record
from symcnn.text import tree
from symcnn.text.parse import BRACKETS, parse, parse_value

ALONE = ("help", "quit", "exit")  # words that are commands without a colon
MARKS = (":", "?")
TOO_EARLY = "the text ends too early"
ASKING = {*METRICS, *FUNCTIONS, *SPECIAL} - {*LAYERS, *JOINS}  # what no layer is called


class Line(Record):
    """A line that was read: a program, or a value that is asked for."""

    program: tree.Program | None
    value: tree.Expr | None = None


def is_command(text: str) -> bool:
    """Whether a line is for the prompt rather than in the language.

    >>> is_command(":table"), is_command("?conv"), is_command("quit"), is_command("conv(32,3)")
    (True, True, True, False)
    """
    return text.strip().startswith(MARKS) or text.strip() in ALONE


def read(text: str, name: str, values: frozenset[str] = frozenset()) -> Line:
    """Read a line of the language, where `values` are the names of numbers.

    Raises SymcnnError; of the two ways to read it, that of the one that came further.
    """
    try:
        program = parse(text, name)
    except SymcnnError as error:
        return Line(None, _value(text, name, error))
    if _asks(program, values):
        return Line(None, _value(text, name))
    return Line(program)


def _value(text: str, name: str, other: SymcnnError | None = None) -> tree.Expr:
    try:
        return parse_value(text, name)
    except SymcnnError as error:
        raise (error if other is None or _reach(error) > _reach(other) else other) from None


def _reach(error: SymcnnError) -> int:
    """How far a text was read before it was wrong."""
    if error.span is None:
        return 0
    return error.span.end if error.message.startswith(TOO_EARLY) else error.span.start


def _asks(program: tree.Program, values: frozenset[str]) -> bool:
    """Whether what was read as a network is a value: `params`, `floor(7/2)`, `2*w`."""
    if len(program.body) != 1 or not isinstance(program.body[0], (tree.Call, tree.Repeat)):
        return False
    calls = [node for node in nodes(program) if isinstance(node, tree.Call)]
    return bool(calls) and all(_is_value(call, values) for call in calls)


def _is_value(call: tree.Call, values: frozenset[str]) -> bool:
    """Whether a call is one among values; `max` is, where it is of quantities or of names for numbers."""
    if call.branches:
        return False
    inside = {node.name for node in nodes(call) if isinstance(node, tree.Name | tree.Function)}
    return call.name in {*ASKING, *values} or (call.name in FUNCTIONS and not inside.isdisjoint({*METRICS, *values}))


def is_open(text: str) -> bool:
    """Whether a line waits for more: a bracket that is not closed, or a sign at its end.

    >>> is_open("conv(32,3) res{ relu"), is_open("let w ="), is_open("conv(32,3)"), is_open("conv(32,3))")
    (True, True, False, False)
    """
    if is_command(text) or not text.strip():
        return False
    try:
        read(text, "<input>")
    except SymcnnError as error:
        return error.code in ("E101", "E106") and (_depth(text) > 0 or error.message.startswith(TOO_EARLY))
    return False


def _depth(text: str) -> int:
    """How many brackets are open at the end."""
    marks = [match.group() for match in BRACKETS.finditer(text)]
    return sum((mark in "([{") - (mark in ")]}") for mark in marks if len(mark) == 1)
