"""What must hold of the places of a drawing, computed from them alone."""

from itertools import combinations
from math import dist
from pathlib import Path

import matplotlib
from fontTools.ttLib import TTFont

from symcnn.figures.measure import SMALL
from symcnn.figures.placed import Area

FONT = TTFont(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
GLYPHS, ADVANCES, UNITS = FONT.getBestCmap(), FONT["hmtx"], FONT["head"].unitsPerEm
CLOSE = 0.02  # places are rounded to the hundredth
SAMPLES = 12  # points of a curve that are looked at


def text_width(text, size):
    """The width of a text in the real font; a character that it lacks is as wide as it is high."""
    return sum(ADVANCES[GLYPHS[ord(c)]][0] / UNITS if ord(c) in GLYPHS else 1 for c in text) * size


def apart(a, b):
    return (
        a.x + a.width <= b.x + CLOSE
        or b.x + b.width <= a.x + CLOSE
        or a.y + a.height <= b.y + CLOSE
        or b.y + b.height <= a.y + CLOSE
    )


def inside(a, b):
    return (
        a.x >= b.x - CLOSE
        and a.y >= b.y - CLOSE
        and a.x + a.width <= b.x + b.width + CLOSE
        and a.y + a.height <= b.y + b.height + CLOSE
    )


def on_border(point, area, *, round_):
    """Whether a point is within a point of the border of a box or circle."""
    if round_:
        return abs(dist(point, area.middle) - area.width / 2) <= 1.1
    grown = area.x - 1 <= point.x <= area.x + area.width + 1 and area.y - 1 <= point.y <= area.y + area.height + 1
    shrunk = area.x + 1 < point.x < area.x + area.width - 1 and area.y + 1 < point.y < area.y + area.height - 1
    return grown and not shrunk


def samples(way):
    """Points along a way."""
    at = way.start
    for a, b, end in way.curves:
        for i in range(SAMPLES + 1):
            t = i / SAMPLES
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            points = (at, a, b, end)
            yield (
                sum(w * p.x for w, p in zip(weights, points, strict=True)),
                sum(w * p.y for w, p in zip(weights, points, strict=True)),
            )
        at = end


def enclosing(frame, drawing):
    """A frame and those around it."""
    around = {one.id: one.frame for one in drawing.frames}
    while frame:
        yield frame
        frame = around[frame]


def overlaps(placed):
    """Boxes that overlap, and frames that neither hold a box or frame whole nor leave it out."""
    boxes = placed.boxes
    found = [(a, b) for a, b in combinations(boxes, 2) if not apart(boxes[a], boxes[b])]
    held = {node.id: set(enclosing(node.frame, placed.drawing)) for node in placed.drawing.nodes}
    held |= {frame.id: set(enclosing(frame.frame, placed.drawing)) for frame in placed.drawing.frames}
    for frame, area in placed.frames.items():
        for name, other in {**boxes, **placed.frames}.items():
            if name == frame or name in set(enclosing(frame, placed.drawing)):
                continue
            holds = inside(other, area) if frame in held[name] else apart(other, area)
            found += [] if holds else [(frame, name)]
    return found


def outside(placed):
    """Boxes and points of arrows beyond the picture."""
    found = [
        name
        for name, a in {**placed.boxes, **placed.frames}.items()
        if a.x < 0 or a.y < 0 or a.x + a.width > placed.width or a.y + a.height > placed.height
    ]
    points = [point for way in placed.routes for point in samples(way)]
    return found + [p for p in points if not (0 <= p[0] <= placed.width and 0 <= p[1] <= placed.height)]


def too_wide(placed, size_of):
    """Lines of text that are wider or higher than their boxes, in the real font."""
    found = []
    for node in placed.drawing.nodes:
        area = placed.boxes[node.id]
        found += [line for line in node.lines if text_width(str(line), size_of(line)) > area.width - 4]
        found += [node.id] * (sum(size_of(line) for line in node.lines) > area.height - 4)
    return found


def loose_ends(placed):
    """Arrows that do not lead from the border of one box to that of the other."""
    circles = {node.id for node in placed.drawing.nodes if node.symbol}

    def touches(point, name):
        return on_border(point, placed.boxes[name], round_=name in circles)

    pairs = zip(placed.drawing.edges, placed.routes, strict=True)
    return [
        edge for edge, way in pairs if not touches(way.start, edge.source) or not touches(way.points[-1], edge.target)
    ]


def crossed(placed):
    """Boxes that an arrow runs over which has nothing to do with them."""
    found = []
    for edge, way in zip(placed.drawing.edges, placed.routes, strict=True):
        points = list(samples(way))
        for name, a in placed.boxes.items():
            if name not in (edge.source, edge.target) and any(
                a.x + 0.5 < x < a.x + a.width - 0.5 and a.y + 0.5 < y < a.y + a.height - 0.5 for x, y in points
            ):
                found.append((edge, name))
    return found


def covered_headings(placed):
    """Headings that stick out of their frames, or stand where a box or arrow is."""
    found = []
    for frame in placed.drawing.frames:
        at = placed.headings[frame.id]
        area = Area(at.x, at.y - 5, text_width(str(frame.heading), SMALL), SMALL)
        found += [frame.id] * (not inside(area, placed.frames[frame.id]))
        found += [(frame.id, name) for name, box in placed.boxes.items() if not apart(area, box)]
        for way in placed.routes:
            points = [(x, y) for x, y in samples(way) if area.x < x < area.x + area.width]
            found += [(frame.id, way)] * any(area.y < y < area.y + area.height for _, y in points)
    return found
