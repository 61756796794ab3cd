"""The rows of a column, explained one by one or as a running total; what explains others explains a row more easily."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from symcnn.ask.audit.case import Case
from symcnn.ask.audit.numbers import Number, grouped
from symcnn.ask.audit.way import Way, simplest
from symcnn.record import Record

UNEXPLAINED = 1_000  # what a number costs that nothing explains
RUNNING = 8  # what it costs to read a column as a running total
CUT = "digits are cut off, not rounded"
ADDITION = "slip of addition"
ROUNDS = 8  # until what is known of other rows stays the same


class Claim(NamedTuple):
    """A published number of a row; at None, no row of the network is meant."""

    name: str
    at: int | None
    number: Number


class Verdict(Record):
    """What is found of a published number."""

    claim: Claim
    derived: int | None
    ways: tuple[Way, ...]  # equally simple; none: unexplained
    before: int = 0  # of a running total, what was there before
    running: bool = False

    @property
    def holds(self) -> bool:
        """Whether the number is right."""
        return bool(self.ways) and any(not way.parts or way.convention for way in self.ways)

    @property
    def way(self) -> Way | None:
        """The first of the simplest ways."""
        return self.ways[0] if self.ways else None


class Column(Record):
    """The verdicts on a column."""

    quantity: str
    verdicts: tuple[Verdict, ...]
    running: bool = False
    convention: str = ""  # the convention by which all of it holds, where that is another

    def by(self, convention: str) -> Column:
        """The same, said to be by a convention."""
        return Column(self.quantity, self.verdicts, self.running, convention)

    @property
    def holds(self) -> bool:
        """Whether all numbers are right."""
        return all(verdict.holds for verdict in self.verdicts)

    @property
    def cost(self) -> int:
        """How far-fetched all of it is."""
        known = {rule for verdict in self.verdicts if verdict.way for rule in verdict.way.rules}
        once = sum(10 for rule in known)
        each = sum(v.way.cost(known) if v.way else UNEXPLAINED for v in self.verdicts)
        return once + each + RUNNING * (self.running + bool(self.convention))


def column(case: Case, claims: Sequence[Claim]) -> Column:
    """Explain a column, as numbers of the rows or as a running total, whichever is simpler."""
    own = Column(case.quantity, _decided(case, claims, [_own_ways(case, claims, i) for i in range(len(claims))]))
    if own.holds or not _can_run(case, claims):
        return own
    running = _running(case, claims)
    return running if running.cost < own.cost else own


# ------------------------------------------------------------- a row's own number


def _own_ways(case: Case, claims: Sequence[Claim], at: int) -> list[Way]:
    claim = claims[at]
    return [] if claim.at is None else [*reproducing(case, claim), *_so_far(case, claims, at)]


def reproducing(case: Case, claim: Claim) -> Iterator[Way]:
    """The ways of a row that give the published number."""
    assert claim.at is not None  # noqa: S101
    number, plain = claim.number, Way(case.derived[claim.at])
    if number.holds(plain.value):
        yield plain
        return
    few = 1 if number.last_place else 2  # a rounded number is soon met by chance
    yield from (way for way in case.ways(claim.at) if len(way.rules) <= few and number.holds(way.value))
    if number.cut_off(plain.value):
        yield plain.then("cut off", CUT, plain.value, more=-5)
    if not number.last_place:
        yield from slips(case, plain, number.value)


def slips(case: Case, way: Way, value: int) -> Iterator[Way]:
    """The slips of the pen that make one number of another."""
    for rule in case.rules:
        for slip in rule.slips(way.value):
            if slip.value == value:
                yield way.then(rule.name, slip.words, value, slips=1)


def _so_far(case: Case, claims: Sequence[Claim], at: int) -> Iterator[Way]:
    """The total so far in place of the row's own number."""
    claim = claims[at]
    assert claim.at is not None  # noqa: S101
    before = sum(case.derived[: claim.at])
    printed = sum(int(c.number.value) for c in claims[:at])
    plain = Way(case.derived[claim.at])
    for sum_before in dict.fromkeys((before, printed)):
        value = plain.value + sum_before
        if sum_before and claim.number.holds(value):
            yield plain.then("running total", "the total so far, not the row's own number", value)


