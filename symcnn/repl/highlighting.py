"""Colours while typing: the language's own lexer; a command is one word and plain text."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer, PygmentsLexer
from prompt_toolkit.styles import Style

from symcnn.highlight import SymcnnLexer
from symcnn.repl.reading import is_command

STYLE = Style.from_dict(
    {  # names of colours that every terminal has, so that both dark and light backgrounds will do
        "pygments.keyword": "ansimagenta",
        "pygments.keyword.declaration": "ansimagenta",
        "pygments.keyword.constant": "ansiyellow",
        "pygments.name.builtin": "ansicyan",
        "pygments.name.function": "ansiblue",
        "pygments.name.class": "ansiblue",
        "pygments.name.attribute": "ansigreen",
        "pygments.name.property": "ansiyellow",
        "pygments.name.label": "ansigreen",
        "pygments.name.namespace": "ansiblue",
        "pygments.operator.word": "ansimagenta",
        "pygments.comment": "ansibrightblack italic",
        "pygments.error": "ansired",
        "command": "bold",
    }
)


class Colours(Lexer):
    """The colours of a line."""

    def __init__(self) -> None:
        self.language = PygmentsLexer(SymcnnLexer, sync_from_start=True)

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The coloured pieces of each line of what is typed."""
        if not is_command(document.text):
            return self.language.lex_document(document)
        name, blank, rest = document.text.partition(" ")
        return lambda line: [("class:command", name), ("", blank + rest)] if line == 0 else []
