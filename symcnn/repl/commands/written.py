"""A network in another form: as a table, for a paper, for a program."""

from __future__ import annotations

import ast
import io
from functools import partial
from typing import Any

from symcnn.elaborate.spelling import long_names
from symcnn.repl.answers import SHOWN, Answer
from symcnn.repl.commands.contract import Command
from symcnn.repl.session import Session
from symcnn.text import tree
from symcnn.text.parse import parse
from symcnn.text.write import write
from symcnn.views import VIEWS

BUILT_IN = ("abs", "max", "min")  # what Python calculates without sympy


def table(session: Session, words: str) -> Answer:
    """A row a layer, then the totals."""
    report = session.network(words).report
    if session.width is None:
        return Answer(VIEWS["table"].network(report))
    from rich.console import Console

    from symcnn.views.table import in_colour

    text = io.StringIO()
    console = Console(file=text, width=session.width, force_terminal=session.colours, highlight=False)
    console.print(in_colour(report, session.width, written=False, depth=None))
    return Answer("\n".join(line.rstrip() for line in text.getvalue().strip("\n").split("\n")))


def view(name: str, session: Session, words: str) -> Answer:
    """The network in a format of `symcnn --format`."""
    return Answer(VIEWS[name].network(session.network(words).report))


def python(session: Session, words: str) -> Answer:
    """The formulas as Python functions."""
    network = session.network(words)
    functions = [_function(name, network.formula(name), getattr(network, name)) for name in SHOWN]
    needed = sorted({name for text in functions for name in _imported(text)})
    head = [f"from sympy import {', '.join(needed)}"] if needed else []
    return Answer("\n\n".join([*head, *functions]))


def _function(name: str, formula: str, value: Any) -> str:
    symbols = sorted(symbol.name for symbol in getattr(value, "free_symbols", ()))
    return f"def {name}({', '.join(symbols)}):\n    return {formula}"


def _imported(text: str) -> set[str]:
    r"""The functions of a formula that Python itself does not have.

    >>> _imported("def f(n):\n    return max(n, floor(n))")
    {'floor'}
    """
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return {node.func.id for node in calls if isinstance(node.func, ast.Name)} - {*BUILT_IN}


def fmt(session: Session, words: str) -> Answer:
    """The text of the last network in canonical form; or the text that is written."""
    if words:
        return Answer(write(long_names(parse(words))))
    name = session.network().name
    own = [one for one in session.state.elements if isinstance(one, tree.Definition) and one.name == name][-1]
    return Answer(write(long_names(parse(own.body.body[0].span.source.text.lstrip("\n")))))


COMMANDS = (
    Command("table", "[NET]", "a row a layer, then the totals", "", table),
    Command("latex", "[NET]", "as LaTeX", "", partial(view, "latex")),
    Command("python", "[NET]", "its formulas as Python functions", "", python),
    Command("md", "[NET]", "as Markdown", "", partial(view, "markdown")),
    Command("json", "[NET]", "as JSON", "", partial(view, "json")),
    Command("fmt", "[TEXT]", "its text in canonical form", "", fmt),
)
