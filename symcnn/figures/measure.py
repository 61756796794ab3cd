"""How much room text takes: the widths of DejaVu Sans, which is wider than the other fonts a reader may have."""

from __future__ import annotations

from functools import lru_cache

from symcnn.figures.drawing import Frame, Line, Node
from symcnn.record import Record

SIZE, SMALL = 12.0, 10.0  # of letters, in points
LEADING = 1.25  # the distance of lines, in sizes of their letters
WIDTHS = (  # of the characters from the blank on, in thousandths of their size (the font's table `hmtx`)
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637,
    637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863,
    749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635,
    616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637,
    337, 637, 838,
)  # fmt: skip
OTHERS = {"·": 318, "⌊": 391, "⌋": 391, "⌈": 391, "⌉": 391, "×": 838, "−": 838}
WIDEST = 1000
PADDING = 9.0  # between text and the border of a box, left and right
ABOVE = 5.0  # and above and below
CIRCLE = 20.0  # the diameter of a join with a sign
NARROWEST = 56.0
HEADING_AT = 10.0  # the middle of what stands over a frame, below its upper side


class Size(Record):
    """A width and a height in points."""

    width: float
    height: float


@lru_cache(maxsize=4096)
def width(text: str, size: float = SIZE) -> float:
    """The width of a text in points.

    >>> round(width("conv 3×3, 64"), 1), width("")
    (80.7, 0.0)
    """
    return sum(_of(character) for character in text) * size / 1000


def _of(character: str) -> int:
    at = ord(character) - 32
    return WIDTHS[at] if 0 <= at < len(WIDTHS) else OTHERS.get(character, WIDEST)


def letters(line: Line) -> float:
    """The size of the letters of a line."""
    return SMALL if line.small else SIZE


def line_width(line: Line) -> float:
    """The width of a line in points."""
    return width(str(line), letters(line))


def box_size(node: Node) -> Size:
    """The size of a box in which the lines fit; a join with a sign is a circle."""
    if node.symbol:
        return Size(CIRCLE, CIRCLE)
    wide = max((line_width(line) for line in node.lines), default=0)
    high = sum(letters(line) * LEADING for line in node.lines)
    return Size(round(max(wide + 2 * PADDING, NARROWEST), 2), round(high + 2 * ABOVE, 2))


def heading_width(frame: Frame) -> float:
    """The width of what stands over a frame, in the small letters."""
    return width(str(frame.heading), SMALL)
