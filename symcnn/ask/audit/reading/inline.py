"""Lines that say what each number is: `CONV3-64: [224x224x64]  memory: 3.2M  weights: (3*3*3)*64 = 1,728`."""

from __future__ import annotations

import re

from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import TOTAL, shape

LONGEST = 300  # characters of a line
ROW = re.compile(
    r"\s*(?P<name>[^:\[|]+?)\s*:\s*(?P<shape>\[[^\]]*\]|\([^)]*\))?\s*(?P<rest>.*?)"
    r"\b(?:params?|parameters|weights)\s*[:=](?P<value>.*)",
    re.IGNORECASE,
)


def _rows(text: str) -> list[re.Match[str]]:
    found = (ROW.fullmatch(line) for line in text.splitlines() if len(line) < LONGEST)
    return [row for row in found if row is not None and number(_value(row)) is not None]


def _value(row: re.Match[str]) -> str:
    return str(row["value"]).rpartition("=")[2].strip()


def _recognises(text: str) -> bool:
    rows = _rows(text)
    return len(rows) > 1 and 2 * len(rows) > sum(1 for line in text.splitlines() if line.strip())


def _read(text: str, quantity: str) -> Published:
    known = [(row, found) for row in _rows(text) if (found := number(_value(row))) is not None]
    lines = [Line(row["name"], {"params": n}, shape(row["shape"] or "")) for row, n in known if not TOTAL.match(row[0])]
    totals = [("params", n) for row, n in known if TOTAL.match(row[0])]
    return Published(tuple(lines), tuple(totals), "lines")


READER = Reader(65, _recognises, _read)
