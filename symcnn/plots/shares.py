"""How a total is made up of its layers, over one symbol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.plots.figure import Columns, coordinate, in_thousands, label, new_figure, ticks_at

MOST_LAYERS = 7  # that are told apart; the others are drawn together
OTHERS = "others"


def shares(xs: Sequence[Any], layers: Columns, x: str, quantity: str, title: str = "") -> Any:
    """Draw the costs of layers over x, one on the other; small ones together.

    >>> figure = shares([8, 16], {"conv1": [80, 160], "dense1": [10, 10]}, "F", "params")
    >>> [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    ['dense1', 'conv1']
    """
    figure, axes = new_figure(title)
    largest = sorted((name for name in layers if any(layers[name])), key=lambda name: -max(layers[name]))[:MOST_LAYERS]
    bands = {name: layers[name] for name in layers if name in largest}
    rest = [sum(layers[name][at] for name in layers if name not in largest) for at in range(len(xs))]
    if any(rest):
        bands = {OTHERS: rest, **bands}
    axes.stackplot(
        [coordinate(v) for v in xs], [[coordinate(v) for v in band] for band in bands.values()], labels=list(bands)
    )
    ticks_at(axes.xaxis, sorted(set(xs)))
    axes.set_xlabel(label(x))
    axes.set_ylabel(label(quantity))
    axes.margins(x=0)
    in_thousands(axes.yaxis)
    handles, names = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], names[::-1], frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return figure
