"""A drawing in which everything has its place: what all writers of pictures start from. Points, y downwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from symcnn.figures.drawing import Drawing


class Point(NamedTuple):
    """A place, from the upper left corner."""

    x: float
    y: float


class Area(NamedTuple):
    """A rectangle."""

    x: float  # of its left side
    y: float  # of its upper side
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its centre."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, x: float, y: float) -> Area:
        """The same elsewhere."""
        return Area(self.x + x, self.y + y, self.width, self.height)


class Route(NamedTuple):
    """The way of an arrow: a start, then cubic curves of three points each."""

    start: Point
    curves: tuple[tuple[Point, Point, Point], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """All points, those that only bend the way among them."""
        return (self.start, *(point for curve in self.curves for point in curve))


class Placed(NamedTuple):
    """A drawing with the places of its boxes, frames, headings and arrows."""

    drawing: Drawing
    boxes: Mapping[str, Area]
    frames: Mapping[str, Area]
    headings: Mapping[str, Point]  # the left end of the middle of each line of text
    routes: tuple[Route, ...]  # one an edge, in their order
    strokes: tuple[Route, ...]  # what is drawn of each: where several leave as one, the others begin where they part
    width: float
    height: float


def route(points: Iterable[Point]) -> Route:
    """A way from its points: the start, then three a curve."""
    start, *rest = points
    return Route(start, tuple((rest[i], rest[i + 1], rest[i + 2]) for i in range(0, len(rest), 3)))


def rounded(placed: Placed) -> Placed:
    """All places to the hundredth of a point, so that a figure has the same bytes everywhere."""
    return placed._replace(
        boxes={name: _rounded(area) for name, area in placed.boxes.items()},
        frames={name: _rounded(area) for name, area in placed.frames.items()},
        headings={name: _point(point) for name, point in placed.headings.items()},
        routes=tuple(route(map(_point, one.points)) for one in placed.routes),
        strokes=tuple(route(map(_point, one.points)) for one in placed.strokes),
        width=round(placed.width, 2),
        height=round(placed.height, 2),
    )


def _rounded(area: Area) -> Area:
    return Area(*(round(value, 2) + 0.0 for value in area))


def _point(point: Point) -> Point:
    return Point(round(point.x, 2) + 0.0, round(point.y, 2) + 0.0)
