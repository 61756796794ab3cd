"""The words of the language, which cannot be names."""

from __future__ import annotations

from symcnn.errors import Span, SymcnnError

STATEMENTS = ("import", "let", "param", "def", "net", "shared", "set", "assume", "expect")
WORDS = frozenset((*STATEMENTS, "as", "for", "in", "by", "if", "else", "and", "or", "not", "true", "false"))


def word_as_name(word: str, span: Span) -> SymcnnError:
    """The error for `not(a)` and the like, where a word of the language is taken for a name."""
    message = f"'{word}' is a word of the language and cannot be a name"
    return SymcnnError("E108", message, span, f"before a bracket it needs a space: {word} (…)")
