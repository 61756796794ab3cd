"""Published rows that are sums over several rows of the network: stages, blocks, modules.

The best of all ways to cut the network into runs that keep the order, one for each published row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from symcnn.ask.audit.case import Case
from symcnn.ask.audit.published import Line
from symcnn.ask.audit.way import Way

HOLDS, NOTHING, SHAPE, FAILS, LEFT_OUT = 6, 1, 2, -2, -1  # what speaks for a run, and against it
MOST = 3_000_000  # published rows x runs
ADDED = ("params", "buffers", "total", "macs", "flops", "activations")


class Run(NamedTuple):
    """Rows of the network that follow each other."""

    start: int
    stop: int  # exclusive


class StagedCase(Case):
    """A quantity of a network, the rows of each run added up at its end."""

    def __init__(self, case: Case, runs: Sequence[Run]) -> None:
        super().__init__(case.report, case.quantity)
        self.case, self.runs = case, {run.stop - 1: run for run in runs}

    @cached_property
    def derived(self) -> tuple[int, ...]:
        """The sums, at the last row of each run."""
        own = self.case.derived
        if self.quantity not in ADDED:
            return own
        return tuple(sum(own[slice(*self.runs.get(at, (0, 0)))]) for at in range(len(own)))

    @cached_property
    def is_plain(self) -> bool:
        """Whether the rows are counted from the facts that rules speak of."""
        return self.case.is_plain

    def ways(self, at: int) -> tuple[Way, ...]:
        """What rules make of a row; of a sum, nothing."""
        counted = [i for i in range(*self.runs.get(at, (at, at + 1))) if self.case.derived[i]]
        return self.case.ways(counted[0]) if len(counted) == 1 else (Way(self.derived[at]),)


def stages(cases: Mapping[str, Case], lines: Sequence[Line]) -> list[Run] | None:
    """The run that each line is the sum of; None where no line holds as a sum of several rows."""
    if not cases or not lines or not all(name in ADDED for line in lines for name in line.values):
        return None
    steps = next(iter(cases.values())).steps
    some = sum(1 for line in lines if not line.is_empty)
    if some >= len(_counted(cases, Run(0, len(steps)))) or len(lines) * len(steps) ** 2 > MOST:
        return None
    found = _cut({name: [0, *accumulate(case.derived)] for name, case in cases.items()}, cases, lines)
    several = (len(_counted(cases, r)) > 1 and _holds(cases, line, r) for line, r in zip(lines, found, strict=True))
    return [_one(cases, line, run) for line, run in zip(lines, found, strict=True)] if any(several) else None


def _one(cases: Mapping[str, Case], line: Line, run: Run) -> Run:
    """The one row of a run that is not of nothing, where there is but one."""
    counted = _counted(cases, run)
    return Run(counted[0], counted[0] + 1) if len(counted) == 1 and line.shape is None else run


def _cut(sums: Mapping[str, list[int]], cases: Mapping[str, Case], lines: Sequence[Line]) -> list[Run]:
    """The runs with the best sum of scores."""
    steps = next(iter(cases.values())).steps
    changes = [any(case.derived[at] for case in cases.values()) for at in range(len(steps))]
    best, back = [0.0] * (len(steps) + 1), []
    for at, changed in enumerate(changes):
        best[at + 1] = best[at] + LEFT_OUT * changed
    for line in lines:
        scores, starts = [float("-inf")], [-1]
        for stop in range(1, len(steps) + 1):
            shape = SHAPE * (line.shape is not None and line.shape.holds(steps[stop - 1].output_shape.dims))
            score, start = max((best[a] + shape + _score(sums, line, a, stop), a) for a in range(stop))
            skipped = scores[-1] + LEFT_OUT * changes[stop - 1]
            scores.append(max(score, skipped))
            starts.append(start if score >= skipped else -1)
        best = scores
        back.append(starts)
    return _traced(back, len(steps))


def _traced(back: Sequence[Sequence[int]], stop: int) -> list[Run]:
    runs: list[Run] = []
    for starts in reversed(back):
        while starts[stop] < 0:
            stop -= 1
        runs.append(Run(starts[stop], stop))
        stop = starts[stop]
    return runs[::-1]


def _score(sums: Mapping[str, list[int]], line: Line, start: int, stop: int) -> int:
    score = 0
    for name, number in line.values.items():
        value = sums[name][stop] - sums[name][start]
        score += (HOLDS if value else NOTHING) if number.holds(value) else FAILS
    return score


def _counted(cases: Mapping[str, Case], run: Run) -> list[int]:
    """The rows of a run that are not of nothing."""
    return [at for at in range(*run) if any(case.derived[at] for case in cases.values())]


def _holds(cases: Mapping[str, Case], line: Line, run: Run) -> bool:
    sums = {name: sum(cases[name].derived[run.start : run.stop]) for name in line.values}
    return any(sums.values()) and all(line.values[name].holds(value) for name, value in sums.items())
