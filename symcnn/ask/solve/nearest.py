"""What comes nearest to a claim that has no solution: the largest difference below 0 and the smallest above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from symcnn.ask.solve.lines import Case, Stretch
from symcnn.ask.solve.solution import Solution

MOST_CASES = 2000  # that are searched
MIXING = 2_654_435_769  # 2^32 over the golden ratio: multiples spread evenly
MOST_BITS = 500  # of a difference that is found


def nearest(cases: Sequence[Case]) -> tuple[Solution, ...]:
    """The solutions whose difference is nearest to 0, below and above; none where there is no single comparison."""
    if not 0 < len(cases) <= MOST_CASES or len(cases[0].differences) != 1:
        return ()
    if any(case.tape.number(case.differences[0].denominator) is None for case in cases):
        return ()
    return tuple(one for sign in (-1, 1) if (one := _nearest(cases, sign)) is not None)


def _nearest(cases: Sequence[Case], sign: int) -> Solution | None:
    """The point with the least difference of a sign; a case counts where it has one nearer than before."""
    best: Near | None = None
    for case in _mixed(cases):
        limit = best.limit - 1 if best else 2**MOST_BITS
        nearer = _within(case, sign, limit)
        best = best if nearer is None else _nearest_of(nearer, sign)
    if best is None:
        return None
    value = best.case.value(best.stretch, best.t)
    return Solution(best.case.point, best.case.symbol, value, best.case.measured(value))


def _mixed(cases: Sequence[Case]) -> list[Case]:
    """The cases in an order in which few are nearer than all before, whatever theirs was."""
    places = sorted(range(len(cases)), key=lambda place: place * MIXING % 2**32)
    return [cases[place] for place in places]


class Near(NamedTuple):
    """A place of a case whose difference is within a limit."""

    case: Case
    stretch: Stretch
    t: int
    limit: int


def _nearest_of(found: Near, sign: int) -> Near:
    """The nearest place of a case, by halving its difference."""
    low = 0  # none within `low`, one within the limit
    found = found._replace(limit=_size(found, sign))
    while found.limit - low > 1:
        nearer = _within(found.case, sign, (low + found.limit) // 2)
        if nearer is None:
            low = (low + found.limit) // 2
        else:
            found = nearer._replace(limit=_size(nearer, sign))
    return found


def _size(found: Near, sign: int) -> int:
    """The difference at a place."""
    case = found.case
    place = case.differences[0].numerator
    return sign * case.line(found.stretch, place).values(found.t)[place]


def _within(case: Case, sign: int, limit: int) -> Near | None:
    """A place whose difference is of a sign and at most so large."""
    if limit < 1:
        return None
    tape = case.tape
    difference = tape.multiply([case.differences[0].numerator, tape.constant(sign)])
    near = [tape.at_least(difference, tape.constant(1)), tape.at_least(tape.constant(limit), difference)]
    truth = tape.all([*case.conditions.values(), *near])
    found = ((stretch, _first(case, stretch, truth)) for stretch in case.stretches)
    return next((Near(case, stretch, t, limit) for stretch, t in found if t is not None), None)


def _first(case: Case, stretch: Stretch, truth: int) -> int | None:
    line = case.line(stretch, truth)
    end = line.decided_from() if stretch.count is None else stretch.count - 1
    return None if end is None else line.first_one(0, end)
