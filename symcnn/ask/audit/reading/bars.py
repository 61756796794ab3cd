"""Tables whose cells are separated by bars, without Markdown's line of dashes; drawn with `+---+` or boxes, too."""

from __future__ import annotations

import re

from symcnn.ask.audit.published import Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import heading, published

BAR = re.compile("[|│┃║]")
LINE = re.compile(r"[\s+|=:_\u2500-\u257f-]*")  # between rows


def _cells(line: str) -> list[str]:
    cells = [cell.strip(" *`") for cell in BAR.split(line.strip())]
    edges = BAR.match(line.strip()) is not None
    return cells[1:-1] if edges else cells


def _rows(text: str) -> list[list[str]]:
    """The rows from the one on in which a quantity is named."""
    rows = [_cells(line) for line in text.splitlines() if BAR.search(line) and not LINE.fullmatch(line)]
    names = (at for at, row in enumerate(rows) if any(heading(c).kind not in ("", "name") for c in row))
    at = next(names, None)
    return [] if at is None else rows[at:]


def _recognises(text: str) -> bool:
    rows = _rows(text)
    return len(rows) > 1 and len(rows[0]) > 1


def _read(text: str, quantity: str) -> Published:
    return published(_rows(text), "table with bars")


READER = Reader(50, _recognises, _read)
