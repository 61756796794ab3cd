"""Claims that are lines in one or two axes, with the others given: points are counted without visiting these axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import prod
from typing import Any, TypeAlias

from symcnn.grid.arrays import WIDEST, needed, numpy
from symcnn.grid.boxes.cells import Cells, Enumeration
from symcnn.grid.boxes.hoist import Hoisted
from symcnn.grid.boxes.lattice import below_a_line, below_two_lines, steps_of_a_line
from symcnn.grid.boxes.space import Side, space_of
from symcnn.grid.boxes.straight import Products, at, is_straight, products_in, slope
from symcnn.grid.intervals import Intervals
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Tape

MOST_CELLS = 1 << 29  # combinations of the other axes: more are left to boxes
MOST_POINTS = 1 << 22  # that are visited where no axis can be left out
ROOM = 16  # sums on the way are no larger than that many of the greatest values

Line: TypeAlias = tuple[int, ...]
"""What a claim wants to be 0 or more: its node at the first values of the last axes, and what a step on each adds."""


def lines_of(problem: Problem, case: Sequence[int]) -> Lines | None:
    """The best axes to leave out in counting where claims hold together; None where boxes are better."""
    tape, nodes = problem.tape, needed(problem.tape, case)
    products = products_in(tape, case)
    if any(not products[place] and tape.number(place) is None for place in nodes):  # 3//0
        return None
    wide = any(_greatest(problem.intervals, place) > WIDEST for place in nodes if tape.nodes[place].kind == "symbol")
    sides = sorted(space_of(problem, nodes, wide, first_only=True).sides, key=len)
    last = _left_out(tape, case, sides, products)
    rest = [side for side in sides if side not in last]
    if prod(map(len, rest)) > (MOST_CELLS if last else MOST_POINTS):
        return None
    names = {side.names[0] for side in last}
    decided = [literal for literal in case if names.isdisjoint(products[literal])]
    lines = [_line(tape, literal, last) for literal in case if literal not in decided]
    return Lines(problem, decided, lines, rest, last)


def _line(tape: Tape, literal: int, last: Sequence[Side]) -> Line:
    margin = _margin(tape, literal)
    start = at(tape, margin, {side.names[0]: int(side.columns[0][0]) for side in last})
    steps = ((slope(tape, margin, side.names[0]), tape.constant(side.step or 0)) for side in last)
    return (start, *map(tape.multiply, steps))


def _margin(tape: Tape, literal: int) -> int:
    """What a claim wants to be 0 or more."""
    a, b = _compared(tape, literal)
    if tape.nodes[literal].kind == "negate":
        return tape.add([b, tape.negative(a), tape.constant(-1)])
    return tape.add([a, tape.negative(b)])


def _sizes(problem: Problem, lines: Sequence[Line], last: Sequence[Side]) -> list[int]:
    """What no value along each line is greater than, whatever the sign."""
    found = []
    for line in lines:
        start, *steps = (_greatest(problem.intervals, place) for place in line)
        found.append(start + sum(by * len(side) for by, side in zip(steps, last, strict=True)))
    return found


def _greatest(intervals: Intervals, place: int) -> int:
    """What no value of a node, nor a part of its sum or product, is greater than, whatever the sign."""
    node = intervals.tape.nodes[place]
    parts = [max(map(abs, intervals[argument])) for argument in node.arguments]
    if node.kind == "add":
        return sum(parts)
    return prod(max(part, 1) for part in parts) if node.kind == "multiply" else max(map(abs, intervals[place]))


def _left_out(tape: Tape, case: Sequence[int], sides: Sequence[Side], products: Mapping[int, Products]) -> list[Side]:
    """The one or two axes with the most points in which the claims are lines; at most two claims may depend on two."""
    claims = [_compared(tape, literal) for literal in case]
    straight = [side for side in sides if side.step is not None]
    choices = [list(chosen) for number in (1, 2) for chosen in combinations(straight, number)]
    choices.sort(key=lambda chosen: -prod(map(len, chosen)))
    for chosen in choices:
        names = {side.names[0] for side in chosen}
        depend = [parts for parts in claims if any(names & {*products[part]} for part in parts)]
        lines = all(is_straight(products[part], names) for parts in depend for part in parts)
        if lines and (len(names) == 1 or len(depend) <= 2):
            return chosen
    return []


def _compared(tape: Tape, literal: int) -> tuple[int, ...]:
    """What a claim compares; what compares nothing stands for itself."""
    node = tape.nodes[literal]
    inner = tape.nodes[node.arguments[0]] if node.kind == "negate" else node
    return inner.arguments if inner.kind == "at_least" else (literal,)


class Lines:
    """Counts where claims hold: cells of some axes, in each of which they are lines in the last ones.

    `decided` are the claims that the cells decide.
    """

    def __init__(
        self,
        problem: Problem,
        decided: Sequence[int],
        lines: Sequence[Line],
        rest: Sequence[Side],
        last: Sequence[Side],
    ) -> None:
        tape = problem.tape
        places = [place for line in lines for place in line]
        sizes = _sizes(problem, lines, last)
        others = [_greatest(problem.intervals, place) for place in needed(tape, [*decided, *places])]
        self._kind = int if max([problem.grid.size, *sizes, *others]) * ROOM <= WIDEST else object
        self._products_are_wide = prod(size + 1 for size in sizes) * ROOM > WIDEST
        hoisted = Hoisted(tape, [*decided, *places], {name: n for n, side in enumerate(rest) for name in side.names})
        self._lines = [[hoisted.places[place] for place in line] for line in lines]
        self._shape = tuple(map(len, last))
        literals = [hoisted.places[literal] for literal in decided]
        kept = [place for line in self._lines for place in line]
        self._cells = Enumeration(hoisted, rest, literals, kept, self._kind)

    def count(self) -> int:
        """How many points there are."""
        return sum(self._in(cells) for cells in self._cells.cells())

    def _in(self, cells: Cells) -> int:
        if not self._lines or not cells.number:
            return int(cells.weights.sum()) * prod(self._shape)
        first, *others = (tuple(self._column(cells, place) for place in line) for line in self._lines)
        if len(self._shape) == 1:
            return self._on_one_axis(cells.weights, [first, *others])
        shape = (self._shape[0], self._shape[1])
        if others:
            return below_two_lines(cells.weights, first, others[0], shape, self._products_are_wide)
        return below_a_line(cells.weights, first, shape)

    def _on_one_axis(self, weights: Any, lines: Sequence[tuple[Any, ...]]) -> int:
        np = numpy()
        ranges = [steps_of_a_line(start, by, self._shape[0]) for start, by in lines]
        low, high = np.max([r[0] for r in ranges], axis=0), np.min([r[1] for r in ranges], axis=0)
        return int((np.maximum(high - low, 0) * weights).sum())

    def _column(self, cells: Cells, place: int) -> Any:
        """A node in each cell, a number in all."""
        np = numpy()
        found = np.asarray(self._cells.number_or(cells.nodes, place)).astype(self._kind, copy=False)
        return found if found.ndim else np.broadcast_to(found, (cells.number,))
