"""What a command of the prompt is: a name, a line of help, an example, and a function from its words to an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from symcnn.record import Record
from symcnn.repl.answers import Answer

if TYPE_CHECKING:
    from symcnn.repl.session import Session


class Leave(Exception):  # noqa: N818  (it is no mistake)
    """The prompt is to end."""


class Command(Record):
    """A command: `:sweep F=16,32` is the name `sweep` with the words `F=16,32`."""

    name: str
    takes: str  # the words behind the name, in general
    does: str
    example: str  # the words behind the name, for example
    run: Callable[[Session, str], Answer]

    @property
    def form(self) -> str:
        """How it is written: `:diff F`."""
        return f":{self.name} {self.takes}".rstrip()
