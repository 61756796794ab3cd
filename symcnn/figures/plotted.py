"""PDF and PNG by matplotlib, with the font that is measured: DejaVu Sans comes with it."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

from symcnn.errors import SymcnnError
from symcnn.figures.drawing import Frame, Line, Node
from symcnn.figures.kinds import FRAME, GREY, INK, KINDS
from symcnn.figures.legend import legend_size, used
from symcnn.figures.measure import LEADING, SMALL, letters
from symcnn.figures.placed import Area, Placed, Point, Route

INCH = 72.0
DOTS = 200  # an inch, in a PNG
MOST_DOTS = 30_000  # a side: a long network in coarser dots rather than none
HEAD = 6.0, 2.6  # an arrow's length, and half its width
HELP = "install it with: pip install 'symcnn[plot]'; or write .svg or .tex, which need nothing"
METADATA: dict[str, dict[str, Any]] = {"png": {"Software": None}, "pdf": {"CreationDate": None}}


def write(placed: Placed, form: str, *, legend: bool = False) -> bytes:
    """Write a picture in a form, `pdf` or `png`.

    Raises SymcnnError where matplotlib is missing.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        raise SymcnnError("E603", f"a .{form} is drawn by matplotlib, which is missing", None, HELP) from None
    entries = used(placed.drawing) if legend else []
    more = legend_size(entries)
    width, height = max(placed.width, more.width), placed.height + more.height
    dots = min(DOTS, MOST_DOTS * INCH / max(width, height))
    with mpl.rc_context({**mpl.rcParamsDefault, "pdf.fonttype": 42, "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(width / INCH, height / INCH), dpi=dots)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        axes.set_axis_off()
        _draw(_Canvas(axes), placed)
        for entry in entries:
            _sample(_Canvas(axes), entry.kind, entry.area.moved(0, placed.height))
        file = io.BytesIO()
        figure.savefig(file, format=form, dpi=dots, metadata=METADATA[form], facecolor="white")
    return file.getvalue()


class _Canvas:
    """Shapes and text on matplotlib's axes."""

    def __init__(self, axes: Any) -> None:
        self.axes = axes

    def box(self, area: Area, radius: float, **style: Any) -> None:
        from matplotlib.patches import FancyBboxPatch

        rounding = f"round,pad=0,rounding_size={radius}"
        self.axes.add_patch(FancyBboxPatch((area.x, area.y), area.width, area.height, boxstyle=rounding, **style))

    def circle(self, middle: Point, radius: float, **style: Any) -> None:
        from matplotlib.patches import Circle

        self.axes.add_patch(Circle(middle, radius, **style))

    def way(self, way: Route) -> None:
        from matplotlib.patches import PathPatch, Polygon
        from matplotlib.path import Path

        codes = [Path.MOVETO, *[Path.CURVE4] * (len(way.points) - 1)]
        self.axes.add_patch(
            PathPatch(Path(way.points, codes), fill=False, edgecolor=INK, linewidth=0.8, capstyle="butt")
        )
        self.axes.add_patch(Polygon(_head(way), closed=True, facecolor=INK, edgecolor="none"))

    def text(self, at: Point, line: Line, colour: str, size: float, align: str = "center") -> None:
        words = str(line).replace("$", r"\$")
        self.axes.text(at.x, at.y, words, fontsize=size, color=colour, ha=align, va="center_baseline")


def _head(way: Route) -> Sequence[Point]:
    """The corners of the point of an arrow."""
    tip = way.points[-1]
    before = next((point for point in reversed(way.points[:-1]) if math.dist(point, tip) > 0.1), way.start)
    far = math.dist(before, tip) or 1.0
    x, y = (tip.x - before.x) / far, (tip.y - before.y) / far
    long, wide = HEAD
    base = Point(tip.x - long * x, tip.y - long * y)
    return [tip, Point(base.x - wide * y, base.y + wide * x), Point(base.x + wide * y, base.y - wide * x)]


def _draw(canvas: _Canvas, placed: Placed) -> None:
    for frame in placed.drawing.frames:
        _frame(canvas, frame, placed.frames[frame.id])
    for stroke in placed.strokes:
        canvas.way(stroke)
    for frame in placed.drawing.frames:
        canvas.text(placed.headings[frame.id], frame.heading, GREY, SMALL, "left")
    for node in placed.drawing.nodes:
        _box(canvas, node, placed.boxes[node.id])


def _frame(canvas: _Canvas, frame: Frame, area: Area) -> None:
    dash = (0, (5, 3)) if frame.times else "solid"
    canvas.box(area, 7, fill=False, edgecolor=FRAME, linewidth=0.7, linestyle=dash)


def _box(canvas: _Canvas, node: Node, area: Area) -> None:
    style = {"facecolor": KINDS[node.kind].fill, "edgecolor": INK, "linewidth": 0.7}
    style["linestyle"] = (0, (2, 2)) if node.shared else "solid"
    middle = area.middle
    if node.symbol:
        canvas.circle(middle, area.width / 2, **style)
        canvas.text(middle, Line((node.symbol,)), INK, 15)
        return
    canvas.box(area, 4, **style)
    at = middle.y - sum(letters(line) * LEADING for line in node.lines) / 2
    for line in node.lines:
        high = letters(line) * LEADING
        canvas.text(Point(middle.x, at + high / 2), line, GREY if line.small else INK, letters(line))
        at += high


def _sample(canvas: _Canvas, kind: str, area: Area) -> None:
    canvas.box(area, 2, facecolor=KINDS[kind].fill, edgecolor=INK, linewidth=0.6)
    canvas.text(Point(area.x + area.width + 6, area.middle.y), Line((KINDS[kind].name,)), INK, SMALL, "left")
