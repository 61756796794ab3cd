"""A published total: from the rows as they are printed, by a rule for the whole network, or by another convention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from symcnn.ask.audit.case import Case
from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.rows import ADDITION, CUT, Column, added_wrong, is_a_slip, slips
from symcnn.ask.audit.rules.contract import Counted, Rule
from symcnn.ask.audit.way import RULE, Part, Way, simplest
from symcnn.record import Record
from symcnn.report import Report

ONE_ROW, ANOTHER = 5, 2  # what it costs more to blame one row, or to take another network for this one


class Other(NamedTuple):
    """The network by another convention, or a network beside it."""

    words: str
    report: Callable[[], Report | None]
    convention: bool  # whether it is the same network, counted otherwise
    far: bool = False  # whether it is a network of another file
    flops: str = ""  # what FLOPs are there, where they are not two a MAC

    def said(self, quantity: str) -> str:
        """What is done otherwise where a quantity is published."""
        return f"{self.words} ({self.flops})" if self.flops and quantity == "flops" else self.words


class Total(Record):
    """What is found of a published total."""

    quantity: str
    number: Number
    derived: int
    ways: tuple[Way, ...]
    from_rows: bool = False  # whether it is the sum of the rows as they are printed
    printed_sum: int | None = None  # what the rows add up to, where that is another number

    @property
    def holds(self) -> bool:
        """Whether the number is right."""
        return any(not way.parts or way.convention for way in self.ways)


def total(case: Case, number: Number, rows: Column | None, others: Sequence[Other] = ()) -> Total:
    """Explain a published total."""
    plain = Way(case.total)
    printed = _sum_of_rows(case, rows) if rows is not None and rows.verdicts else None
    if number.holds(case.total):
        other = printed.value if printed is not None and not number.holds(printed.value) else None
        return Total(case.quantity, number, case.total, (plain,), printed_sum=other)
    if printed is not None and printed.parts and number.holds(printed.value):
        return Total(case.quantity, number, case.total, (printed,), from_rows=True)
    found = simplest(_all_ways(case, number, printed, others))
    return Total(case.quantity, number, case.total, found, from_rows=any(ADDITION in way.rules for way in found[:1]))


def _all_ways(case: Case, number: Number, printed: Way | None, others: Sequence[Other]) -> list[Way]:
    """Every way to a total; networks beside this one are read only where nothing simpler is found."""
    conventions = [other for other in others if other.convention]
    networks = [other for other in others if not other.convention]
    ways = [*_whole(case, number), *_others(case, number, conventions), *_slips(case, number, printed)]
    known = min((way.cost() for way in ways), default=RULE + ANOTHER)
    return ways if known < RULE + ANOTHER else [*ways, *_others(case, number, networks)]


# ------------------------------------------------------------------ from the rows


def _sum_of_rows(case: Case, rows: Column) -> Way | None:
    """What the rows add up to as they are printed, rows that are not listed as they are derived; None: not exact."""
    if any(verdict.claim.number.last_place or verdict.claim.at is None for verdict in rows.verdicts):
        return None
    way = Way(case.total)
    for verdict in rows.verdicts:
        for part in own_parts(verdict):
            words = f"{verdict.claim.name}: {part.words}"
            way = way.then(words, words, way.value + part.amount)
    return way


def own_parts(verdict: Any) -> tuple[Part, ...]:
    """What a row adds to the error of the sum."""
    number, way = int(verdict.claim.number.value), verdict.way
    added = number - verdict.before if verdict.running and number else number
    if way is None:
        return (Part("unexplained", added - verdict.derived),)
    return tuple(part for part in way.parts if part.amount)


# ---------------------------------------------------------- the whole network at once


def _whole(case: Case, number: Number) -> Iterator[Way]:
    """Rules for all rows, or for one; layers taken for others; parts left out."""
    plain = Way(case.total)
    conventions = {rule.name for rule in case.rules if rule.convention}
    second = () if number.last_place else case.rules  # a rounded number is soon met by chance
    ways = (_everywhere(case, plain, second), _in_another_world(case, plain, second), _in_parts(case, plain, second))
    for way in chain.from_iterable(ways):
        if number.holds(way.value):
            yield way.but(convention=conventions.issuperset(way.rules))
    if not number.last_place:
        yield from (way for way in _in_one_row(case, plain) if number.holds(way.value))
    if number.cut_off(case.total):
        yield plain.then("cut off", CUT, case.total, more=-5)


def _everywhere(case: Case, start: Way, second: Sequence[Rule]) -> Iterator[Way]:
    """What one rule, and with a second one two of them, make of all rows at once."""
    for at, rule in enumerate(case.rules):
        for way, changed in _all_by(case, rule, case.entries, start):
            yield way
            yield from _then_by(case, second[at + 1 :], changed, way)


def _then_by(case: Case, rules: Sequence[Rule], entries: Sequence[Entry], start: Way) -> Iterator[Way]:
    for rule in rules:
        yield from (way for way, _ in _all_by(case, rule, entries, start))


def _all_by(case: Case, rule: Rule, entries: Sequence[Entry], start: Way) -> Iterator[tuple[Way, list[Entry]]]:
    """Count all rows otherwise, in each of the rule's ways."""
    ways = [list(rule.entries(entry)) for entry in entries]
    for number in range(max(map(len, ways), default=0)):
        changed = [w[number].entry if number < len(w) else e for w, e in zip(ways, entries, strict=True)]
        words = rule.everywhere or next(w[number].words for w in ways if number < len(w))
        yield start.then(rule.name, words, _measured(case, changed)), changed


