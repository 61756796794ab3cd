"""Which operations run over which axes: every node lives only on the axes that it depends on.

Sums and products are regrouped, so that what shares axes comes first and one operation at the end covers the grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import prod
from typing import NamedTuple

from symcnn.grid.arrays import fits_at, needed
from symcnn.grid.axes import Grid
from symcnn.grid.intervals import Intervals
from symcnn.grid.tape import Node

ASSOCIATIVE = ("add", "multiply", "minimum", "maximum", "all", "any")
TRUTHS = ("at_least", "equal", "all", "any", "negate")
REUSED = 4  # times that a value is used before it is worth spreading it over the last axes


class Op(NamedTuple):
    """One operation; associative ones have two arguments here. The kinds are those of nodes, and `spread`: a copy.

    The value of a floor tells whether its divisor may be 0, that of a power whether the exponent may be negative.
    """

    kind: str
    arguments: tuple[int, ...]
    value: int | tuple[int, int]  # the number; of a symbol its axis and column
    axes: int  # a bit for each axis that it depends on
    wide: bool  # whether 64 bits may not hold it


class Plan:
    """The operations behind some nodes, in order; `last` are the axes that should lie together in memory, as bits.

    For nested loops an axis counts with all before it: what depends on it is found as often as these move on.
    """

    def __init__(
        self, grid: Grid, intervals: Intervals, wanted: Sequence[int], last: int = 0, nested: bool = False
    ) -> None:
        self.shape = grid.shape
        self.last = last
        self.nested = nested
        self.ops: list[Op] = []
        self.of: dict[int, int] = {}  # the operation of each node
        self._known: dict[Op, int] = {}
        self._symbols = {n: (at, c) for at, axis in enumerate(grid.axes) for c, n in enumerate(axis.names)}
        self._intervals = intervals
        for place in needed(intervals.tape, wanted):
            self.of[place] = self._add(intervals.tape.nodes[place], place)
        self._keep({self.of[place] for place in wanted})

    def _keep(self, wanted: set[int]) -> None:
        """Forget the operations that nothing wanted is made of: those that were factored out."""
        for at in range(len(self.ops) - 1, -1, -1):
            if at in wanted:
                wanted.update(self.ops[at].arguments)
        new = {at: number for number, at in enumerate(sorted(wanted))}
        kept = [self.ops[at] for at in sorted(wanted)]
        self.ops = [op._replace(arguments=tuple(new[argument] for argument in op.arguments)) for op in kept]
        self.of = {place: new[at] for place, at in self.of.items() if at in new}

    def size(self, axes: int, first: int = 0) -> int:
        """How many values there are over some axes, of those from `first` on."""
        return prod(length for at, length in enumerate(self.shape) if at >= first and axes >> at & 1)

    @property
    def is_wide(self) -> bool:
        """Whether something needs more than 64 bits."""
        return any(op.wide for op in self.ops)

    def number(self, at: int) -> int | None:
        """The number that an operation is; None where it is none."""
        op = self.ops[at]
        return op.value if op.kind == "constant" and isinstance(op.value, int) else None

    def _add(self, node: Node, place: int) -> int:
        fits = fits_at(place, self._intervals)
        if node.kind == "constant":
            return self._put(Op("constant", (), int(node.value), 0, not fits))
        if node.kind == "symbol":
            axis, column = self._symbols[str(node.value)]
            axes = (2 << axis) - 1 if self.nested else 1 << axis
            return self._put(Op("symbol", (), (axis, column), axes, not fits))
        arguments = [self.of[argument] for argument in node.arguments]
        wide = node.kind not in TRUTHS and not (fits and not any(self.ops[at].wide for at in arguments))
        if node.kind in ASSOCIATIVE:
            return self._grouped(node.kind, arguments, wide)
        return self._operation(node.kind, arguments, wide, self._caution(node))

    def _caution(self, node: Node) -> int:
        """Whether a divisor may be 0, or an exponent negative: at points that do not count."""
        if node.kind not in ("floor", "power"):
            return 0
        low, high = self._intervals[node.arguments[1]]
        return int(low <= 0 <= high if node.kind == "floor" else low < 0)

    def _put(self, op: Op) -> int:
        at = self._known.setdefault(op, len(self.ops))
        if at == len(self.ops):
            self.ops.append(op)
        return at

    def _operation(self, kind: str, arguments: Sequence[int], wide: bool, value: int = 0) -> int:
        if kind == "add" and (factored := self._factored(arguments, wide)) is not None:
            return factored
        axes = 0
        for argument in arguments:
            axes |= self.ops[argument].axes
        return self._put(Op(kind, tuple(self._spread(at, axes) for at in arguments), value, axes, wide))

    def _factored(self, pair: Sequence[int], wide: bool) -> int | None:
        """A sum of two products with a common factor as one product; None where there is none."""
        products = [self.ops[at].arguments for at in pair if self.ops[at].kind == "multiply"]
        common = {*products[0]} & {*products[1]} if len(products) == 2 else set()
        if not common:
            return None
        factor = min(common)
        others = [second if first == factor else first for first, second in products]
        return self._operation("multiply", [factor, self._operation("add", others, wide)], wide)

    def _spread(self, at: int, axes: int) -> int:
        """A value over all of the last axes, where it has some of them and is used many times."""
        op = self.ops[at]
        wanted = op.axes | self.last
        if not op.axes & self.last or wanted == op.axes or wanted & ~axes:
            return at
        if self.size(axes) < REUSED * self.size(wanted):
            return at
        return self._put(Op("spread", (at,), 0, wanted, op.wide))

    def _grouped(self, kind: str, arguments: Sequence[int], wide: bool) -> int:
        """Put together first what shares axes, then what makes the fewest values."""
        groups: dict[int, int] = {}
        for at in arguments:
            self._join(groups, kind, at, wide)
        while len(groups) > 1:
            a, b = min(combinations(groups, 2), key=lambda pair: self.size(pair[0] | pair[1]))
            self._join(groups, kind, self._operation(kind, [groups.pop(a), groups.pop(b)], wide), wide)
        return next(iter(groups.values()))

    def _join(self, groups: dict[int, int], kind: str, at: int, wide: bool) -> None:
        axes = self.ops[at].axes
        groups[axes] = self._operation(kind, [groups[axes], at], wide) if axes in groups else at


def last_axes(shape: Sequence[int], least: int) -> int:
    """As many of the last axes, as bits, as have so many points together.

    >>> bin(last_axes((10, 40, 50, 50), 1000))
    '0b1100'
    """
    points, at = 1, len(shape)
    while at and points < least:
        at -= 1
        points *= shape[at]
    return sum(1 << axis for axis in range(at, len(shape)))
