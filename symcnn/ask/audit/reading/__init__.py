"""Reading what was published: numbers, tables, summaries of frameworks."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from symcnn.ask.audit.published import Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.tensors import together
from symcnn.errors import SymcnnError, visible

KNOWN = (
    "numbers ('320,0,540900,1010'), with names ('conv1: 320'), "
    "a CSV, Markdown, LaTeX or HTML table, a summary of Keras or torchinfo"
)


MOST = 3_000  # rows of a table


def _checked(published: Published) -> Published:
    if len(published.lines) > MOST:
        message = f"{len(published.lines):,} rows were published; at most {MOST:,} are audited"
        raise SymcnnError("E110", message, None, "give a part of the table, or its totals")
    return published


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, the most particular first."""
    files = (m.name for m in pkgutil.iter_modules(__path__) if m.name not in ("contract", "grids", "tensors"))
    return tuple(sorted((import_module(f"{__name__}.{file}").READER for file in files), key=lambda r: r.order))


def read(text: str, quantity: str) -> Published:
    """Read published numbers; those without a heading are of the given quantity.

    >>> [line.values["params"].value for line in read("320,0,540900,1010", "params").lines]
    [320, 0, 540900, 1010]

    Raises SymcnnError for a text without any numbers in it.
    """
    for reader in readers():
        if reader.recognises(text):
            return together(_checked(reader.read(text, quantity)))
    shown = visible(text.strip()[:60])
    message = f"there are no published numbers in '{shown}'"
    raise SymcnnError("E602", message, None, f"what can be read: {KNOWN}")
