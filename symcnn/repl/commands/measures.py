"""One quantity of a network, and what it holds for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from symcnn.quantities import QUANTITIES
from symcnn.repl.answers import Answer, own_conditions, total
from symcnn.repl.commands.contract import Command
from symcnn.repl.session import Session
from symcnn.views.contract import conditions_by_layer


def quantity(name: str, session: Session, words: str) -> Answer:
    """A quantity of the last network, or of the one that is written."""
    return Answer(total(session.network(words).report, name))


def shape(session: Session, words: str) -> Answer:
    """The shape of the output."""
    return Answer(str(session.network(words).report.output_shape))


def conditions(session: Session, words: str) -> Answer:
    """The conditions, a line each, with the layers that ask for them."""
    network = session.network(words)
    return Answer(conditions_by_layer(network.report) if own_conditions(network) else "none")


def _command(name: str, does: str, run: Callable[[Session, str], Answer]) -> Command:
    return Command(name, "[NET]", does, "", run)


COMMANDS = (
    *(_command(name, one.title, partial(quantity, name)) for name, one in sorted(QUANTITIES.items())),
    _command("shape", "the shape of the output", shape),
    _command("conditions", "what the symbols must satisfy, and which layers ask for it", conditions),
)
