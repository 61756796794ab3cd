"""JSON: numbers in order, or by the names of layers."""

from __future__ import annotations

import json
from typing import Any

from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.reading.contract import Reader

TOTAL = "total"


def _loaded(text: str) -> list[tuple[str, Number]] | None:
    """Names and numbers; None for what is no list and no object of numbers."""
    if text.strip()[:1] not in ("[", "{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # no JSON, or nested deeper than any table is
        return None
    pairs = data.items() if isinstance(data, dict) else (("", each) for each in data)
    found = [(name, _number(value)) for name, value in pairs]
    known = [(name, each) for name, each in found if each is not None]
    return known if known and len(known) == len(found) else None


def _number(value: Any) -> Number | None:
    return number(str(value)) if isinstance(value, (int, str)) and not isinstance(value, bool) else None


def _read(text: str, quantity: str) -> Published:
    pairs = _loaded(text) or []
    lines = tuple(Line(name, {quantity: each}) for name, each in pairs if name != TOTAL)
    totals = tuple((quantity, each) for name, each in pairs if name == TOTAL)
    return Published(lines, totals, "JSON", open_end=not any(name for name, _ in pairs))


READER = Reader(5, lambda text: _loaded(text) is not None, _read)
