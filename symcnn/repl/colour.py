"""A little colour for answers in a terminal; the text stays what it is."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

RULES = (  # what is found, and the codes of a terminal (ECMA-48, 8.3.117) around its first group
    (re.compile(r"^(error [EW]\d+:)", re.MULTILINE), "1;31"),
    (re.compile(r"^(warning W\d+:)", re.MULTILINE), "1;33"),
    (re.compile(r"^ *\|? *(\^~*)", re.MULTILINE), "31"),
    (re.compile(r"^(  help:)", re.MULTILINE), "1"),
    (re.compile(r"^([A-Za-z_]\w*:)(?= .* -> )", re.MULTILINE), "1;36"),
    (re.compile(r"^  (params|MACs|symbols|holds for|at)(?=  )", re.MULTILINE), "2"),
)


def painted(text: str) -> str:
    r"""The text with colours, for a terminal.

    >>> painted("error E201: unknown")
    '\x1b[1;31merror E201:\x1b[0m unknown'
    """
    if "\x1b" in text:
        return text  # a table has its own
    for pattern, code in RULES:
        text = pattern.sub(lambda match, code=code: _inside(match, code), text)  # type: ignore[misc]
    return text


def _inside(match: re.Match[str], code: str) -> str:
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return f"{match[0][:start]}\x1b[{code}m{match[0][start:end]}\x1b[0m{match[0][end:]}"


def is_wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to use colours: not with NO_COLOR (no-color.org), not in a terminal that is dumb."""
    return not environment.get("NO_COLOR") and not is_dumb(environment)


def is_dumb(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal understands nothing but lines."""
    return environment.get("TERM", "").lower() in ("dumb", "unknown", "") and sys.platform != "win32"
