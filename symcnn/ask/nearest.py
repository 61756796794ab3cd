"""What comes nearest to a claim that has no solution: the largest difference below 0 and the smallest above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symcnn.ask.lines import Case, Stretch
from symcnn.ask.solution import Solution

MOST_CASES = 2000  # that are searched
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
    found, best = None, 2**MOST_BITS
    for case in cases:
        nearer = _within(case, sign, best - 1)
        if nearer is not None:
            found, best = _nearest_of(case, sign, best - 1, nearer)
    return found


def _nearest_of(case: Case, sign: int, high: int, found: Solution) -> tuple[Solution, int]:
    """The nearest point of a case and its difference, by halving what that may be."""
    low = 0  # none within `low`, one within `high`
    while high - low > 1:
        middle = 2 * low + 1 if high > 4 * (low + 1) ** 2 else (low + high) // 2
        nearer = _within(case, sign, middle)
        low, high, found = (middle, high, found) if nearer is None else (low, middle, nearer)
    return found, high


def _within(case: Case, sign: int, limit: int) -> Solution | None:
    """A point whose difference is of a sign and at most so large."""
    return next(_all_within(case, sign, limit), None) if limit > 0 else None


def _all_within(case: Case, sign: int, limit: int) -> Iterator[Solution]:
    tape = case.tape
    difference = tape.multiply([case.differences[0].numerator, tape.constant(sign)])
    near = [tape.at_least(difference, tape.constant(1)), tape.at_least(tape.constant(limit), difference)]
    truth = tape.all([*case.conditions.values(), *near])
    for stretch in case.stretches:
        t = _first(case, stretch, truth)
        if t is not None:
            value = case.value(stretch, t)
            yield Solution(case.point, case.symbol, value, case.measured(value))


def _first(case: Case, stretch: Stretch, truth: int) -> int | None:
    line = case.line(stretch, truth)
    end = line.decided_from() if stretch.count is None else stretch.count - 1
    return None if end is None else line.first_one(0, end)
