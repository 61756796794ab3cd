"""Claims that are lines in one or two axes, with the others given: points are counted without visiting these axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import prod
from typing import Any

from symcnn.grid.arrays import WIDEST, needed, numpy
from symcnn.grid.boxes.cells import Cells, Enumeration
from symcnn.grid.boxes.hoist import Hoisted
from symcnn.grid.boxes.lattice import below_a_line, steps_of_a_line
from symcnn.grid.boxes.space import Side, space_of
from symcnn.grid.boxes.straight import Products, is_straight, products_in
from symcnn.grid.intervals import Intervals
from symcnn.grid.tape import Tape

MOST_CELLS = 1 << 29  # combinations of the other axes: more are left to boxes
MOST_POINTS = 1 << 22  # that are visited where no axis can be left out
ROOM = 16  # sums on the way are no larger than that many of the greatest values


def lines_of(problem: Any, case: Sequence[int]) -> Line | None:
    """The best axes to leave out in counting where claims hold together; None where boxes are better."""
    nodes = needed(problem.tape, case)
    products = products_in(problem.tape, case)
    if any(not products[place] and problem.tape.number(place) is None for place in nodes):  # 3//0
        return None
    most = max([problem.grid.size, *(_greatest(problem.intervals, place) for place in nodes)]) * ROOM
    kind = object if most > WIDEST else int
    used = {str(problem.tape.nodes[place].value) for place in nodes if problem.tape.nodes[place].kind == "symbol"}
    sides = sorted(space_of(problem.grid, used, kind is object, first_only=True).sides, key=len)
    last = _left_out(problem.tape, case, sides, products)
    points = prod(len(side) for side in sides if side not in last)
    if points > (MOST_CELLS if last else MOST_POINTS):
        return None
    rest = [side for side in sides if side not in last]
    return Line(problem.tape, case, rest, last, kind)


def _greatest(intervals: Intervals, place: int) -> int:
    """What no value of a node, nor a part of its sum or product, is greater than, whatever the sign."""
    node = intervals.tape.nodes[place]
    parts = [max(map(abs, intervals[argument])) for argument in node.arguments]
    if node.kind == "add":
        return sum(parts)
    return prod(max(part, 1) for part in parts) if node.kind == "multiply" else max(map(abs, intervals[place]))


def _left_out(tape: Tape, case: Sequence[int], sides: Sequence[Side], products: Mapping[int, Products]) -> list[Side]:
    """The one or two axes with the most points in which the claims are lines; of two, one claim may depend on them."""
    claims = [_compared(tape, literal) for literal in case]
    straight = [side for side in sides if _has_equal_steps(side)]
    choices = [list(chosen) for number in (1, 2) for chosen in combinations(straight, number)]
    choices.sort(key=lambda chosen: -prod(map(len, chosen)))
    for chosen in choices:
        names = {side.names[0] for side in chosen}
        depend = [parts for parts in claims if any(names & {*products[part]} for part in parts)]
        lines = all(is_straight(products[part], names) for parts in depend for part in parts)
        if lines and (len(names) == 1 or len(depend) <= 1):
            return chosen
    return []


def _compared(tape: Tape, literal: int) -> tuple[int, ...]:
    """What a claim compares; what compares nothing stands for itself."""
    node = tape.nodes[literal]
    inner = tape.nodes[node.arguments[0]] if node.kind == "negate" else node
    return inner.arguments if inner.kind == "at_least" else (literal,)


def _has_equal_steps(side: Side) -> bool:
    """Whether an axis has one name, whose values are equally far apart, each once."""
    np = numpy()
    if len(side.names) != 1 or np.any(side.weights != 1):
        return False
    steps = np.diff(side.columns[0])
    return len(steps) > 0 and bool((steps == steps[0]).all())


class Line:
    """Counts where claims hold: cells of some axes, in each of which they are lines in the last ones."""

    def __init__(
        self, tape: Tape, case: Sequence[int], outer: Sequence[Side], last: Sequence[Side], kind: type
    ) -> None:
        names = {name: level for level, side in enumerate([*outer, *last]) for name in side.names}
        self._hoisted = Hoisted(tape, case, names)
        self._last, self._first = last, len(outer)
        literals = [self._hoisted.places[literal] for literal in case]
        self._literals = [literal for literal in literals if self._hoisted.levels[literal] >= len(outer)]
        self._cells = Enumeration(self._hoisted, outer, literals, kind is object)
        self._kind = kind

    def count(self) -> int:
        """How many points there are."""
        return sum(self._in(cells) for cells in self._cells.cells())

    def _in(self, cells: Cells) -> int:
        np = numpy()
        if not self._literals or not cells.number:
            return int(cells.weights.sum()) * prod(map(len, self._last))
        lines = [self._line(cells, literal) for literal in self._literals]
        if len(self._last) == 2:
            rows, columns = map(len, self._last)
            start, by_i, by_j = lines[0]
            return below_a_line(cells.weights.astype(self._kind), start, by_i, by_j, (rows, columns))
        ranges = [steps_of_a_line(start, by, len(self._last[0])) for start, by in lines]
        low, high = np.max([r[0] for r in ranges], axis=0), np.min([r[1] for r in ranges], axis=0)
        return int((np.maximum(high - low, 0) * cells.weights).sum())

    def _line(self, cells: Cells, literal: int) -> list[Any]:
        """What a claim wants to be 0 or more at the first values of the last axes, and what a step on each adds."""
        start = self._margin(cells, literal, [0] * len(self._last))
        each = [[int(n == number) for n in range(len(self._last))] for number in range(len(self._last))]
        return [start, *(self._margin(cells, literal, places) - start for places in each)]

    def _margin(self, cells: Cells, literal: int, places: Sequence[int]) -> Any:
        np = numpy()
        values = {s.names[0]: s.columns[0][place] for s, place in zip(self._last, places, strict=True)}
        found = self._cells.at(cells, values, self._first)
        node = self._hoisted.tape.nodes[literal]
        inner = self._hoisted.tape.nodes[node.arguments[0]] if node.kind == "negate" else node
        a, b = (self._cells.number_or(found, place) for place in inner.arguments)
        margin = b - a - 1 if node.kind == "negate" else a - b
        return np.broadcast_to(np.asarray(margin).astype(self._kind), (cells.number,))