def _measured(case: Case, entries: Sequence[Entry]) -> int:
    return sum(entry.measure(case.quantity) for entry in entries)


def _in_one_row(case: Case, start: Way) -> Iterator[Way]:
    for step, entry in zip(case.steps, case.entries, strict=True):
        for rule in case.rules:
            for words, changed in map(_pair, rule.entries(entry)):
                value = start.value - entry.measure(case.quantity) + changed.measure(case.quantity)
                yield start.then(rule.name, f"{words} in {step.name}", value, more=ONE_ROW)


def _pair(counted: Counted) -> tuple[str, Entry]:
    return counted.words, counted.entry


def _in_another_world(case: Case, start: Way, second: Sequence[Rule]) -> Iterator[Way]:
    for world in case.worlds:
        there = start.then(world.rule, world.words, _measured(case, world.entries), more=world.more)
        yield there
        yield from _then_by(case, second, world.entries, there)


def _in_parts(case: Case, start: Way, second: Sequence[Rule]) -> Iterator[Way]:
    for rule in case.rules:
        for words, rows in rule.parts(case.steps, case.entries):
            kept = [entry for at, entry in enumerate(case.entries) if at not in rows]
            left = start.then(rule.name, words, _measured(case, kept), more=1)
            yield left
            yield from _then_by(case, second, kept, left)


# ------------------------------------------------------------- conventions and slips


def _others(case: Case, number: Number, others: Iterable[Other]) -> Iterator[Way]:
    """Other conventions for the same network, and networks beside it."""
    plain = Way(case.total)
    for other in others:
        report = other.report()
        if report is None:
            continue
        value = Case(report, case.quantity).total
        if value == case.total:
            continue
        more = -2 if other.convention else ANOTHER + other.far
        way = plain.then(other.words, other.said(case.quantity), value, more=more)
        if number.holds(value):
            yield way.but(convention=other.convention)
        elif number.cut_off(value):
            yield way.then("cut off", CUT, value, more=-5)


def _slips(case: Case, number: Number, printed: Way | None) -> Iterator[Way]:
    """Slips of the pen in the right total, and in the sum of the rows as they are printed."""
    if number.last_place:
        return
    value = int(number.value)
    yield from slips(case, Way(case.total), value)
    if printed is not None and is_a_slip(value - printed.value):
        yield added_wrong(printed, "the sum of the rows", printed.value, value)
