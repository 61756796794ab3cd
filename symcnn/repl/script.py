"""Lines from a file or a pipe: answers go to one stream, errors with their line numbers to another."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from symcnn.errors import SymcnnError
from symcnn.repl.answers import Answer
from symcnn.repl.commands.contract import Leave
from symcnn.repl.reading import is_command, is_open
from symcnn.repl.session import Session

Write = Callable[[int, str, "Answer | SymcnnError"], None]  # the number of the line, its text, what it gave


def run(lines: Iterable[str], name: str, write: Write) -> int:
    """Answer lines until one asks to leave; 2 where one was wrong, 1 where an expectation failed, else 0."""
    session, code = Session(), 0
    for number, text in statements(lines):
        try:
            answer = session.run(text, name, number)
        except SymcnnError as error:
            write(number, text, error)
            code = 2
        except Leave:
            break
        else:
            write(number, text, answer)
            code = max(code, int(answer.failed))
    return code


def as_text(number: int, text: str, found: Answer | SymcnnError) -> None:
    """Print an answer, and on the other stream errors and warnings."""
    if isinstance(found, SymcnnError):
        _say(str(found), sys.stderr)
        return
    _say("\n".join(map(str, found.warnings)), sys.stderr)
    _say(found.text, sys.stdout)


def as_json(number: int, text: str, found: Answer | SymcnnError) -> None:
    """Print what a line gave as an object in one line."""
    facts: dict[str, Any] = {"line": number, "input": text.strip()}
    if isinstance(found, SymcnnError):
        facts["error"] = {"code": found.code, "message": found.message, "help": found.help}
    else:
        facts |= {"answer": found.text, "warnings": [one.message for one in found.warnings]}
    _say(json.dumps(facts, ensure_ascii=False), sys.stdout)


def _say(text: str, stream: TextIO) -> None:
    """Print at once: who reads at the other end may wait for it."""
    if text:
        print(text, file=stream, flush=True)


def statements(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    r"""The texts to answer, each with the number of its first line; an open one ends at a blank line or a command.

    >>> list(statements(["relu", "", "res{", "relu }", "n*{", ":table"]))
    [(1, 'relu'), (3, 'res{\nrelu }'), (5, 'n*{'), (6, ':table')]
    """
    start, text = 0, ""
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if text and (not line.strip() or is_command(line)):
            yield start, text
            text = ""
        start, text = (start, f"{text}\n{line}") if text else (number, line)
        if not is_open(text):
            if text.strip():
                yield start, text
            text = ""
    if text:
        yield start, text
