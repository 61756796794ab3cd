"""CSV, and tables whose cells are separated by tabs, as they are copied from a page."""

from __future__ import annotations

import csv
import io
import re

from symcnn.ask.audit.published import Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import heading, published


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in ("\t", ";") if mark in first), ",")


def _rows(text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text.strip("\n")), delimiter=_separator(text), skipinitialspace=True)
    return [row for row in reader if any(cell.strip() for cell in row)]


def _recognises(text: str) -> bool:
    rows = _rows(text)
    return len(rows) > 1 and len(rows[0]) > 1 and any(heading(cell).kind for cell in rows[0])


def _read(text: str, quantity: str) -> Published:
    kind = "table" if _separator(text) == "\t" else "CSV"
    return published([[re.sub(r"\s+", " ", cell) for cell in row] for row in _rows(text)], kind)


READER = Reader(80, _recognises, _read)
