"""What all pictures share: a figure with readable axes, and files that are whole or not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log10
from pathlib import Path
from typing import Any

from symcnn.errors import SymcnnError
from symcnn.extras import required
from symcnn.grid.store.atomic import appearing

Columns = Mapping[str, Sequence[Any]]
FORMATS = ("png", "svg", "pdf")
LABELS = {
    "params": "parameters",
    "buffers": "buffers",
    "total": "parameters and buffers",
    "macs": "MACs",
    "flops": "FLOPs",
    "activations": "activations (values)",
    "memory": "memory (bytes)",
    "rf": "receptive field (positions)",
    "stride": "stride (positions)",
    "depth": "depth (layers with weights)",
}
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")  # Okabe and Ito
FEW_TICKS = 12  # as many, evenly spaced, have room along an axis
STYLE = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "svg.hashsalt": "symcnn",  # the same picture is the same file
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}


def matplotlib() -> Any:
    """Matplotlib, which comes with an extra, drawing to files only.

    Raises SymcnnError where it is not installed.
    """
    return required("matplotlib", "pictures need Matplotlib", "plot")


def new_figure(title: str = "", size: tuple[float, float] = (6.4, 4.0)) -> tuple[Any, Any]:
    """A figure with one pair of axes, made without a window."""
    with matplotlib().rc_context(STYLE):
        from matplotlib.figure import Figure

        figure = Figure(figsize=size, layout="constrained")
        axes = figure.subplots()
        axes.set_prop_cycle(color=COLOURS)
    if title:
        axes.set_title(_in_mathtext(title), fontsize=_font_size(title, size[0]), loc="left")
    return figure, axes


def _in_mathtext(title: str) -> str:
    """A title whose formula Matplotlib can set; in plain text where it cannot."""
    try:
        _widths(title)
    except ValueError:
        return title.replace("$", r"\$")
    return title


def _widths(title: str) -> list[float]:
    """How wide each line is, in inches of a font of 10 points."""
    from matplotlib.mathtext import MathTextParser

    return [MathTextParser("path").parse(line, dpi=72).width / 72 for line in title.split("\n")]


def _font_size(title: str, width: float) -> float:
    """The size at which the longest line fits into a figure."""
    try:
        longest = max(_widths(title))
    except ValueError:
        longest = max(map(len, title.split("\n"))) * 0.08
    return max(5.0, min(10.0, 10.0 * (width - 0.9) / longest))


def label(name: str) -> str:
    """What stands at an axis: a quantity in words with its unit, a symbol by itself.

    >>> label("memory"), label("F")
    ('memory (bytes)', 'F')
    """
    return LABELS.get(name, name)


def coordinate(value: Any) -> float:
    """Where a value is drawn.

    >>> coordinate(3)
    3.0
    >>> coordinate(10**400)
    Traceback (most recent call last):
    symcnn.errors.SymcnnError: error E302: a value of about 10^400 is too large for a picture
      help: pictures go up to about 10^308; give smaller values

    Raises SymcnnError for a value that is larger than floats are.
    """
    try:
        return float(value)
    except OverflowError:
        message = f"a value of about 10^{round(log10(abs(int(value))))} is too large for a picture"
        raise SymcnnError("E302", message, None, "pictures go up to about 10^308; give smaller values") from None


def in_thousands(axis: Any) -> None:
    """Write large numbers on an axis as 10k, 2M, 3G."""
    from matplotlib.ticker import EngFormatter

    axis.set_major_formatter(EngFormatter(sep=""))


def ticks_at(axis: Any, values: Sequence[Any]) -> None:
    """Mark the values themselves where they are few and far enough from each other: 4/7, not 0.6."""
    gaps = [after - before for before, after in pairwise(values)]
    if gaps and min(gaps) * FEW_TICKS >= values[-1] - values[0]:
        axis.set_ticks([coordinate(value) for value in values], list(map(str, values)))


def save(figure: Any, path: str) -> None:
    """Write a figure as PNG, SVG or PDF, by the end of the name.

    Raises SymcnnError for another end, or where it cannot be written.
    """
    where = Path(path)
    form = where.suffix[1:].lower()
    if form not in FORMATS:
        endings = ", ".join(f".{each}" for each in FORMATS)
        raise SymcnnError("E602", f"no picture is written as '{where.name}'", None, f"its name ends with {endings}")
    meta = {"svg": {"Date": None}, "pdf": {"CreationDate": None, "ModDate": None}, "png": {}}[form]
    with matplotlib().rc_context(STYLE), appearing(where) as partial:
        figure.savefig(partial, format=form, dpi=200, metadata=meta)
