"""Markdown tables: layers, then totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.report import Report
from symcnn.views.contract import COLUMNS, DEFAULT_COLUMNS, View, cells, conditions, heading, plain, totals
from symcnn.views.text import raw


def network(
    report: Report, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool = False, depth: int | None = None
) -> str:
    """Write the report as Markdown."""
    layers = [
        [_cell(v, c) for v, c in zip(row, columns, strict=True)]
        for row in cells(report, columns, written=written, depth=depth)
    ]
    summary = [[total.title, _cell(total.value), total.convention] for total in totals(report)]
    lines = _table([heading(c) for c in columns], layers, [COLUMNS[c].number for c in columns])
    lines += ["", *_table(["total", "value", "counted"], summary, [False, True, False])]
    if report.conditions:
        lines += ["", f"Holds for {code(conditions(report))}."]
    return "\n".join(lines)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> list[str]:
    rule = ["---:" if number else ":---" for number in numeric]
    return [f"| {' | '.join(row)} |" for row in [head, rule, *rows]]


def _cell(value: Any, column: str = "") -> str:
    """A cell: layers and formulas as code, so that `*` and `_` stay what they are; numbers as they are."""
    text = plain(value)
    is_number = all(c in "0123456789,x" for c in text)
    return code(text) if column == "layer" or not (isinstance(value, str) or is_number) else text


def code(text: str) -> str:
    """Text as code, with what would end a cell or the code escaped."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", r"\|")


VIEW = View("markdown", network, lambda name, value: raw(value))