def _decided(
    case: Case, claims: Sequence[Claim], ways: Sequence[list[Way]], before: Sequence[int] = (), running: bool = False
) -> tuple[Verdict, ...]:
    """The simplest way of each row, those of the other rows being known."""
    chosen = [simplest(each) for each in ways]
    for _ in range(ROUNDS):
        again = [simplest(each, _known(chosen, i)) for i, each in enumerate(ways)]
        if again == chosen:
            break
        chosen = again
    derived = [None if claim.at is None else case.derived[claim.at] for claim in claims]
    starts = before or [0] * len(claims)
    return tuple(map(Verdict, claims, derived, chosen, starts, [running] * len(claims)))


def _known(chosen: Sequence[tuple[Way, ...]], but: int) -> set[str]:
    """The rules that explain other rows."""
    return {rule for at, ways in enumerate(chosen) if at != but for way in ways[:1] for rule in way.rules}


# ---------------------------------------------------------------- running totals


def _can_run(case: Case, claims: Sequence[Claim]) -> bool:
    """Whether numbers may be running totals: exact, of rows in order, never falling, none with weights left out."""
    counted = [claim for claim in claims if claim.number.value]
    values = [claim.number.value for claim in counted]
    rows = {claim.at for claim in counted}
    complete = rows >= {at for at, value in enumerate(case.derived) if value}
    exact = not any(claim.number.last_place for claim in counted)
    return len(counted) > 1 and complete and exact and None not in rows and values == sorted(values)


def _running(case: Case, claims: Sequence[Claim]) -> Column:
    values = [int(claim.number.value) for claim in claims]
    before = [0, *accumulate(values, max)][:-1]  # they never fall; what is 0 adds nothing
    ways = [_running_ways(case, claim, start) for claim, start in zip(claims, before, strict=True)]
    return Column(case.quantity, _decided(case, claims, ways, before, True), True)


def _running_ways(case: Case, claim: Claim, before: int) -> list[Way]:
    """The ways to what is added to the total before; a row of nothing may print 0."""
    assert claim.at is not None  # noqa: S101
    if not claim.number.value:
        return [Way(0)] if not case.derived[claim.at] else []
    printed = int(claim.number.value)
    added = printed - before
    plain = Way(case.derived[claim.at])
    if added == plain.value:
        return [plain]
    ways = [way for way in case.ways(claim.at) if way.value == added]
    return [*ways, *(_added_wrong(case, claim.at, before, printed) if before else slips(case, plain, printed))]


def _added_wrong(case: Case, at: int, before: int, printed: int) -> Iterator[Way]:
    """The ways to a sum that is added up wrong, or written down wrong."""
    for way in case.ways(at):
        if len(way.rules) <= 1 and is_a_slip(printed - before - way.value):
            right = before + way.value
            yield added_wrong(way, f"{grouped(before)} + {grouped(way.value)}", right, printed)
    plain = Way(case.derived[at])
    for slip in slips(case, Way(before + plain.value), printed):
        yield plain.then(slip.rules[0], slip.words, printed - before, slips=1, more=1)


def added_wrong(way: Way, terms: str, right: int, printed: int) -> Way:
    """A way, and a sum that is added up wrong."""
    wrong = printed - right
    words = f"an addition slips: {terms} is {grouped(right)}, not {grouped(printed)}"
    more = 0 if str(abs(wrong)).startswith("1") else 2  # a carry is the likeliest slip
    return way.then(ADDITION, words, way.value + wrong, slips=1, more=more)


def is_a_slip(difference: int) -> bool:
    """Whether a sum that is so far off may have one digit wrong, or one carry.

    >>> is_a_slip(-100), is_a_slip(7), is_a_slip(110)
    (True, True, False)
    """
    digits = str(abs(difference)).rstrip("0")
    return len(digits) == 1
