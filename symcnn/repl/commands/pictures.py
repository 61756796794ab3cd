"""Pictures of the last network, in files."""

from __future__ import annotations

from symcnn.errors import SymcnnError
from symcnn.repl.answers import Answer
from symcnn.repl.commands.contract import Command
from symcnn.repl.commands.points import bindings
from symcnn.repl.session import Session


def draw(session: Session, words: str) -> Answer:
    """Write a figure of the last network, as `symcnn draw` does."""
    if not words:
        raise SymcnnError("E602", ":draw needs a file", None, "write for example :draw net.svg")
    session.network().draw(words)
    return Answer(words)


def plot(session: Session, words: str) -> Answer:
    """Write a picture of the parameters over values of symbols, as `symcnn plot` does."""
    from symcnn.questions.sweeping import sweep

    name, _, values = words.partition(" ")
    given = bindings(values, "F=8..64:8")
    if not given or "=" in name:
        raise SymcnnError("E602", ":plot needs a file and values", None, "write for example :plot f.svg F=8..64:8 C=1")
    sweep(session.network_without(given), **given).plot(name)
    return Answer(name)


COMMANDS = (
    Command("draw", "FILE", "a figure of the network: svg, pdf, png, tex, dot", "net.svg", draw),
    Command("plot", "FILE NAME=VALUES", "a picture of its parameters", "f.svg F=8..64:8 K=1,3 C=1 H=9 W=9", plot),
)
