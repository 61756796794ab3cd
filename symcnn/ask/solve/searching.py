"""The values for which a claim holds, in each case: the largest, the smallest, or all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symcnn.ask.solve.lines import FAR_EXPONENT, Case, Stretch
from symcnn.ask.solve.solution import Solution, written
from symcnn.errors import SymcnnError

LARGEST, SMALLEST, EVERY = "largest", "smallest", "every"


def solutions(every: Sequence[Case], kind: str, limit: int) -> tuple[list[Solution], bool]:
    """What holds in the cases, and whether there is more."""
    if kind == EVERY:
        found: list[Solution] = []
        for one in (one for case in every for one in _all(case)):
            if len(found) == limit:
                return found, True
            found.append(one)
        return found, False
    best: dict[str, Solution] = {}  # by the values of the others: a symbol may have formulas for parts of its values
    for case in every:
        extreme, key = _extreme(case, kind), written(case.point)
        if extreme is not None and (key not in best or _is_better(extreme, best[key], kind)):
            best[key] = extreme
    return list(best.values())[:limit], len(best) > limit


def _is_better(one: Solution, other: Solution, kind: str) -> bool:
    return bool(one.value > other.value if kind == LARGEST else one.value < other.value)


def _all(case: Case) -> Iterator[Solution]:
    for stretch in case.stretches:
        for start, end in _parts(case, stretch):
            for t in range(start, end + 1):
                value = case.value(stretch, t)
                yield Solution(case.point, case.symbol, value, case.measured(value))


def _parts(case: Case, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """The parts of a stretch on which the claim holds; of a straight line it is one point, if any."""
    line = case.line(stretch)
    root = None if case.straight is None else line.only_root(case.straight)
    if root is None:
        yield from line.parts(0, _end(case, stretch))
    elif root >= 0 and (stretch.count is None or root < stretch.count) and line.holds(root):
        yield root, root


def _end(case: Case, stretch: Stretch) -> int:
    """The last place of a stretch that has to be looked at.

    Raises SymcnnError where nothing is proved for large values.
    """
    if stretch.count is not None:
        return stretch.count - 1
    line = case.line(stretch)
    end = line.decided_from()
    if end is None:
        raise line.undecided()
    return end


def _extreme(case: Case, kind: str) -> Solution | None:
    """The largest or smallest value for which the claim holds in a case."""
    stretches = reversed(case.stretches) if kind == LARGEST else case.stretches
    for stretch in stretches:
        line, end = case.line(stretch), _end(case, stretch)
        if kind == SMALLEST:
            t = line.first_one(0, end)
        else:
            _check_that_it_ends(case, stretch, end)
            t = line.last(0, end)
        if t is not None:
            return _with_next(case, stretch, t, kind, end)
    return None


def _check_that_it_ends(case: Case, stretch: Stretch, end: int) -> None:
    """See that there is a largest value where the values go on for ever.

    Raises SymcnnError where the claim holds for all from some value on.
    """
    endless = stretch.count is None or stretch.first + stretch.step * end == FAR_EXPONENT
    if not endless or not case.line(stretch).holds(end):
        return
    fails = case.line(stretch, case.tape.negate(case.truth)).last(0, end)
    since = case.value(stretch, 0 if fails is None else fails + 1)
    message = f"the claim holds for every {case.symbol} from {since} on: there is no largest"
    help_ = f"ask for the smallest, or give {case.symbol} a range: {case.symbol}=1..1000"
    raise SymcnnError("E507", message, None, help_)


def _with_next(case: Case, stretch: Stretch, t: int, kind: str, end: int) -> Solution:
    """The solution with what is wrong with the next value, of those for which there is a network if any is left."""
    other = t + 1 if kind == LARGEST else t - 1
    value = case.value(stretch, t)
    found = Solution(case.point, case.symbol, value, case.measured(value))
    if other < 0 or other == stretch.count:
        return found
    next_value = case.value(stretch, other)
    refused = case.failing(next_value)
    if refused:
        built = case.line(stretch, case.tape.all(list(case.conditions.values())))
        after = built.first_one(other, end) if kind == LARGEST else built.last(0, other)
        if after is None:
            return found.replaced(refused=refused)
        next_value = case.value(stretch, after)
    return found.replaced(beyond=Solution(case.point, case.symbol, next_value, case.measured(next_value)))


def stated(every: Sequence[Case], found: Sequence[Solution]) -> tuple[str, ...]:
    """The conditions in names without values, at the value that was found where that is one."""
    values = {found[0].symbol: found[0].value} if len(found) == 1 else {}
    bound = [condition.bound(values) for case in every for condition in case.stated]
    return tuple(dict.fromkeys(str(c) for c in bound if c.holds() is not True))


def has_a_network(case: Case) -> bool:
    """Whether the conditions of the network hold somewhere."""
    truth = case.tape.all(list(case.conditions.values()))
    for stretch in case.stretches:
        line = case.line(stretch, truth)
        end = line.decided_from() if stretch.count is None else stretch.count - 1
        if end is None or line.first_one(0, end) is not None:
            return True
    return False
