"""One frame of our own layout: its rows become places, its arrows ways, and its border has ports.

Places are (across, along) the direction of the drawing, from the upper left corner of the frame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from symcnn.figures.layers import Link, Vertex, arrange
from symcnn.figures.measure import LEADING, SMALL
from symcnn.figures.placed import Area
from symcnn.figures.ways import Way, Waypoint, shifted

GAP = 22.0  # between rows
BARE_GAP, FORK_GAP = 6.0, 16.0  # to a row that has ports and lanes alone, and where arrows part there
PAD = 12.0  # between a frame and what is in it
HEADING = SMALL * LEADING  # the height of what stands over a frame
PORT = 4.0  # the room of a port on the border
IN, OUT = "in ", "out "


class Content(NamedTuple):
    """What stands in a frame, with its places: an item of the frame around it."""

    across: float
    along: float
    areas: Mapping[str, Area]  # of boxes and frames; across and along for x and y
    ways: Mapping[int, Way]  # of arrows, as far as they run inside; by the number of the edge
    ports: Mapping[tuple[str, bool], float]  # where a tensor enters (False) or leaves, across


class Task(NamedTuple):
    """What is to be laid out in one frame."""

    items: Mapping[str, Content]  # boxes and frames, in the order of the network
    links: Mapping[Link, Sequence[int]]  # and the edges that each is a part of
    circles: Collection[str]
    heading: float | None  # the width of what stands over the frame; None: there is no frame
    sideways: bool  # along is to the right


def box(across: float, along: float) -> Content:
    """A box: nothing stands in it."""
    return Content(across, along, {}, {}, {})


def laid_out(task: Task) -> Content:
    """Give everything in a frame its place."""
    return _Frame(task).content()


class _Frame:
    def __init__(self, task: Task) -> None:
        self.task, self.items = task, task.items
        ends = {link.source: -1 for link in task.links if link.source.startswith(IN)}
        ends |= {link.target: 1 for link in task.links if link.target.startswith(OUT)}
        extents = {name: item.across for name, item in task.items.items()}
        ports = [Vertex(name, PORT, end) for name, end in ends.items()]
        vertices = [*(v for v in ports if v.end < 0), *(Vertex(*pair) for pair in extents.items())]
        vertices += [v for v in ports if v.end > 0]
        self.rows = arrange(vertices, list(task.links), self._offsets())
        self.rank = {name: number for number, row in enumerate(self.rows.rows) for name in row}
        self.before, self.top, self.pad = self._pads()
        self.spans = self._spans()

    def _offsets(self) -> dict[tuple[str, str, bool], float]:
        """Where tensors enter and leave frames, from their middle."""
        return {
            (name, key, leaves): at - item.across / 2
            for name, item in self.items.items()
            for (key, leaves), at in item.ports.items()
        }

    # ------------------------------------------------------------------- places

    def _pads(self) -> tuple[float, float, float]:
        """What is added across and along to where things stand, and the room behind them."""
        least = min((self.rows.place[name] - self._half(name) for name in self.rank), default=0.0)
        if self.task.heading is None:
            return -least, 0.0, 0.0
        if self.task.sideways:
            return PAD + HEADING - least, PAD, PAD
        return PAD - least + self._room_for_heading(least), PAD + HEADING, PAD

    def _room_for_heading(self, least: float) -> float:
        """What is missing for a heading left of the first arrow that enters."""
        entering = [self.rows.place[name] for name in self.rank if name.startswith(IN)]
        free = min(entering, default=1e9) - least + PAD
        return max(0.0, (self.task.heading or 0.0) + PAD - free)

    def _half(self, name: str) -> float:
        return self.items[name].across / 2 if name in self.items else PORT / 2

    def _spans(self) -> list[tuple[float, float]]:
        """Where each row begins and ends."""
        spans: list[tuple[float, float]] = []
        at = self.top
        for number, row in enumerate(self.rows.rows):
            high = max((self.items[name].along for name in row if name in self.items), default=0.0)
            spans.append((at, at + high))
            at += high + self._gap(number)
        return spans

    def _gap(self, number: int) -> float:
        """The room behind a row: more for arrows that go far to the side."""
        rows = self.rows.rows[number : number + 2]
        if any(all(name.startswith((IN, OUT)) or ":" in name for name in row) for row in rows):
            upper = [name for name in rows[0] if name.startswith(IN)]
            return FORK_GAP if any(len(self._from(name)) > 1 for name in upper) else BARE_GAP
        crowded = sum(":" in name for name in rows[-1])
        return GAP + min(2.0 * crowded, 20.0)

    def _from(self, name: str) -> list[Link]:
        return [link for link in self.task.links if link.source == name]

    def content(self) -> Content:
        """The frame as an item of the one around it."""
        areas: dict[str, Area] = {}
        ways: dict[int, Way] = {}
        for name, item in self.items.items():
            at = self._area(name)
            areas[name] = at
            areas |= {inner: area.moved(at.x, at.y) for inner, area in item.areas.items()}
            ways |= {number: shifted(way, at.x, at.y) for number, way in item.ways.items()}
        ways |= {number: self._way(link, number) for link, numbers in self.task.links.items() for number in numbers}
        across = max((self.rows.place[name] + self._half(name) for name in self.rank), default=0.0)
        across += self.before + self.pad
        along = (self.spans[-1][1] if self.spans else 0.0) + self.pad
        if self.task.heading is not None:
            least = self.task.heading + 2 * PAD
            across, along = (across, max(along, least)) if self.task.sideways else (max(across, least), along)
        return Content(across, along, areas, self._to_the_border(ways, along), self._ports())

    def _area(self, name: str) -> Area:
        item, (start, end) = self.items[name], self.spans[self.rank[name]]
        across = self.rows.place[name] + self.before - item.across / 2
        return Area(across, (start + end - item.along) / 2, item.across, item.along)

    def _ports(self) -> dict[tuple[str, bool], float]:
        """Where tensors cross the border."""
        found: dict[tuple[str, bool], float] = {}
        for link in self.task.links:
            if link.source.startswith(IN):
                found[link.key, False] = self.rows.place[link.source] + self.before
            if link.target.startswith(OUT):
                found[link.key, True] = self.rows.place[link.target] + self.before
        return found

    def _to_the_border(self, ways: dict[int, Way], along: float) -> dict[int, Way]:
        """Ways that come in or go out begin and end on the border."""
        for link, numbers in self.task.links.items():
            for number in numbers:
                way = ways[number]
                first = (Waypoint(way[0].across, 0.0),) if link.source.startswith(IN) else ()
                last = (Waypoint(way[-1].across, along),) if link.target.startswith(OUT) else ()
                ways[number] = (*first, *way, *last)
        return ways

    # --------------------------------------------------------------------- ways

    def _way(self, link: Link, number: int) -> Way:
        """An arrow from item to item, through its lanes; with what it runs inside of them."""
        lanes = self.rows.lanes[link]
        way = [Waypoint(self._port(link.source, link, leaves=True), self._edge_of(link.source, 1))]
        way.append(Waypoint(way[0].across, self.spans[self.rank[link.source]][1]))
        for lane in lanes:
            at, (start, end) = self.rows.place[lane] + self.before, self.spans[self.rank[lane]]
            way += [Waypoint(at, start)]
            way += [] if link.beside and lane == lanes[-1] else [Waypoint(at, end)]
        way += self._arrival(link)
        return (*self._inside(link.source, number), *way, *self._inside(link.target, number))

    def _inside(self, name: str, number: int) -> Way:
        if name not in self.items or number not in self.items[name].ways:
            return ()
        at = self._area(name)
        return shifted(self.items[name].ways[number], at.x, at.y)

    def _edge_of(self, name: str, end: int) -> float:
        """Where an item begins (0) or ends (1) along the drawing."""
        if name not in self.items:
            return self.spans[self.rank[name]][end]
        area = self._area(name)
        return area.y + end * area.height

    def _port(self, name: str, link: Link, *, leaves: bool) -> float:
        if name in self.items and (link.key, leaves) in self.items[name].ports:
            return self._area(name).x + self.items[name].ports[link.key, leaves]
        return self.rows.place[name] + self.before + (0.0 if leaves else self._spread.get(link, 0.0))

    def _arrival(self, link: Link) -> list[Waypoint]:
        """The last places: at the side of a circle where the lane is next to it, else from before."""
        start, _ = self.spans[self.rank[link.target]]
        if link.beside and self._is_free_between(link):
            area, lane = self._area(link.target), self.rows.place[self.rows.lanes[link][-1]] + self.before
            side = area.x if lane < area.middle.x else area.x + area.width
            return [Waypoint(side, area.middle.y, turns=True)]
        at = self._port(link.target, link, leaves=False)
        return [Waypoint(at, start), Waypoint(at, self._edge_of(link.target, 0))]

    def _is_free_between(self, link: Link) -> bool:
        row = self.rows.rows[self.rank[link.target]]
        i, j = sorted((row.index(self.rows.lanes[link][-1]), row.index(link.target)))
        others = {one.target: lanes[-1] for one, lanes in self.rows.lanes.items() if one.beside}
        own = [lanes[-1] for one, lanes in self.rows.lanes.items() if one.beside and one.target == link.target]
        return bool(others) and all(name in own for name in row[i + 1 : j])

    @cached_property
    def _spread(self) -> Mapping[Link, float]:
        """How far from the middle arrows reach a box that several reach."""
        found: dict[Link, float] = {}
        into: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.task.links:
            if link.target in self.items and not link.beside and not self.items[link.target].ports:
                into[link.target].append(link)
        for target, links in into.items():
            if len(links) > 1 and target not in self.task.circles:
                found |= self._spread_over(self.items[target].across * 0.7, sorted(links, key=self._comes_from))
        return found

    def _spread_over(self, room: float, links: Sequence[Link]) -> Mapping[Link, float]:
        """Arrows next to each other; the only one that gives way to none comes in the middle."""
        step = min(room / (len(links) - 1), 16.0)
        main = [i for i, link in enumerate(links) if not link.side]
        middle = main[0] if len(main) == 1 else (len(links) - 1) / 2
        step = step if len(main) != 1 else min(step, room / 2 / max(middle, len(links) - 1 - middle))
        return {link: (i - middle) * step for i, link in enumerate(links)}

    def _comes_from(self, link: Link) -> float:
        lanes = self.rows.lanes[link]
        return self.rows.place[lanes[-1] if lanes else link.source]
