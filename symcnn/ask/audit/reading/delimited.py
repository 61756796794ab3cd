"""CSV, and tables whose cells are separated by tabs, as they are copied from a page; names and numbers alone, too."""

from __future__ import annotations

import csv
import io
import re

from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import heading, published


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in ("\t", ";") if mark in first), ",")


def _pasted(text: str) -> str:
    """The first table of a text that was copied with what is around it: lines with tabs, quantities in the first."""
    lines = text.splitlines()
    cells = [line.split("\t") for line in lines]
    at = next((at for at, row in enumerate(cells) if len(row) > 1 and any(heading(c).kind for c in row)), None)
    if at is None:
        return text
    behind = range(at, len(lines))
    end = next((n for n in behind if lines[n].strip() and "\t" not in lines[n]), len(lines))
    return "\n".join(lines[at:end])


def _rows(text: str) -> list[list[str]]:
    """The rows; none where that is no table that the csv module reads."""
    text = _pasted(re.sub(r"\A(?:\s*#[^,;\t\n]*\n)+", "", text))
    reader = csv.reader(io.StringIO(text.strip("\n")), delimiter=_separator(text), skipinitialspace=True)
    try:
        return [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        return []


def _has_headings(rows: list[list[str]]) -> bool:
    return len(rows) > 1 and len(rows[0]) > 1 and any(heading(c).kind and number(c) is None for c in rows[0][1:])


def _is_pairs(rows: list[list[str]]) -> bool:
    """Whether every row is a name and a number."""
    return bool(rows) and all(len(row) == 2 and number(row[0]) is None and number(row[1]) is not None for row in rows)


def _recognises(text: str) -> bool:
    rows = _rows(text)
    return _is_pairs(rows) or _has_headings(rows) or (len(rows) > 1 and bool(heading(rows[0][0]).kind))


def _read(text: str, quantity: str) -> Published:
    rows = [[re.sub(r"\s+", " ", cell) for cell in row] for row in _rows(text)]
    return published([["name", quantity], *rows] if _is_pairs(rows) else rows, "table")


READER = Reader(80, _recognises, _read)
