"""The commands of the prompt, one small function each. A new one is a line in the table of its file."""

from __future__ import annotations

from symcnn.elaborate.values import did_you_mean
from symcnn.errors import Span, SymcnnError
from symcnn.repl.answers import Answer
from symcnn.repl.commands import files, guide, measures, pictures, points, questions, written
from symcnn.repl.commands.contract import Command, Leave
from symcnn.repl.reading import ALONE
from symcnn.repl.session import Session

MODULES = (points, measures, written, questions, pictures, guide, files)
COMMANDS: dict[str, Command] = {command.name: command for module in MODULES for command in module.COMMANDS}


def run(session: Session, text: str, whole: Span) -> Answer:
    """Run a command that stands at a place.

    Raises SymcnnError, also for an unknown one.
    """
    name, words = split(text)
    behind = whole._replace(start=whole.end - len(words)) if words else whole
    if name not in COMMANDS:
        near = did_you_mean(name, COMMANDS).replace("mean '", "mean ':") or ":help lists the commands"
        head = whole._replace(end=max(whole.start + 1, behind.start - 1)) if words else whole
        raise SymcnnError("E602", f"there is no command ':{name}'", head, near)
    try:
        return COMMANDS[name].run(session, words)
    except SymcnnError as error:
        raise _placed(error, behind) from None


def _placed(error: SymcnnError, behind: Span) -> SymcnnError:
    """The same mistake, marked in the line that was typed, rather than in the words that a command took from it."""
    if error.marks:
        return error
    place, source = error.span or behind, behind.source
    taken = place.source.text
    if error.span is not None and (not taken or behind.text.count(taken) != 1):
        return error
    offset = behind.start + behind.text.find(taken) if error.span is not None else 0
    span = Span(source, place.start + offset, place.end + offset)
    return SymcnnError(error.code, error.message, span, error.help)


def split(text: str) -> tuple[str, str]:
    """The name of a command and its words.

    >>> split(":at H=28"), split("?conv"), split("quit")
    (('at', 'H=28'), ('help', 'conv'), ('quit', ''))
    """
    if text in ALONE:
        return ("quit", "") if text == "exit" else (text, "")
    if text.startswith("?"):
        return "help", text[1:].strip()
    name, _, words = text[1:].strip().partition(" ")
    return name, words.strip()


__all__ = ["COMMANDS", "Command", "Leave", "run", "split"]
