"""A figure as a file: the format by its suffix, the layout that was asked for, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.figures import dot, graphviz, nested, plotted, svg, tikz
from symcnn.figures.derive import drawing
from symcnn.figures.drawing import Drawing
from symcnn.figures.placed import Placed
from symcnn.record import Record
from symcnn.report import Report

DIRECTIONS = {"down": False, "right": True}  # whether it goes sideways
LAYOUTS = {"own": nested.place, "graphviz": graphviz.place}


class Options(Record):
    """How a figure is drawn."""

    depth: int | None = None  # levels of blocks that are opened; None: as many as fit on a page
    detail: bool = False  # a box for every layer
    direction: str = "down"
    layout: str = "own"
    legend: bool = False
    title: str = ""

    @property
    def sideways(self) -> bool:
        """Whether the drawing goes to the right."""
        return DIRECTIONS[self.direction]


Writer = Callable[[Drawing, Options], bytes]


def _of_placed(write: Callable[[Placed, Options], str | bytes]) -> Writer:
    """A format that starts from places."""

    def written(found: Drawing, options: Options) -> bytes:
        answer = write(LAYOUTS[options.layout](found, sideways=options.sideways), options)
        return answer.encode() if isinstance(answer, str) else answer

    return written


def _dot(found: Drawing, options: Options) -> bytes:
    return dot.write(found, sideways=options.sideways, title=options.title).encode()


FORMATS: dict[str, Writer] = {
    ".svg": _of_placed(lambda placed, options: svg.write(placed, legend=options.legend, title=options.title)),
    ".pdf": _of_placed(lambda placed, options: plotted.write(placed, "pdf", legend=options.legend)),
    ".png": _of_placed(lambda placed, options: plotted.write(placed, "png", legend=options.legend)),
    ".tex": _of_placed(lambda placed, options: tikz.write(placed, legend=options.legend, title=options.title)),
    ".dot": _dot,
    ".gv": _dot,
}


def draw(report: Report, path: str, options: Options) -> None:
    """Draw a network into a file; its suffix says the format.

    Raises SymcnnError for a suffix that is not known, a missing program or package, and a file that cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        help_ = did_you_mean(suffix, FORMATS) or f"give the file one of the suffixes {', '.join(FORMATS)}"
        raise SymcnnError("E602", f"'{path}' does not say in what format to draw", None, help_)
    _write(path, FORMATS[suffix](drawing(report, options.depth, detail=options.detail), options))


def _write(name: str, content: bytes) -> None:
    """Write a file beside its place, and rename it: there is a whole one, or what was there before."""
    beside = None
    try:
        path = Path(name).resolve()
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name[:50]}.", delete=False) as file:
            beside = Path(file.name)
            file.write(content)
        beside.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_mask())
        beside.replace(path)
    except (OSError, ValueError) as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        help_ = "give a file in a folder that exists and that you may write to"
        raise SymcnnError("E601", f"{name} cannot be written: {reason}", None, help_) from None


def _mask() -> int:
    """What new files of this process may not be."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
