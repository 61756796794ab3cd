"""SVG: shapes and text alone, without scripts, styles from elsewhere or links."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from symcnn.figures.drawing import Line, Node
from symcnn.figures.kinds import FRAME, GREY, INK, KINDS
from symcnn.figures.legend import Entry, legend_size, used
from symcnn.figures.measure import LEADING, SIZE, SMALL, letters
from symcnn.figures.placed import Area, Placed, Point, Route

FONT = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif"
BASE = 0.35  # from the middle of a line down to the base of its letters, in sizes


def write(placed: Placed, *, legend: bool = False, title: str = "") -> str:
    """Write a picture.

    >>> from symcnn.figures.drawing import Drawing
    >>> write(Placed(Drawing((), (), ()), {}, {}, {}, (), (), 10, 10), title="a < b").splitlines()[1]
    '<title>a &lt; b</title>'
    """
    entries = used(placed.drawing) if legend else []
    more = legend_size(entries)
    width, height = max(placed.width, more.width), placed.height + more.height
    size = f'width="{_n(width)}pt" height="{_n(height)}pt" viewBox="0 0 {_n(width)} {_n(height)}"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">']
    lines += [f"<title>{_text(title)}</title>"] * bool(title)
    lines += [ARROW, f'<rect width="{_n(width)}" height="{_n(height)}" fill="#FFFFFF"/>']
    lines += [*_frames(placed), *_arrows(placed), *_headings(placed)]
    for node in placed.drawing.nodes:
        lines += _box(node, placed.boxes[node.id])
    lines += [line for entry in entries for line in _entry(entry, placed.height)]
    return "\n".join([*lines, "</svg>", ""])


ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    f'<path d="M0 0.8L8 4L0 7.2L1.6 4Z" fill="{INK}"/></marker></defs>'
)


def _n(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _text(words: str) -> str:
    """Text as XML takes it: with `<`, `&` and quotes escaped, without characters that no XML file may have."""
    return escape("".join(c if c.isprintable() else " " for c in words), {'"': "&quot;"})


def _frames(placed: Placed) -> Iterator[str]:
    for frame in placed.drawing.frames:
        dash = ' stroke-dasharray="5 3"' if frame.times else ""
        yield _rect(placed.frames[frame.id], f'rx="7" fill="none" stroke="{FRAME}" stroke-width="0.9"{dash}')


def _headings(placed: Placed) -> Iterator[str]:
    for frame in placed.drawing.frames:
        at = placed.headings[frame.id]
        halo = 'stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
        yield _line(frame.heading, at, f'font-size="{SMALL:g}" fill="{GREY}" {halo}', SMALL)


def _arrows(placed: Placed) -> Iterator[str]:
    for route in placed.strokes:
        yield f'<path d="{path(route)}" fill="none" stroke="{INK}" stroke-width="1" marker-end="url(#arrow)"/>'


def path(route: Route) -> str:
    """A way in the letters of SVG: lines where it is straight."""
    words = [f"M{_n(route.start.x)} {_n(route.start.y)}"]
    at = route.start
    for a, b, end in route.curves:
        is_line = a == at and b == end
        words.append(f"L{_pair(end)}" if is_line else f"C{_pair(a)} {_pair(b)} {_pair(end)}")
        at = end
    return "".join(words)


def _pair(point: Point) -> str:
    return f"{_n(point.x)} {_n(point.y)}"


def _box(node: Node, area: Area) -> Iterator[str]:
    dash = ' stroke-dasharray="2 2"' if node.shared else ""
    style = f'fill="{KINDS[node.kind].fill}" stroke="{INK}" stroke-width="0.9"{dash}'
    middle = area.middle
    if node.symbol:
        yield f'<circle cx="{_n(middle.x)}" cy="{_n(middle.y)}" r="{_n(area.width / 2)}" {style}/>'
        yield _line(Line((node.symbol,)), middle, f'font-size="16" fill="{INK}" text-anchor="middle"', 16)
        return
    yield _rect(area, f'rx="4" {style}')
    at = middle.y - sum(letters(line) * LEADING for line in node.lines) / 2
    for line in node.lines:
        high = letters(line) * LEADING
        colour = GREY if line.small else INK
        attributes = f'font-size="{letters(line):g}" fill="{colour}" text-anchor="middle"'
        yield _line(line, Point(middle.x, at + high / 2), attributes, letters(line))
        at += high


def _rect(area: Area, style: str) -> str:
    place = f'x="{_n(area.x)}" y="{_n(area.y)}" width="{_n(area.width)}" height="{_n(area.height)}"'
    return f"<rect {place} {style}/>"


def _line(line: Line, at: Point, attributes: str, size: float) -> str:
    return f'<text x="{_n(at.x)}" y="{_n(at.y + BASE * size)}" {attributes}>{_text(str(line))}</text>'


def _entry(entry: Entry, top: float) -> Iterator[str]:
    """A line of the legend."""
    area = entry.area.moved(0, top)
    yield _rect(area, f'rx="2" fill="{KINDS[entry.kind].fill}" stroke="{INK}" stroke-width="0.7"')
    at = Point(area.x + area.width + 6, area.middle.y)
    yield _line(Line((KINDS[entry.kind].name,)), at, f'font-size="{SMALL:g}" fill="{INK}"', SMALL)


__all__ = ["SIZE", "path", "write"]
