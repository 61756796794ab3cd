"""Markdown tables: cells between bars, a line of dashes under the headings."""

from __future__ import annotations

import re

from symcnn.ask.audit.published import Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import published

RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")

LONGEST = 1_000  # characters of a line of dashes


def _table(text: str) -> list[str]:
    """The lines of the first table, without the one of dashes."""
    lines = text.splitlines()
    at = next((at for at, line in enumerate(lines) if at and _is_rule(line) and "|" in lines[at - 1]), None)
    if at is None:
        return []
    body = lines[at + 1 :]
    end = next((number for number, line in enumerate(body) if "|" not in line), len(body))
    return [lines[at - 1], *body[:end]]


def _is_rule(line: str) -> bool:
    return "-" in line and "|" in line and len(line) < LONGEST and RULE.fullmatch(line) is not None


def _cells(line: str) -> list[str]:
    return [cell.strip(" *`") for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _read(text: str, quantity: str) -> Published:
    return published([_cells(line) for line in _table(text)], "Markdown table")


READER = Reader(30, lambda text: bool(_table(text)), _read)
