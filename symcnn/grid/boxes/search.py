"""What every search over boxes does: bound the boxes, drop those where nothing holds, split the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from fractions import Fraction
from math import inf
from typing import Any, NamedTuple, TypeVar

from symcnn.grid.arrays import fits_at, needed, numpy
from symcnn.grid.boxes.bounds import Bounds, Rules
from symcnn.grid.boxes.space import Boxes, space_of
from symcnn.grid.boxes.splits import Splits
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Ratio, Tape

MOST_BOXES = 20_000_000  # bounded in one search before points are visited instead
AS_SLOW = 20  # as many boxes in 64 bits take the time of one in Python's integers


T = TypeVar("T")


class TooManyBoxes(Exception):  # noqa: N818
    """A search has gone over more boxes than it may."""


def answered(search: Callable[[float], T], most: int, otherwise: Callable[[], T] | None) -> T:
    """What a search finds, given how many boxes it may go over; `otherwise` answers where these do not suffice."""
    if otherwise is None:
        return search(inf)
    try:
        return search(most)
    except TooManyBoxes:
        return otherwise()


class Bounded(NamedTuple):
    """Boxes in which something may hold: whether it does at all points, and between what each measure lies."""

    boxes: Boxes
    surely: Any
    measures: tuple[Bounds, ...]

    def chosen(self, which: Any) -> Bounded:
        """Some of them."""
        measures = tuple(_some(measure, which) for measure in self.measures)
        return Bounded(self.boxes.chosen(which), _some(self.surely, which), measures)


def search_for(
    problem: Problem, truth: int, measures: Sequence[Ratio], most: float = inf, first_only: bool = False
) -> Search:
    """A search over at most so many boxes; more end it with TooManyBoxes."""
    asked = (truth, tuple(measures), first_only)
    search = copy(problem.planned((Search, *asked), lambda: Search(problem, *asked)))
    search.left = most
    return search


class Search:
    """A truth and some measures over the boxes of a grid.

    A measure whose denominator is a number is bounded by its numerator, else by fractions. The truth has
    to imply that denominators are positive. Values in `first_only` are looked at where they come first.
    """

    def __init__(self, problem: Problem, truth: int, measures: Sequence[Ratio], first_only: bool = False) -> None:
        self.tape: Tape = problem.tape
        self.truth = truth
        self.measures = list(measures)
        self.order = needed(self.tape, [truth, *(part for ratio in measures for part in ratio)])
        self.wide = not all(fits_at(place, problem.intervals) for place in self.order)
        self._rules = Rules(problem.intervals, self.order, self.wide)
        self.space = space_of(problem, self.order, self.wide, first_only)
        self.splits = Splits(self.space, self._nodes, self._compared())
        self.left = inf  # boxes that may be bounded

    def start(self) -> Bounded:
        """The whole grid."""
        return self.bounded(self.space.everything())

    def bounded(self, boxes: Boxes) -> Bounded:
        """Bounds over those boxes in which the truth may hold."""
        self.left -= boxes.number * (AS_SLOW if self.wide else 1)
        if self.left < 0:
            raise TooManyBoxes
        found = self._nodes(boxes)
        surely, maybe = _for_each(found[self.truth], boxes).astype(bool)
        which = numpy().flatnonzero(maybe)
        measures = tuple(self._measure(ratio, found, boxes) for ratio in self.measures)
        return Bounded(boxes, surely, measures).chosen(which)

    def _nodes(self, boxes: Boxes) -> dict[int, Bounds]:
        return self._rules.bounds(self.space.ends(boxes))

    def is_quotient(self, number: int) -> bool:
        """Whether a measure is bounded by fractions."""
        return self.tape.number(self.measures[number].denominator) is None

    def _measure(self, ratio: Ratio, found: dict[int, Bounds], boxes: Boxes) -> Bounds:
        above = _for_each(found[ratio.numerator], boxes)
        if self.tape.number(ratio.denominator) is not None:
            return above
        return _quotients(*above, *_for_each(found[ratio.denominator], boxes))

    def value(self, number: int, bound: Any) -> int | Fraction:
        """The value of a measure at a point, of the bounds of which it is both."""
        below = self.tape.number(self.measures[number].denominator)
        exact = bound if below is None else Fraction(int(bound), below)
        return int(exact) if exact.denominator == 1 else exact

    def _compared(self) -> list[int]:
        """The nodes on whose bounds it depends how a search goes on: what is measured or compared."""
        places = {part for ratio in self.measures for part in ratio}
        for place in self.order:
            if self.tape.nodes[place].kind in ("at_least", "equal"):
                places |= {*self.tape.nodes[place].arguments}
        return sorted(places)


def _some(column: Any, which: Any) -> Any:
    return column[..., which] if isinstance(which, slice) else column.take(which, axis=-1)


def _for_each(bounds: Bounds, boxes: Boxes) -> Any:
    shape = (2, boxes.number)
    return bounds if getattr(bounds, "shape", ()) == shape else numpy().broadcast_to(bounds, shape)


def _quotients(low: Any, high: Any, least: Any, greatest: Any) -> Bounds:
    """The bounds of fractions, exact; where the denominator may be 0 or less, there are none."""
    np = numpy()
    lows, highs = np.full(len(low), -inf, dtype=object), np.full(len(low), inf, dtype=object)
    for n in np.flatnonzero(least > 0):
        lows[n] = Fraction(int(low[n]), int(greatest[n] if low[n] >= 0 else least[n]))
        highs[n] = Fraction(int(high[n]), int(least[n] if high[n] >= 0 else greatest[n]))
    return np.array([lows, highs])
