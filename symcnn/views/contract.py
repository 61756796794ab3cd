"""What a view is: a way to write a finished report. It computes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from symcnn import forms
from symcnn.algebra.printing import grouped, text
from symcnn.layers.contract import Shape
from symcnn.quantities import QUANTITIES
from symcnn.record import Record
from symcnn.report import Report, Row

if TYPE_CHECKING:
    from symcnn.fold import Group

DEFAULT_COLUMNS = ("name", "layer", "shape", "params", "macs")


def conditions_by_layer(report: Report) -> str:
    """A condition a line, with the layers that ask for it: `H >= K + 1 (pool1)`."""
    lines = [f"{c} ({asking(c.layers)})" if c.layers else str(c) for c in report.conditions]
    return "\n".join(lines) or "none"


MOST_NAMED = 5  # layers that ask for a condition


def asking(layers: tuple[str, ...]) -> str:
    """The names of layers, of many the first ones and how many more."""
    more = len(layers) - MOST_NAMED
    return ", ".join(layers) if more <= 1 else f"{', '.join(layers[:MOST_NAMED])} and {more} more"


class View(Record):
    """A format: the whole network, or one value of it."""

    name: str
    network: Callable[..., str]  # (report, columns=..., written=..., depth=...)
    value: Callable[[str, Any], str]  # (name of the quantity, value)
    conditions: Callable[[Report], str] = conditions_by_layer  # on their own


class ColumnInfo(Record):
    """A column of the layer table: its heading, its value for a row, and whether it is a number."""

    title: str
    of: Callable[[Report, Row | Group, int], Any]
    number: bool = True


def _quantity(name: str) -> ColumnInfo:
    return ColumnInfo(name, lambda report, row, at: getattr(row, name))


COLUMNS: dict[str, ColumnInfo] = {
    "number": ColumnInfo("#", lambda report, row, at: at + 1),
    "name": ColumnInfo("name", lambda report, row, at: row.name, number=False),
    "layer": ColumnInfo("layer", lambda report, row, at: row.text, number=False),
    "shape": ColumnInfo("output", lambda report, row, at: row.output, number=False),
    "input": ColumnInfo("input", lambda report, row, at: row.input, number=False),
    "size": ColumnInfo("size", lambda report, row, at: row.size),
    **{name: _quantity(name) for name in sorted(QUANTITIES)},
}
TITLES = {"macs": "MACs", "flops": "FLOPs", "rf": "receptive field", "stride": "effective stride"}


def heading(column: str) -> str:
    """The heading of a column."""
    return TITLES.get(column, COLUMNS[column].title)


def rows(report: Report, depth: int | None) -> tuple[Row | Group, ...]:
    """The rows of a table: all layers, or what is to be seen at a depth."""
    if depth is None:
        return report.rows
    from symcnn import fold  # a millisecond that few tables need

    return fold.rows(report, depth)


def cells(report: Report, columns: tuple[str, ...], *, written: bool, depth: int | None) -> list[list[Any]]:
    """The values of the layer table, a list a row; `written` leaves out what was not written, `depth` folds."""
    found = [row for row in rows(report, depth) if not (written and row.implied)]
    return [[_shown(report, COLUMNS[c].of(report, row, at)) for c in columns] for at, row in enumerate(found)]


def _shown(report: Report, value: Any) -> Any:
    return number(report, forms.value(report, value))


def number(report: Report, value: Any) -> Any:
    """A number as text where its thousands are not to be separated."""
    if is_axes(value):
        return tuple(number(report, one) for one in value)
    return text(value) if isinstance(value, int) and not report.style.thousands else value


NOT_KNOWN = "not known"  # a receptive field that depends on the round which path is widest


def is_axes(value: Any) -> bool:
    """Whether it is a tuple of values, one an axis (and no record that happens to be a tuple)."""
    return type(value) is tuple


def plain(value: Any) -> str:
    """A cell as text: numbers with separated thousands, shapes as 26x26x32, one size an axis as 3x5."""
    if isinstance(value, Shape):
        return str(value)
    if is_axes(value):
        return " x ".join(map(plain, value)) if value else "-"
    return NOT_KNOWN if value is None else value if isinstance(value, str) else grouped(value)


class Total(Record):
    """A line of the summary: the quantity in words, its value, how it is counted, and at the defaults."""

    name: str
    title: str
    value: Any
    convention: str
    example: Any = None  # the value at the defaults of the symbols, where there are any


SUMMARY = ("params", "buffers", "macs", "flops", "activations", "memory", "rf")


def totals(report: Report) -> list[Total]:
    """The summary of a network; buffers only where there are any."""
    found = []
    for name in SUMMARY:
        quantity = QUANTITIES[name]
        value = number(report, forms.total(report, name))
        if not (name == "buffers" and report.total(name) == 0):
            example = report.example.total(name) if report.example is not None else None
            found.append(Total(name, quantity.title, value, quantity.convention(report.conventions), example))
    return found


def defaults(report: Report) -> str:
    """The point at which the examples are taken: F = 32, K = 3."""
    return ", ".join(f"{name} = {plain(value)}" for name, value in sorted(report.defaults.items()))


def conditions(report: Report) -> str:
    """The conditions in one line; empty where the formulas always hold."""
    return ", ".join(map(str, report.conditions))
