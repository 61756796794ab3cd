"""Tables whose columns stand under each other: cells with two spaces or more between them."""

from __future__ import annotations

import re

from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import TOTAL, heading, published

GAP = re.compile(r" {2,}")
LINE = re.compile(r"[\s=_\u2500-\u257f-]*")  # between rows


def _rows(text: str) -> list[list[str]]:
    """The rows from the one on in which a quantity is named, as long as they have several cells."""
    rows = [GAP.split(line.strip()) for line in text.splitlines() if not LINE.fullmatch(line)]
    at = next((at for at, row in enumerate(rows) if _is_head(row)), None)
    if at is None:
        return []
    end = next((n for n in range(at, len(rows)) if len(rows[n]) < 2), len(rows))
    return [rows[at], *(_filled(row, len(rows[at])) for row in rows[at + 1 : end])]


def _is_head(row: list[str]) -> bool:
    cells = len(row) > 1 and all(number(c) is None and not c.endswith((",", ";", ":")) for c in row)
    return cells and any(heading(c).kind for c in row[1:])


def _filled(row: list[str], wide: int) -> list[str]:
    """A row; a total of which nothing but the name and the number is printed has that in the last column."""
    short = len(row) == 2 < wide and TOTAL.match(row[0])
    return [row[0], *[""] * (wide - 2), row[1]] if short else row


def _read(text: str, quantity: str) -> Published:
    return published(_rows(text), "table")


READER = Reader(75, lambda text: len(_rows(text)) > 1, _read)
