"""Our own layout: frames in frames, the inner ones first; each is then an item of the one around it.

A tensor that goes into or out of a frame has a port on its border, from where a lane leads on inside, so that no arrow
crosses a box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise, takewhile

from symcnn.figures.drawing import Drawing, Edge
from symcnn.figures.frames import IN, OUT, PAD, Content, Task, box, laid_out
from symcnn.figures.layers import Link
from symcnn.figures.measure import HEADING_AT, box_size, heading_width
from symcnn.figures.placed import Area, Placed, Point, rounded
from symcnn.figures.ways import Way, curves

MARGIN = 6.0  # around the whole


def place(drawing: Drawing, *, sideways: bool = False) -> Placed:
    """Lay a drawing out from top to bottom, or from left to right."""
    return _Nested(drawing, sideways).placed()


class _Nested:
    def __init__(self, drawing: Drawing, sideways: bool) -> None:
        self.drawing, self.sideways = drawing, sideways
        self.boxes = {node.id: box_size(node) for node in drawing.nodes}
        self.circles = frozenset(node.id for node in drawing.nodes if node.symbol)
        self.around = {frame.id: frame.frame for frame in drawing.frames}
        self.around |= {node.id: node.frame for node in drawing.nodes}
        self.headings = {frame.id: heading_width(frame) for frame in drawing.frames}
        self.keys = _keys(drawing.edges)

    def placed(self) -> Placed:
        """Everything in its place."""
        whole = self._inside("")
        areas = {name: self._upright(area).moved(MARGIN, MARGIN) for name, area in whole.areas.items()}
        frames = {frame.id: areas[frame.id] for frame in self.drawing.frames}
        headings = {name: Point(area.x + PAD / 2, area.y + HEADING_AT) for name, area in frames.items()}
        ways = [whole.ways[number] for number in range(len(self.drawing.edges))]
        routes, strokes = (
            tuple(curves(way, sideways=self.sideways, margin=MARGIN) for way in found)
            for found in (ways, self._parted(ways))
        )
        size = self._upright(Area(0, 0, whole.across + 2 * MARGIN, whole.along + 2 * MARGIN))
        boxes = {node.id: areas[node.id] for node in self.drawing.nodes}
        return rounded(Placed(self.drawing, boxes, frames, headings, routes, strokes, size.width, size.height))

    def _parted(self, ways: Sequence[Way]) -> list[Way]:
        """Each way from where it leaves those before it that start at the same box."""
        drawn: defaultdict[str, list[Way]] = defaultdict(list)
        found = []
        for edge, way in zip(self.drawing.edges, ways, strict=True):
            common = max((_in_common(way, other) for other in drawn[edge.source]), default=0)
            found.append(way[max(common - 1, 0) :])
            drawn[edge.source].append(way)
        return found

    def _upright(self, area: Area) -> Area:
        return Area(area.y, area.x, area.height, area.width) if self.sideways else area

    def _inside(self, frame: str) -> Content:
        items = {name: self._item(name) for name in self.members[frame]}
        task = Task(items, self._links.get(frame, {}), self.circles, self.headings.get(frame), self.sideways)
        return laid_out(task)

    def _item(self, name: str) -> Content:
        if name not in self.boxes:
            return self._inside(name)
        size = self.boxes[name]
        return box(size.height, size.width) if self.sideways else box(size.width, size.height)

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Boxes and frames in each frame, in the order of the network."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for node in self.drawing.nodes:
            chain = self._chain(node.id)
            for inner, frame in pairwise(chain):
                found[frame].setdefault(inner)
        return {frame: list(names) for frame, names in found.items()}

    def _chain(self, name: str) -> list[str]:
        """A box and the frames around it, at last the whole."""
        found = [name]
        while self.around[found[-1]]:
            found.append(self.around[found[-1]])
        return [*found, ""]

    @cached_property
    def seconds(self) -> set[int]:
        """The edges that bring a layer a further tensor, as the memory of attention."""
        layers = {node.id for node in self.drawing.nodes if node.kind != "join"}
        seen: set[str] = set()
        found = set()
        for number, edge in enumerate(self.drawing.edges):
            if edge.target in seen & layers:
                found.add(number)
            seen.add(edge.target)
        return found

    @cached_property
    def _links(self) -> dict[str, dict[Link, list[int]]]:
        """The links of each frame, and the numbers of the edges that each is a part of.

        One that is a part of several edges goes by others where all of them do.
        """
        found: defaultdict[str, dict[Link, list[int]]] = defaultdict(dict)
        for number, edge in enumerate(self.drawing.edges):
            for frame, link in self._pieces(edge, self.keys[number], second=number in self.seconds):
                found[frame].setdefault(link, []).append(number)
        return {frame: _merged(links) for frame, links in found.items()}

    def _pieces(self, edge: Edge, key: str, *, second: bool) -> Iterator[tuple[str, Link]]:
        """The parts of an edge: out of frames, within the one that holds both ends, into frames."""
        out, into = self._chain(edge.source), self._chain(edge.target)
        common = next(frame for frame in out if frame in into)
        side = edge.skip or "#" in key or second
        climbing, falling = out[: out.index(common)], into[: into.index(common)]
        for inner, frame in pairwise(climbing):
            yield frame, Link(inner, f"{OUT}{key}", key, side)
        ends = [(climbing[-1], falling[-1], common)]
        ends += [(f"{IN}{key}", inner, frame) for inner, frame in pairwise(falling)]
        for source, target, frame in ends:
            yield frame, Link(source, target, key, side, side and target in self.circles)


def _in_common(way: Way, other: Way) -> int:
    """The number of places that two ways begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(way[:-1], other, strict=False)))


def _merged(links: Mapping[Link, list[int]]) -> dict[Link, list[int]]:
    by_ends: dict[tuple[str, str, str], list[Link]] = {}
    for link in links:
        by_ends.setdefault((link.source, link.target, link.key), []).append(link)
    return {
        same[0]._replace(side=all(link.side for link in same), beside=all(link.beside for link in same)): [
            number for link in same for number in links[link]
        ]
        for same in by_ends.values()
    }


def _keys(edges: Sequence[Edge]) -> list[str]:
    """What tells tensors apart on borders: the box they come from; of two arrows between the same boxes, which."""
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    found = []
    for edge in edges:
        seen[edge.source, edge.target] += 1
        again = seen[edge.source, edge.target]
        found.append(edge.source if again == 1 else f"{edge.source}#{again}")
    return found
