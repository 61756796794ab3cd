"""Along which axis a box is split: where most of what is unsure comes from, by an estimate.

The estimate decides how long a search takes, never what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from symcnn.grid.arrays import logarithms, numpy
from symcnn.grid.boxes.bounds import Bounds
from symcnn.grid.boxes.space import Boxes, Space


class Splits:
    """Splits boxes of a space; `nodes` bounds all nodes over boxes, of which `compared` are looked at."""

    def __init__(self, space: Space, nodes: Callable[[Boxes], dict[int, Bounds]], compared: Sequence[int]) -> None:
        self.space = space
        np = numpy()
        spreads = _weighted(space, _effects(space, nodes, compared))
        self._spreads = np.concatenate(spreads) if spreads else np.zeros(0)
        self._starts = np.cumsum([0, *map(len, spreads)])[:-1, None]

    def parts(self, boxes: Boxes, times: int) -> Boxes:
        """Boxes in up to 2**times parts each; those of one point stay whole."""
        np = numpy()
        if not self.space.sides:
            return boxes
        halvings = self._halvings(boxes, times)
        before = np.cumsum(halvings, axis=0) - halvings
        which = (np.arange(1 << times) >> before[:, :, None]) & ((1 << halvings) - 1)[:, :, None]
        first, last = boxes.ends[:, :, :, None]
        length = self._lengths(boxes, halvings)[:, :, None]
        starts = first + which * length
        ends = np.array([starts, np.minimum(starts + length - 1, last)]).reshape(2, len(halvings), -1)
        parts = Boxes(ends)
        there = (ends[0] <= ends[1]).all(axis=0)
        return parts if there.all() else parts.chosen(np.flatnonzero(there))

    def _halvings(self, boxes: Boxes, times: int) -> Any:
        """How often each axis (row) of each box is cut in half: the one that is then the widest."""
        np = numpy()
        first, last = self._spreads.take(boxes.ends + self._starts)
        widths, points = last - first, boxes.ends[1] - boxes.ends[0] + 1
        found, each = np.zeros_like(points), np.arange(boxes.number)
        for _ in range(times):
            at = widths.argmax(axis=0), each
            found[at] += 1
            points[at] = left = (points[at] + 1) >> 1
            widths[at] *= 0.5 * (left > 1)
        return found

    def _lengths(self, boxes: Boxes, halvings: Any) -> Any:
        """How many places parts have on each axis."""
        points = boxes.ends[1] - boxes.ends[0] + 1
        found = -(-points >> halvings)
        for number, side in enumerate(self.space.sides):
            if not side.is_plain:
                found[number] = side.length(boxes.ends[:, number], halvings[number])
        return found


def _weighted(space: Space, effects: Any) -> list[Any]:
    """How far values of each axis are apart, scaled to what they do; a little for each place, to end."""
    np = numpy()
    found = []
    for side, effect in zip(space.sides, effects, strict=True):
        spread = side.spread()
        scale = (effect + 1e-6) / max(spread.max() - spread.min(), 1e-9)
        found.append((spread - spread[0]) * scale + 1e-9 * np.arange(len(spread)))
    return found


def _effects(space: Space, nodes: Callable[[Boxes], dict[int, Bounds]], compared: Sequence[int]) -> Any:
    """By how much bounds are apart, as logarithms, where one axis is whole and the others are at a middle."""
    np = numpy()
    axes = np.arange(len(space.sides))
    whole = space.everything().ends
    ends = np.repeat(np.repeat(whole[1:] // 2, 2, axis=0), len(axes), axis=2)
    ends[:, axes, axes] = whole[:, :, 0]
    found = nodes(Boxes(ends))
    bounds = [np.broadcast_to(logarithms(found[place]), (2, len(axes))) for place in compared]
    return reduce(np.maximum, [np.abs(high - low) for low, high in bounds], np.zeros(len(axes)))
