"""The terminals of the grammar as regular expressions, in the order in which the lexer tries them."""

from __future__ import annotations

from lark.lexer import TerminalDef

from symcnn.text import tables


def terminals() -> list[tuple[str, str]]:
    r"""Every terminal with its regular expression; the words of the language are among the names.

    >>> dict(terminals())["ATTR"]
    '\\.[A-Za-z_][A-Za-z0-9_]*'
    """
    found = sorted(tables.load(None, {}).terminals, key=_place)
    named = [(one.name.removeprefix("expression__"), one.pattern.to_regexp()) for one in found]
    return [(name, pattern) for name, pattern in named if not pattern.isalpha()]


def _place(terminal: TerminalDef) -> tuple[int, int, int, str]:
    """As lark's basic lexer sorts them: by priority, then the longer ones first."""
    pattern = terminal.pattern
    return -terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name
