"""An audit as plain data: numbers as integers, rounded ones as they were printed beside their value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symcnn.ask.audit.chain import Chain
from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.rows import Column, Verdict
from symcnn.ask.audit.way import Part, Way

if TYPE_CHECKING:
    from symcnn.ask.audit.auditing import Audit


def as_dict(audit: Audit) -> dict[str, Any]:
    """Everything that was found."""
    return {
        "holds": audit.holds,
        "explained": audit.explained,
        "columns": [_column(column, audit.names) for column in audit.columns],
        "shapes": [
            {"name": s.name, "published": s.printed.text, "derived": s.derived, "holds": s.holds, "ways": list(s.words)}
            for s in audit.shapes
        ],
        "totals": [
            {"quantity": t.quantity, **_number(t.number), "derived": t.derived, "holds": t.holds, "ways": _ways(t.ways)}
            for t in audit.totals
        ],
        "chains": [_chain(chain) for chain in audit.chains],
        "assumed": list(audit.assumed),
    }


def _column(column: Column, names: tuple[str, ...]) -> dict[str, Any]:
    rows = [_row(verdict, names) for verdict in column.verdicts]
    return {"quantity": column.quantity, "running": column.running, "rows": rows}


def _row(verdict: Verdict, names: tuple[str, ...]) -> dict[str, Any]:
    name, at, number = verdict.claim
    layer = None if at is None else names[at]
    found = {"derived": verdict.derived, "holds": verdict.holds, "ways": _ways(verdict.ways)}
    return {"name": name, "layer": layer, **_number(number), **found}


def _number(number: Number) -> dict[str, Any]:
    value = number.value if isinstance(number.value, int) else str(number.value)
    return {"published": number.text, "value": value}


def _ways(ways: tuple[Way, ...]) -> list[dict[str, Any]]:
    return [{"rules": list(way.rules), "parts": _parts(way.parts), "convention": way.convention} for way in ways]


def _parts(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    return [{"words": part.words, "amount": part.amount} for part in parts]


def _chain(chain: Chain) -> dict[str, Any]:
    ends = {"published": chain.published, "derived": chain.derived, "difference": chain.difference}
    return {"quantity": chain.quantity, **ends, "parts": _parts(chain.parts)}
