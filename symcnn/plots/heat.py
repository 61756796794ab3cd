"""A quantity over two symbols, as colours."""

from __future__ import annotations

from typing import Any

from symcnn.plots.figure import Columns, coordinate, label, new_figure

MOST_NUMBERS = 12  # places on an axis up to which each cell has its number written in it
MOST_TICKS = 12


def heat(table: Columns, x: str, y: str, value: str, title: str = "") -> Any:
    """Draw a quantity over x and y; a cell without a network stays empty.

    >>> figure = heat({"F": [8, 16], "K": [3, 3], "params": [80, 160]}, "F", "K", "params")
    >>> figure.axes[0].get_xlabel(), figure.axes[1].get_ylabel()
    ('F', 'parameters')
    """
    from matplotlib.ticker import EngFormatter

    figure, axes = new_figure(title)
    columns, rows = sorted(set(table[x])), sorted(set(table[y]))
    cells = [[float("nan")] * len(columns) for _ in rows]
    for one, other, number in zip(table[x], table[y], table[value], strict=True):
        cells[rows.index(other)][columns.index(one)] = coordinate(number)
    picture = axes.imshow(cells, origin="lower", aspect="auto", cmap="viridis", interpolation="nearest")
    axes.grid(False)
    _ticks(axes.xaxis, columns)
    _ticks(axes.yaxis, rows)
    axes.set_xlabel(label(x))
    axes.set_ylabel(label(y))
    figure.colorbar(picture, ax=axes, label=label(value), format=EngFormatter(sep=""))
    if max(len(columns), len(rows)) <= MOST_NUMBERS:
        _write_numbers(axes, cells, picture)
    return figure


def _ticks(axis: Any, values: list[Any]) -> None:
    step = -(-len(values) // MOST_TICKS)
    axis.set_ticks(range(0, len(values), step), [str(value) for value in values[::step]])


def _write_numbers(axes: Any, cells: list[list[float]], picture: Any) -> None:
    """The number of each cell, dark on light colours and light on dark ones."""
    from matplotlib.ticker import EngFormatter

    written = EngFormatter(sep="", places=1)
    for row, numbers in enumerate(cells):
        for column, number in enumerate(numbers):
            if number == number:  # noqa: PLR0124  (not a number: there is no network)
                colour = "black" if picture.norm(number) > 0.6 else "white"
                axes.text(column, row, written(number), ha="center", va="center", fontsize=7, color=colour)
