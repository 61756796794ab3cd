"""What the colours mean, for those who ask: the kinds that occur, below the picture."""

from __future__ import annotations

from typing import NamedTuple

from symcnn.figures.drawing import Drawing
from symcnn.figures.kinds import KINDS
from symcnn.figures.measure import SMALL, Size, width
from symcnn.figures.placed import Area

ROW = 16.0
SAMPLE = 14.0
LEFT = 6.0


class Entry(NamedTuple):
    """A sample of a colour, and the kind it stands for; its place is from the legend's corner."""

    kind: str
    area: Area


def used(drawing: Drawing) -> list[Entry]:
    """An entry for every kind that occurs, in a fixed order; joins and inputs speak for themselves."""
    found = {node.kind for node in drawing.nodes} - {"join", "input", "other"}
    shown = [kind for kind in KINDS if kind in found]
    return [Entry(kind, Area(LEFT, LEFT + ROW * at, SAMPLE, SMALL)) for at, kind in enumerate(shown)]


def legend_size(entries: list[Entry]) -> Size:
    """The room that a legend takes."""
    if not entries:
        return Size(0.0, 0.0)
    widest = max(width(KINDS[entry.kind].name, SMALL) for entry in entries)
    return Size(LEFT + SAMPLE + 6 + widest + LEFT, ROW * len(entries) + 2 * LEFT)
