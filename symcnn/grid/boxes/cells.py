"""The combinations of values of some axes, axis by axis: only those where claims hold, and equal ones put together.

Two combinations are equal for what follows where all that later nodes are made of is equal: heights and widths
whose product is the same, kernels beyond a budget. How many points a combination stands for is its weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from symcnn.grid.arrays import RULES, numpy
from symcnn.grid.boxes.hoist import Hoisted
from symcnn.grid.boxes.space import Side
from symcnn.grid.tape import Node

PUT_TOGETHER = 1 << 15  # cells up to which equal ones are looked for
AT_A_TIME = 1 << 16  # cells that are evaluated together


class Cells(NamedTuple):
    """Combinations of values: what nodes are there, and for how many points each stands."""

    nodes: Mapping[int, Any]
    weights: Any

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.weights)

    def chosen(self, which: Any) -> Cells:
        """Some of them."""
        return Cells({place: column[which] for place, column in self.nodes.items()}, self.weights[which])


class Enumeration:
    """Goes through the cells of axes in order, where the claims `literals` hold, and finds the nodes `kept` in each.

    `kind` is `object` where values or weights may be more than 64 bits hold.
    """

    def __init__(
        self, hoisted: Hoisted, sides: Sequence[Side], literals: Sequence[int], kept: Sequence[int], kind: type
    ) -> None:
        self._kind = kind
        self._hoisted, self._sides = hoisted, sides
        self._columns = [[column.astype(kind, copy=False) for column in side.columns] for side in sides]
        levels = range(len(sides))
        self._literals = [[lit for lit in literals if hoisted.levels[lit] == level] for level in levels]
        self._order = [hoisted.at_level(level) for level in levels]
        self._passed = [hoisted.passed_on(level, kept) for level in levels]

    def cells(self) -> Iterator[Cells]:
        """All cells, some at a time."""
        return self._below(0, Cells({}, numpy().ones(1, dtype=self._kind)))

    def _below(self, level: int, cells: Cells) -> Iterator[Cells]:
        if level == len(self._sides):
            yield cells
            return
        step = max(1, AT_A_TIME // len(self._sides[level]))
        starts = range(0, cells.number, step)
        if cells.number * len(self._sides[level]) > PUT_TOGETHER:
            for start in starts:
                yield from self._below(level + 1, self._next(level, cells.chosen(slice(start, start + step))))
        elif cells.number:
            yield from self._below(level + 1, _put_together(self._next(level, cells)))

    def _next(self, level: int, cells: Cells) -> Cells:
        """The cells with each value of one more axis."""
        np = numpy()
        side, shape = self._sides[level], (cells.number, len(self._sides[level]))
        columns = {place: column[:, None] for place, column in cells.nodes.items()}
        found = self._evaluated(self._order[level], columns, dict(zip(side.names, self._columns[level], strict=True)))
        passed = {place: np.broadcast_to(found[place], shape).ravel() for place in self._passed[level]}
        made = Cells(passed, np.broadcast_to(cells.weights[:, None] * side.weights, shape).ravel())
        holds = [np.broadcast_to(found[place], shape).ravel() for place in self._literals[level]]
        return made.chosen(np.flatnonzero(np.logical_and.reduce(holds))) if holds else made

    def _evaluated(self, order: Sequence[int], found: dict[int, Any], values: Mapping[str, Any]) -> dict[int, Any]:
        """Some nodes, given those that they are made of."""
        np = numpy()
        for place in order:
            node = self._hoisted.tape.nodes[place]
            if node.kind == "symbol":
                found[place] = values[str(node.value)]
            else:
                parts = [self.number_or(found, argument) for argument in node.arguments]
                found[place] = _shifted(*parts) if _is_shift(node, parts) else RULES[node.kind](np, *parts)
        return found

    def number_or(self, found: Mapping[int, Any], place: int) -> Any:
        """A node that is a number, or the values of another."""
        node = self._hoisted.tape.nodes[place]
        return int(node.value) if node.kind == "constant" else found[place]


def _is_shift(node: Node, parts: Sequence[Any]) -> bool:
    """Whether a quotient is by a power of two."""
    return node.kind == "floor" and isinstance(parts[1], int) and parts[1] > 0 and not parts[1] & (parts[1] - 1)


def _shifted(a: Any, b: int) -> Any:
    return a >> (b.bit_length() - 1)  # far faster than a//b


def _put_together(cells: Cells) -> Cells:
    """Equal cells as one, with the sum of their weights."""
    np = numpy()
    if cells.number < 2:
        return cells
    columns = list(cells.nodes.values())
    order = _sorted(columns, cells.number)
    differs = np.arange(cells.number) == 0
    for column in columns:
        differs[1:] |= (column[order[1:]] != column[order[:-1]]).astype(bool)
    starts = np.flatnonzero(differs)
    return Cells(cells.chosen(order[starts]).nodes, np.add.reduceat(cells.weights[order], starts))


def _sorted(columns: Sequence[Any], number: int) -> Any:
    np = numpy()
    if not columns:
        return np.arange(number)
    if any(column.dtype == object for column in columns):
        rows = list(zip(*columns, strict=True))
        return np.array(sorted(range(number), key=rows.__getitem__), dtype=np.int64)
    return np.lexsort(columns)
