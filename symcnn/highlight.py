"""Colours for the language, by Pygments: for the prompt, notebooks and documentation.

The pieces are the terminals of the grammar; which names are layers, functions or words is what the
language itself looks them up in, so that there is no second list. Imported only where colours are wanted.

>>> from pygments.token import Name
>>> [word for kind, word in SymcnnLexer().get_tokens("3*{ conv(F,3) relu }") if kind is Name.Builtin]
['conv', 'relu']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

from pygments.lexer import Lexer
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, Whitespace

from symcnn.elaborate.functions import FUNCTIONS, SPECIAL
from symcnn.elaborate.program import FLOW
from symcnn.elaborate.values import KINDS
from symcnn.elaborate.values import WORDS as VALUES
from symcnn.layers import LAYERS
from symcnn.text.terminals import terminals
from symcnn.text.words import STATEMENTS, WORDS

OPERATORS = ("RANGE", "COMPARE", "ADD", "STAR", "DIVIDE", "POWER", "EQUAL", "APPROX")
NUMBERS = {"DIMS": Number, "UNIT": Number, "FLOAT": Number.Float, "INT": Number.Integer}
KIND_OF_TERMINAL: dict[str, Any] = {
    "COMMENT": Comment.Single,
    "BLANK": Whitespace,
    "ATTR": Name.Property,
    **NUMBERS,
    **dict.fromkeys(OPERATORS, Operator),
}
AFTER = {  # a name of the user's own, by the word before it
    "def": Name.Function,
    "shared": Name.Function,
    "net": Name.Class,
    "import": Name.Namespace,
    "as": Name.Label,
}
KIND_OF_WORD: dict[str, Any] = {
    **dict.fromkeys(WORDS, Keyword),
    **dict.fromkeys(STATEMENTS, Keyword.Declaration),
    **dict.fromkeys(("and", "or", "not", "in"), Operator.Word),
    **dict.fromkeys(("true", "false", *VALUES), Keyword.Constant),
}
BOUND = re.compile(r"\s*=(?!=)")
CHANGE = {"(": 1, "[": 1, ")": -1, "]": -1}


@cache
def _pieces() -> re.Pattern[str]:
    """All terminals in one expression; what is no word of the language is one character."""
    listed = "|".join(f"(?P<{name}>{pattern})" for name, pattern in terminals())
    return re.compile(f"{listed}|(?P<ERROR>.)", re.DOTALL)


class SymcnnLexer(Lexer):  # type: ignore[misc]
    """Splits a text of the language into coloured pieces; never refuses one, be it wrong or unfinished."""

    name = "symcnn"
    aliases: ClassVar[list[str]] = ["symcnn", "cnn"]
    filenames: ClassVar[list[str]] = ["*.cnn"]
    mimetypes: ClassVar[list[str]] = ["text/x-symcnn"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, Any, str]]:
        """Give every piece with its place and its kind."""
        before, depth = "", 0  # the word or sign before; brackets around
        for match in _pieces().finditer(text):
            terminal, words = str(match.lastgroup), match.group()
            name = words.removesuffix("(") if terminal == "CALL" else words
            if terminal in ("NAME", "CALL"):
                yield match.start(), _kind_of_name(name, match, before, depth), name
            else:
                yield match.start(), _kind_of_sign(terminal), name
            if name != words:
                yield match.end() - 1, Punctuation, "("
            if terminal not in ("BLANK", "COMMENT"):
                before = words
                depth += CHANGE.get(words[-1], 0)


def _kind_of_sign(terminal: str) -> Any:
    return Error if terminal == "ERROR" else KIND_OF_TERMINAL.get(terminal, Punctuation)


def _kind_of_name(name: str, match: re.Match[str], before: str, depth: int) -> Any:
    """What a name is, from the language's own lists and from what stands beside it."""
    if before in AFTER:
        return AFTER[before]
    if before == ":" and name in KINDS:
        return Keyword.Type
    if name in KIND_OF_WORD:
        return KIND_OF_WORD[name]
    if match.lastgroup == "CALL":
        return _kind_of_call(name, is_value=depth > 0 or before in ("=", "==", "+", "-"))
    if BOUND.match(match.string, match.end()):
        return Name.Attribute
    return Name.Builtin if name in LAYERS or name in FLOW else Name.Variable


def _kind_of_call(name: str, *, is_value: bool) -> Any:
    """A layer, a function (`max(` is one among values, else it joins paths), or a block of the user's own."""
    is_function = name in FUNCTIONS or name in SPECIAL
    if name in LAYERS or name in FLOW:
        return Name.Builtin.Pseudo if is_value and is_function else Name.Builtin
    return Name.Builtin.Pseudo if is_function else Name.Function
