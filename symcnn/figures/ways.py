"""The way of an arrow as a chain of places, and the curves through them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from symcnn.figures.placed import Point, Route, route

BEND = 9.0  # the radius of the corner where an arrow turns to the side of a circle
STEP = 0.5  # to the side that is not drawn
ARC = 0.5523  # the handles of a cubic that looks like a quarter of a circle, in radii


class Waypoint(NamedTuple):
    """A place across and along the direction of the drawing, in which the arrow runs there; or across it."""

    across: float
    along: float
    turns: bool = False  # the arrow comes to it from the side, over a corner


Way = tuple[Waypoint, ...]


def shifted(way: Way, across: float, along: float) -> Way:
    """The same elsewhere."""
    return tuple(Waypoint(point.across + across, point.along + along, point.turns) for point in way)


def curves(way: Way, *, sideways: bool, margin: float) -> Route:
    """The curves through the places of a way, the drawing going down, or to the right.

    >>> found = curves((Waypoint(0, 0), Waypoint(0, 5), Waypoint(0, 9)), sideways=False, margin=1)
    >>> found.points[0], found.points[-1], len(found.curves)
    (Point(x=1, y=1), Point(x=1, y=10), 1)
    """
    points = [(p.across, p.along) for p in _flattened(_without_stops(way))]
    return route(Point(b + margin, a + margin) if sideways else Point(a + margin, b + margin) for a, b in points)


def _without_stops(way: Way) -> Way:
    """Without places on a straight line between others, and small steps aside taken out."""
    found = [way[0]]
    for point in way[1:]:
        last = found[-1]
        is_near = not point.turns and abs(point.across - last.across) < STEP
        new = point._replace(across=last.across) if is_near else point
        is_straight = len(found) > 1 and found[-2].across == last.across == new.across and not last.turns
        if is_straight and not new.turns:
            found[-1] = new
        elif new != last:
            found.append(new)
    return tuple(found)


def _flattened(way: Way) -> Iterator[Waypoint]:
    """The start, then two handles and an end for each curve."""
    yield way[0]
    for a, b in pairwise(way):
        if b.turns:
            yield from _corner(a, b)
        elif a.across == b.across:
            yield from (a, b, b)
        else:
            middle = (a.along + b.along) / 2
            yield from (Waypoint(a.across, middle), Waypoint(b.across, middle), b)


def _corner(a: Waypoint, b: Waypoint) -> Iterator[Waypoint]:
    """Straight on, a quarter of a circle, and to the side."""
    radius = min(BEND, abs(b.across - a.across), max(b.along - a.along, 0.0))
    side = radius if b.across > a.across else -radius
    begin, end = Waypoint(a.across, b.along - radius), Waypoint(a.across + side, b.along)
    yield from (a, begin, begin)
    yield Waypoint(begin.across, begin.along + ARC * radius)
    yield Waypoint(end.across - ARC * side, end.along)
    yield end
    yield from (end, b, b)
