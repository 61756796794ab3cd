"""The commands of the prompt, one small function each. A new one is a line in the table of its file."""

from __future__ import annotations

from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.repl.answers import Answer
from symcnn.repl.commands import files, guide, measures, points, questions, written
from symcnn.repl.commands.contract import Command, Leave
from symcnn.repl.reading import ALONE
from symcnn.repl.session import Session

MODULES = (points, measures, written, questions, guide, files)
COMMANDS: dict[str, Command] = {command.name: command for module in MODULES for command in module.COMMANDS}


def run(session: Session, text: str) -> Answer:
    """Run a command.

    Raises SymcnnError for an unknown one.
    """
    name, words = split(text)
    if name not in COMMANDS:
        help_ = did_you_mean(name, COMMANDS)
        near = help_.replace("mean '", "mean ':") or ":help lists the commands"
        raise SymcnnError("E602", f"there is no command ':{name}'", None, near)
    return COMMANDS[name].run(session, words)


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
