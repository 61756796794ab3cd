"""The layers as a table, then the totals with the way they are counted.

Plain text for a pipe; for a terminal, the same in colour. Nothing is ever cut off: a long formula
makes a long line, which a terminal wraps.
"""

from __future__ import annotations

from typing import Any

from symcnn.report import Report
from symcnn.views.contract import (
    COLUMNS,
    DEFAULT_COLUMNS,
    Total,
    View,
    cells,
    conditions,
    defaults,
    heading,
    plain,
    totals,
)
from symcnn.views.text import raw


def network(
    report: Report, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool = False, depth: int | None = None
) -> str:
    """Write the report as plain text."""
    rows = [[plain(cell) for cell in row] for row in cells(report, columns, written=written, depth=depth)]
    head = [heading(column) for column in columns]
    numeric = [COLUMNS[column].number for column in columns]
    lines = aligned([head, *rows], numeric)
    written_summary = ["  ".join(line).rstrip() for line in summary(report)]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:], "", *written_summary])


def aligned(rows: list[list[str]], numeric: list[bool]) -> list[str]:
    """Put cells under each other: numbers to the right, words to the left."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(numeric))]
    return [
        "  ".join(c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, numeric, strict=True)).rstrip()
        for row in rows
    ]


WIDE = 24  # longer values get their convention behind them rather than in a column


def summary(report: Report) -> list[tuple[str, str, str]]:
    """The totals, the conditions and the symbols: what it is, its value, how it is counted."""
    lines = [(total.title, _value(report, total), total.convention) for total in totals(report)]
    if report.conditions:
        lines.append(("holds for", conditions(report), ""))
    if report.symbols:
        lines.append(("symbols", ", ".join(report.symbols), ""))
    titles = max(len(title) for title, _, _ in lines)
    values = max((len(value) for _, value, _ in lines if len(value) <= WIDE), default=0)
    return [(title.ljust(titles), value.ljust(values), _aside(value, how)) for title, value, how in lines]


def _aside(value: str, how: str) -> str:
    return f"({how})" if how and len(value) > WIDE else how


def _value(report: Report, total: Total) -> str:
    at_defaults = f"  [{plain(total.example)} at {defaults(report)}]" if total.example is not None else ""
    return plain(total.value) + at_defaults


def in_colour(
    report: Report, width: int, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool, depth: int | None
) -> Any:
    """The same table for a terminal so many characters wide, as something rich prints."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    rows = [[plain(cell) for cell in row] for row in cells(report, columns, written=written, depth=depth)]
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for at, column in enumerate(columns):
        style = {"name": "cyan", "params": "green", "macs": "magenta"}.get(column, "")
        table.add_column(heading(column), style=style, overflow="fold")
        table.columns[at].justify = "right" if COLUMNS[column].number else "left"
        table.columns[at].no_wrap = column == "name" and 5 * max(len(row[at]) for row in rows) <= 2 * width
    for row in rows:
        table.add_row(*map(Text, row))
    lines = [
        Text.assemble((title, "bold"), "  ", value, "  ", (how, "dim"), overflow="fold")
        for title, value, how in summary(report)
    ]
    return Group(table, *lines)


VIEW = View("table", network, lambda name, value: raw(value))
