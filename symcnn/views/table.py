"""The layers as a table, then the totals with the way they are counted.

Plain text for a pipe; for a terminal, the same in colour. Nothing is ever cut off: a long formula
makes a long line, which a terminal wraps.
"""

from __future__ import annotations

from typing import Any

from symcnn.report import Report
from symcnn.views.contract import COLUMNS, DEFAULT_COLUMNS, View, cells, conditions, heading, plain, totals
from symcnn.views.text import raw


def network(report: Report, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool = False) -> str:
    """Write the report as plain text."""
    rows = [[plain(cell) for cell in row] for row in cells(report, columns, written=written)]
    head = [heading(column) for column in columns]
    numeric = [COLUMNS[column].number for column in columns]
    lines = aligned([head, *rows], numeric)
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:], "", *summary(report)])


def aligned(rows: list[list[str]], numeric: list[bool]) -> list[str]:
    """Put cells under each other: numbers to the right, words to the left."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(numeric))]
    return [
        "  ".join(c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, numeric, strict=True)).rstrip()
        for row in rows
    ]


def summary(report: Report) -> list[str]:
    """The totals with their conventions, the conditions and the symbols."""
    lines = [[total.title, plain(total.value), f"({total.convention})"] for total in totals(report)]
    if report.example is not None:
        point = ", ".join(f"{name} = {plain(value)}" for name, value in sorted(report.defaults.items()))
        for line, total in zip(lines, totals(report.example), strict=False):
            line[1] += f"  [{plain(total.value)} at {point}]"
    written = [f"{title:<{max(len(row[0]) for row in lines)}}  {value}  {how}" for title, value, how in lines]
    if report.conditions:
        written += ["", f"holds for: {conditions(report)}"]
    if report.symbols:
        written += [f"symbols: {', '.join(report.symbols)}"]
    return written


def in_colour(report: Report, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool = False) -> Any:
    """The same table for a terminal, as something rich prints."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in columns:
        number = COLUMNS[column].number
        style = {"name": "cyan", "params": "green", "macs": "magenta"}.get(column, "")
        table.add_column(heading(column), justify="right" if number else "left", style=style, overflow="fold")
    for row in cells(report, columns, written=written):
        table.add_row(*(Text(plain(cell)) for cell in row))
    return Group(table, *(_coloured(line) for line in summary(report)))


def _coloured(line: str) -> Any:
    from rich.text import Text

    styled = Text(line, overflow="fold")
    styled.highlight_regex(r"^[a-zA-Z ]+(?=  |:)", "bold")
    styled.highlight_regex(r"\(.*\)$" if "  (" in line else r"$^", "dim")
    return styled


VIEW = View("table", network, lambda name, value: raw(value))
