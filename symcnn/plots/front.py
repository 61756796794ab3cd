"""A Pareto front among all points."""

from __future__ import annotations

from typing import Any

from symcnn.plots.figure import COLOURS, Columns, coordinate, in_thousands, label, new_figure

MOST_DOTS = 20_000  # beyond, the density of points is drawn
BINS = 200


def front(table: Columns, best: Columns, x: str, y: str, title: str = "") -> Any:
    """Draw the points of a table and, joined by steps, those that no other beats in both quantities.

    >>> table = {"params": [1, 2, 3], "macs": [5, 4, 9]}
    >>> front(table, {"params": [1, 2], "macs": [5, 4]}, "params", "macs").axes[0].get_ylabel()
    'MACs'
    """
    figure, axes = new_figure(title)
    _points(axes, [coordinate(v) for v in table[x]], [coordinate(v) for v in table[y]])
    order = sorted(range(len(best[x])), key=lambda at: best[x][at])
    ends = [coordinate(best[x][at]) for at in order], [coordinate(best[y][at]) for at in order]
    axes.plot(*ends, drawstyle="steps-post", marker="o", markersize=4, color=COLOURS[1], label="Pareto front")
    axes.set_xlabel(label(x))
    axes.set_ylabel(label(y))
    in_thousands(axes.xaxis)
    in_thousands(axes.yaxis)
    axes.legend(frameon=False)
    return figure


def _points(axes: Any, xs: list[float], ys: list[float]) -> None:
    if len(xs) <= MOST_DOTS:
        axes.plot(xs, ys, ".", markersize=3, color="#999999", label="configurations", zorder=1)
        return
    axes.hist2d(xs, ys, bins=BINS, cmin=1, cmap="Greys", norm="log")
