"""The best design in a space: proved with CP-SAT, and read again with its numbers before it is told.

Each part of the space that has one formula (see `pieces`) is a model of its own; the best of them all is the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from symcnn.algebra.exact import fraction
from symcnn.ask.design.excluded import reasons
from symcnn.ask.design.plan import FEASIBLE, IMPOSSIBLE, OPTIMAL, UNKNOWN, Design, Reached, is_number
from symcnn.ask.design.space import Part, Space, parts_of
from symcnn.ask.solve.solution import cell
from symcnn.errors import SymcnnError
from symcnn.grid.cpsat import Model
from symcnn.grid.exactly import values_at
from symcnn.grid.linear import Linear, ortools
from symcnn.grid.optimum import Found, optimum

TOLD = ("params", "macs", "activations", "rf")  # quantities of the design that are told
EFFORT = 2.0  # of the solver to choose among equally good designs: a measure of work, not of time


def design(space: Space) -> Design:
    """Find the best design.

    Raises SymcnnError for what is not known, and for numbers beyond the solver's.
    """
    ortools()  # which takes a second to import: that is not time of the search
    parts = list(parts_of(space))
    until = monotonic() + space.seconds
    best: Search | None = None
    searches = []
    for part in parts:
        found = Search(part, best, until).run()
        searches.append(found)
        best = found if found.is_better_than(best) else best
    undecided = any(search.status in (FEASIBLE, UNKNOWN) for search in searches)
    if best is None:
        why = _bounded(searches) if undecided else reasons(parts)
        return Design(UNKNOWN if undecided else IMPOSSIBLE, {}, reasons=why)
    return _told(space, best, searches)


# ----------------------------------------------------------------- search


class Search:
    """The search in one part: a goal after the other, each keeping what was reached before."""

    def __init__(self, part: Part, best: Search | None, until: float) -> None:
        self.part, self.best, self.until = part, best, until
        self.status = IMPOSSIBLE
        self.found: list[Found] = []
        self.columns: Mapping[str, int] = {}
        self.first = False

    def run(self) -> Search:
        """Search, for what is better than the best before."""
        model = self.part.model(self.part.claims)
        goals = [(goal, model.linear(ratio.numerator)) for goal, ratio in self.part.goals]
        if self.best is not None:
            self._reach(model, goals[0][1])
        for goal, total in goals:
            found = optimum(model, total, goal.largest, max(self.until - monotonic(), 0.01))
            self.status = FEASIBLE if self.columns and found.status != OPTIMAL else found.status
            self.found.append(found)
            self.columns = found.columns or self.columns
            if found.status != OPTIMAL:
                return self
            _keep(model, total, found.value)
        self._choose(model)
        return self

    @property
    def values(self) -> list[Any]:
        """What the goals have there, as far as they were searched."""
        searched = [one for one in self.found if one.columns]
        return [fraction(one.value, below) for one, below in zip(searched, self._below, strict=False)]

    @property
    def bounds(self) -> list[Any]:
        """What is proved of the goals."""
        return [fraction(one.bound, below) for one, below in zip(self.found, self._below, strict=False)]

    @property
    def _below(self) -> list[int]:
        tape = self.part.formulas.lowering.tape
        return [tape.number(ratio.denominator) or 1 for _, ratio in self.part.goals]

    def is_better_than(self, other: Search | None) -> bool:
        """Whether something was found, and that is better than what another search found."""
        if other is None or not self.columns:
            return bool(self.columns)
        signs = [1 if goal.largest else -1 for goal, _ in self.part.goals]
        own, others = ([s * v for s, v in zip(signs, one.values, strict=False)] for one in (self, other))
        return own > others

    def _reach(self, model: Model, total: Linear) -> None:
        """Demand as much as another part has of the first goal; more where it is the only one."""
        assert self.best is not None  # noqa: S101  (for the type checker)
        sign = 1 if self.part.goals[0][0].largest else -1
        reached = sign * self.best.values[0] * self._below[0]
        least = reached.__floor__() + 1 if len(self.part.goals) == 1 else reached.__ceil__()
        model.require_from_zero(model.total([model.scaled(total, sign), Linear((), -least, -least, -least)]))

    def _choose(self, model: Model) -> None:
        """The first of equally good designs: the smallest values, those of the first name before others."""
        order = _order(model, [name for axis in self.part.piece.grid.axes for name in axis.names])
        for goal in order:
            found = optimum(model, goal, False, max(self.until - monotonic(), 1.0), EFFORT)
            if found.status != OPTIMAL:
                return
            self.columns = found.columns
            _keep(model, goal, found.value)
        self.first = True


def _keep(model: Model, goal: Linear, value: int) -> None:
    rest = model.total([goal, Linear((), -value, -value, -value)])
    model.require_from_zero(rest._replace(low=min(rest.low, -1)))
    model.require_from_zero(model.scaled(rest, -1)._replace(low=-1))


def _order(model: Model, names: Sequence[str]) -> list[Linear]:
    """Sums that are least at the first point: names as digits of a number, as many as 64 bits hold."""
    found: list[Linear] = []
    weight = 1
    for name in reversed([n for n in names if n in model.names]):
        ((variable, _),) = model.symbol(name).terms or ((-1, 0),)
        low, high = model.ranges[variable]
        own = model.of(variable, weight)
        fresh = not found or weight * (high - low + 1) > 2**50
        found = [model.of(variable), *found] if fresh else [model.total([own, found[0]]), *found[1:]]
        weight = (1 if fresh else weight) * (high - low + 1)
    return found


# ------------------------------------------------------------------- words


def _told(space: Space, best: Search, searches: Sequence[Search]) -> Design:
    """The design, read again with its numbers."""
    _check(best)
    part = best.part
    values = part.point(best.columns)
    proved = all(search.status in (OPTIMAL, IMPOSSIBLE) for search in searches)
    reached = []
    for at, (goal, value) in enumerate(zip((goal for goal, _ in part.goals), best.values, strict=False)):
        bounds = [search.bounds[at] for search in searches if len(search.bounds) > at and search.status != IMPOSSIBLE]
        bound = value if proved else (max if goal.largest else min)([value, *bounds])
        reached.append(Reached(goal, value, bound))
    stated = tuple(dict.fromkeys(str(c) for c in (one.bound(values) for one in part.formulas.stated) if not c.holds()))
    status = OPTIMAL if proved else FEASIBLE
    return Design(status, values, tuple(reached), _quantities(space, values), stated, (), best.first, space.defaults)


def _bounded(searches: Sequence[Search]) -> tuple[str, ...]:
    """What is proved where no design was found in the time."""
    open_ones = [search for search in searches if search.status == UNKNOWN and search.bounds]
    goal = open_ones[0].part.goals[0][0]
    bound = (max if goal.largest else min)(search.bounds[0] for search in open_ones)
    side = "most" if goal.largest else "least"
    return (f"{goal.text} is at {side} {cell(bound)}, if there is one", "more time may help: --time 60")


def _quantities(space: Space, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is known in numbers of the networks with these values; of others, what they are compared by."""
    report = space.read(values)
    totals = {name: report.total(name) for name in TOLD}
    for other, read in space.others.items():
        asked = [name for name in TOLD if f"{name}({other})" in f"{space.match} {space.where}"]
        totals |= {f"{name}({other})": read(values).total(name) for name in asked}
    return {name: value for name, value in totals.items() if is_number(value)}


def _check(search: Search) -> None:
    """See that what the solver found is so, with Python's integers."""
    part = search.part
    tape = part.formulas.lowering.tape
    wanted = [part.formulas.about.holds(claim) for claim in part.claims]
    found = values_at(tape, search.columns)
    holds = all(found[place] for place in (*part.formulas.decided.values(), *wanted))
    goals = zip(part.goals, search.found, strict=False)
    same = all(found[ratio.numerator] == one.value for (_, ratio), one in goals if one.columns)
    if not holds or not same:
        raise SymcnnError("E505", "the solver's design does not hold in exact numbers", None, "give narrower ranges")
