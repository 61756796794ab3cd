"""Markdown tables: layers, then totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.report import Report
from symcnn.views.contract import COLUMNS, DEFAULT_COLUMNS, View, cells, conditions, heading, plain, totals
from symcnn.views.text import raw


def network(report: Report, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool = False) -> str:
    """Write the report as Markdown."""
    numeric = [COLUMNS[column].number for column in columns]
    layers = _table([heading(c) for c in columns], cells(report, columns, written=written), numeric)
    summary = _table(
        ["total", "value", "counted"], [[t.title, t.value, t.convention] for t in totals(report)], [False, True, False]
    )
    holds = ["", f"Holds for {_code(conditions(report))}."] if report.conditions else []
    return "\n".join([*layers, "", *summary, *holds])


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]], numeric: Sequence[bool]) -> list[str]:
    rule = ["---:" if number else ":---" for number in numeric]
    written = [[_cell(cell) for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in [list(head), rule, *written]]


def _cell(value: Any) -> str:
    text = plain(value)
    return (
        _code(text) if any(c in text for c in "*_^|<>&[]()`") and " " not in text[:1] and not _is_prose(text) else text
    )


def _is_prose(text: str) -> bool:
    return text.count(" ") > text.count("*") + text.count("+") + text.count("-") + text.count("/") + 3


def _code(text: str) -> str:
    """Formulas and layers as code, so that `*` and `_` stay what they are."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text.replace('|', chr(92) + '|')}{fence}"


VIEW = View("markdown", network, lambda name, value: raw(value))
