"""An addition as it is written down: `320 + 0 + 540,900 + 1,010 = 542,230`."""

from __future__ import annotations

from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.reading.contract import Reader


def _parts(text: str) -> tuple[list[Number | None], list[Number | None]]:
    """What is added, and what it gives."""
    terms, sign, result = text.strip().partition("=")
    return [number(term) for term in terms.split("+")], [number(result)] if sign else []


def _recognises(text: str) -> bool:
    terms, result = _parts(text)
    return len(terms) > 1 and all(part is not None for part in (*terms, *result))


def _read(text: str, quantity: str) -> Published:
    terms, result = _parts(text)
    lines = tuple(Line("", {quantity: each}) for each in terms if each is not None)
    return Published(lines, tuple((quantity, each) for each in result if each is not None), "addition")


READER = Reader(70, _recognises, _read)
