"""Along which axis a box is split: where most of what is unsure comes from, by an estimate.

The estimate decides how long a search takes, never what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from symcnn.grid.arrays import numpy
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

    def parts(self, boxes: Boxes, times: int = 1) -> Boxes:
        """Boxes in up to 2**times parts each; those of one point stay whole."""
        for _ in range(times):
            boxes = self._halves(boxes)
        return boxes

    def _halves(self, boxes: Boxes) -> Boxes:
        np = numpy()
        if not len(boxes.low):
            return boxes
        last, each = boxes.high - 1, np.arange(boxes.number)
        widths = self._spreads.take(last + self._starts) - self._spreads.take(boxes.low + self._starts)
        axis = np.where(last > boxes.low, widths, -1).argmax(axis=0)
        more = np.flatnonzero(last[axis, each] > boxes.low[axis, each])
        axis, parts = axis.take(more), boxes.chosen(more)
        middle = self._middle(parts)[axis, each[: len(more)]]
        high = boxes.high.copy()
        high[axis, more] = parts.low[axis, each[: len(more)]] = middle
        return Boxes(np.concatenate([boxes.low, parts.low], axis=1), np.concatenate([high, parts.high], axis=1))

    def _middle(self, boxes: Boxes) -> Any:
        """Where boxes are split along each axis."""
        found = (boxes.low + boxes.high) >> 1
        for number, side in enumerate(self.space.sides):
            if not side.is_plain:
                found[number] = side.middle(boxes.low[number], boxes.high[number])
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
    count = len(space.sides)
    whole = space.everything().high
    low, each = np.repeat((whole - 1) // 2, count, axis=1), np.arange(count)
    high = low + 1
    low[each, each], high[each, each] = 0, whole[:, 0]
    found = nodes(Boxes(low, high))
    spans = [np.abs(_log(found[place][1]) - _log(found[place][0])) * np.ones(count) for place in compared]
    return reduce(np.maximum, spans, np.zeros(count))


def _log(value: Any) -> Any:
    np = numpy()
    as_float = np.asarray(value).astype(float)
    return np.sign(as_float) * np.log(np.abs(as_float) + 1)
