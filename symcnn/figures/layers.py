"""A layered layout of one frame: which row each item stands in, in what order, and where in its row.

After Sugiyama, Tagawa and Toda 1981 ("Methods for visual understanding of hierarchical system structures"): rows by
the longest way, a lane through every row that an arrow passes, fewer crossings by sorting each row by the middle of
the neighbours; places by least squares with the order kept (pool adjacent violators).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

LANE = 10.0  # the room of an arrow that passes a row
APART = 22.0  # between boxes in a row
SWEEPS, SETTLING = 8, 80
FAR = 1e9
FINE = 1e-5  # what a port counts beside the places of items
STRAIGHT, PLAIN = 12.0, 4.0  # how much an arrow wants to be straight, within its lane and at its ends
SIDE = 0.002  # and one that goes by, as a part of that: it gives way to all others


class Vertex(NamedTuple):
    """An item of a row: its extent across the direction of the drawing, and a row at an end, if it must stand there."""

    name: str
    extent: float
    end: int = 0  # -1: before all others; 1: behind them


class Link(NamedTuple):
    """An arrow between two items of a frame."""

    source: str
    target: str
    key: str  # of the tensor: where it leaves and enters items
    side: bool = False  # gives way to others: it goes by boxes, or is a second input
    beside: bool = False  # ends at the side of its target: its lane goes on to the target's row


class Rows(NamedTuple):
    """The rows of a frame, and where each item and lane has its middle."""

    rows: tuple[tuple[str, ...], ...]
    place: Mapping[str, float]
    lanes: Mapping[Link, tuple[str, ...]]


def arrange(vertices: Sequence[Vertex], links: Sequence[Link], ports: Mapping[tuple[str, str, bool], float]) -> Rows:
    """Put items into rows and give them places.

    `ports` says where a tensor leaves (True) or enters an item, from its middle.

    >>> found = arrange([Vertex(n, 20) for n in "abc"], [Link("a", "b", ""), Link("b", "c", "")], {})
    >>> found.rows, [round(found.place[n]) for n in "abc"]
    ((('a',), ('b',), ('c',)), [0, 0, 0])
    """
    return _Arrangement(vertices, links, ports).rows()


class _Arrangement:
    def __init__(
        self, vertices: Sequence[Vertex], links: Sequence[Link], ports: Mapping[tuple[str, str, bool], float]
    ) -> None:
        self.vertices, self.links, self.ports = vertices, links, ports
        self.rank = _ranks(vertices, links)
        self.extent = {vertex.name: vertex.extent for vertex in vertices}
        self.lanes: dict[Link, tuple[str, ...]] = {}
        self.beside: dict[str, list[tuple[str, float, float]]] = defaultdict(list)  # neighbour, offset, weight
        self.below: dict[str, list[tuple[float, str, float]]] = defaultdict(list)  # port, neighbour, its port
        for number, link in enumerate(links):
            self._connect(number, link)

    def rows(self) -> Rows:
        order = self._ordered()
        return Rows(tuple(map(tuple, order)), self._placed(order), self.lanes)

    def _connect(self, number: int, link: Link) -> None:
        last = self.rank[link.target] + link.beside
        lanes = tuple(f"{number}:{rank}" for rank in range(self.rank[link.source] + 1, last))
        self.lanes[link] = lanes
        for rank, lane in enumerate(lanes, self.rank[link.source] + 1):
            self.rank[lane], self.extent[lane] = rank, LANE
        ends = lanes if link.beside else (*lanes, link.target)
        for a, b in zip((link.source, *lanes), ends, strict=False):
            self._neighbours(a, b, link)

    def _neighbours(self, a: str, b: str, link: Link) -> None:
        leaving, entering = self.ports.get((a, link.key, True), 0.0), self.ports.get((b, link.key, False), 0.0)
        off = leaving - entering
        is_lane = a != link.source and b != link.target
        weight = (STRAIGHT if is_lane else PLAIN) * (SIDE if link.side else 1.0)
        self.beside[b].append((a, off, weight))
        self.beside[a].append((b, -off, weight))
        self.below[a].append((leaving, b, entering))

    # ------------------------------------------------------------------- order

    def _ordered(self) -> list[list[str]]:
        """The rows with few crossings: the best of some sweeps down and up."""
        rows: list[list[str]] = [[] for _ in range(max(self.rank.values(), default=-1) + 1)]
        for name in self.extent:
            rows[self.rank[name]].append(name)
        best, fewest = [list(row) for row in rows], self._crossings(rows)
        for sweep in range(SWEEPS):
            if fewest == 0:
                break
            down = sweep % 2 == 0
            for at in range(len(rows)) if down else reversed(range(len(rows))):
                self._sort(rows, at, at - 1 if down else at + 1)
            crossings = self._crossings(rows)
            if crossings < fewest:
                best, fewest = [list(row) for row in rows], crossings
        return best

    def _sort(self, rows: list[list[str]], at: int, other: int) -> None:
        """Sort a row by the middle of its neighbours in another."""
        if not 0 <= other < len(rows):
            return
        place = {name: i for i, name in enumerate(rows[other])}

        def middle(item: tuple[int, str]) -> float:
            found = [place[one] + off * FINE for one, off, _ in self.beside[item[1]] if one in place]
            return sum(found) / len(found) if found else float(item[0])

        rows[at] = [name for _, name in sorted(enumerate(rows[at]), key=middle)]

    def _crossings(self, rows: Sequence[Sequence[str]]) -> int:
        total = 0
        for upper, lower in itertools.pairwise(rows):
            place = {name: float(i) for i, name in enumerate(lower)}
            ends = [place[b] + port * FINE for a in upper for _, b, port in sorted(self.below[a]) if b in place]
            total += sum(x > y for i, x in enumerate(ends) for y in ends[i + 1 :])
        return total

    # ------------------------------------------------------------------ places

    def _placed(self, rows: Sequence[Sequence[str]]) -> dict[str, float]:
        place: dict[str, float] = {}
        for row in rows:
            for name, at in zip(row, self._offsets(row), strict=True):
                place[name] = at - self._offsets(row)[-1] / 2
        for number in range(SETTLING):
            for row in rows if number % 2 == 0 else reversed(rows):
                self._settle(row, place)
        for lanes in self.lanes.values():
            self._straighten(lanes, rows, place)
        for end in (1, -1):
            self._draw_up(rows, place, end)
        return place

    def _straighten(self, lanes: Sequence[str], rows: Sequence[Sequence[str]], place: dict[str, float]) -> None:
        """Put the lanes of an arrow on one line where there is room for it."""
        spans = [self._free(lane, rows[self.rank[lane]], place) for lane in lanes]
        least, most = max((low for low, _ in spans), default=0.0), min((high for _, high in spans), default=0.0)
        if len(lanes) > 1 and least <= most:
            middle = sum(place[lane] for lane in lanes) / len(lanes)
            for lane in lanes:
                place[lane] = min(max(middle, least), most)

    def _draw_up(self, rows: Sequence[Sequence[str]], place: dict[str, float], end: int) -> None:
        """Put the lanes at one end of the rows on straight lines, each as near to what is inside as it may be."""
        outer = {lane for link, lanes in self.lanes.items() if link.side for lane in lanes}
        chains = [lanes for link, lanes in self.lanes.items() if link.side and lanes]
        for lanes in sorted(chains, key=lambda lanes: max(end * place[lane] for lane in lanes)):
            beyond = [self._beyond(lane, rows, end) for lane in lanes]
            if all(set(names) <= outer for names in beyond):
                bounds = [self._free(lane, rows[self.rank[lane]], place)[end < 0] for lane in lanes]
                line = max(end * bound for bound in bounds) * end
                if abs(line) < FAR:
                    place |= dict.fromkeys(lanes, line)

    def _beyond(self, lane: str, rows: Sequence[Sequence[str]], end: int) -> Sequence[str]:
        row = rows[self.rank[lane]]
        at = row.index(lane)
        return row[at + 1 :] if end > 0 else row[:at]

    def _free(self, name: str, row: Sequence[str], place: Mapping[str, float]) -> tuple[float, float]:
        """How far an item can be moved to both sides."""
        at, offsets = row.index(name), self._offsets(row)
        low = place[row[at - 1]] + offsets[at] - offsets[at - 1] if at else -FAR
        high = place[row[at + 1]] - offsets[at + 1] + offsets[at] if at + 1 < len(row) else FAR
        return low, high

    def _offsets(self, row: Sequence[str]) -> list[float]:
        """The places of the items of a row from its first on, as close as they may be."""
        found = [0.0]
        for a, b in itertools.pairwise(row):
            is_lane = ":" in a or ":" in b
            found.append(found[-1] + (self.extent[a] + self.extent[b]) / 2 + (LANE if is_lane else APART))
        return found

    def _settle(self, row: Sequence[str], place: dict[str, float]) -> None:
        """Move the items of a row to where their neighbours want them, as far as their order allows."""
        offsets = self._offsets(row)
        wanted, weights = [], []
        for name, offset in zip(row, offsets, strict=True):
            near = self.beside[name]
            weight = sum(w for _, _, w in near)
            middle = sum((place[one] + off) * w for one, off, w in near) / weight if near else place[name]
            wanted.append(middle - offset)
            weights.append(weight or 0.01)
        for name, offset, at in zip(row, offsets, _increasing(wanted, weights), strict=True):
            place[name] = offset + at


def _increasing(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The non-decreasing numbers closest to some, in the sense of least squares.

    >>> _increasing([1, 3, 2], [1, 1, 1])
    [1, 2.5, 2.5]
    """
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, total, count = value, weight, 1
        while blocks and blocks[-1][0] > mean:
            before, more, members = blocks.pop()
            mean = (before * more + mean * total) / (more + total)
            total, count = total + more, count + members
        blocks.append((mean, total, count))
    return [mean for mean, _, count in blocks for _ in range(count)]


def _ranks(vertices: Iterable[Vertex], links: Iterable[Link]) -> dict[str, int]:
    """The row of each item: behind all that it takes from. Items are in an order in which arrows go forward."""
    into: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        into[link.target].append(link.source)
    ends = {vertex.name: vertex.end for vertex in vertices}
    first = int(-1 in ends.values())
    rank: dict[str, int] = {}
    for name, end in ends.items():
        rank[name] = 0 if end < 0 else max((rank[source] + 1 for source in into[name]), default=first)
    last = max((value for name, value in rank.items() if ends[name] <= 0), default=-1) + 1
    return {name: last if ends[name] > 0 else value for name, value in rank.items()}
