"""A quantity over one symbol, a line for each value of another."""

from __future__ import annotations

from typing import Any

from symcnn.plots.figure import Columns, coordinate, in_thousands, label, new_figure, ticks_at

MOST_LINES = 8


def curves(table: Columns, x: str, y: str, by: str | None = None, title: str = "") -> Any:
    """Draw y over x; with `by`, a line for each of its values (at most eight, evenly chosen).

    >>> figure = curves({"F": [8, 16, 32], "params": [80, 160, 320]}, "F", "params")
    >>> figure.axes[0].get_ylabel()
    'parameters'
    """
    figure, axes = new_figure(title)
    values = sorted(set(table[by])) if by else [None]
    for value in _evenly(values):
        rows = [at for at in range(len(table[x])) if by is None or table[by][at] == value]
        rows.sort(key=lambda at: table[x][at])
        line = {"label": f"{by} = {value}"} if by else {}
        xs, ys = ([coordinate(table[name][at]) for at in rows] for name in (x, y))
        axes.plot(xs, ys, marker=".", **line)
    ticks_at(axes.xaxis, sorted(set(table[x])))
    axes.set_xlabel(label(x))
    axes.set_ylabel(label(y))
    in_thousands(axes.yaxis)
    if by:
        axes.legend(frameon=False)
    return figure


def _evenly(values: list[Any]) -> list[Any]:
    """At most as many values as lines can be told apart, the first and the last among them."""
    if len(values) <= MOST_LINES:
        return values
    return [values[round(at * (len(values) - 1) / (MOST_LINES - 1))] for at in range(MOST_LINES)]
