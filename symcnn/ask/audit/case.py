"""A quantity of a network, row by row, and every value that rules give it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from symcnn.ask.audit.entry import MEASURES, OPERATIONS, Entry, entry_of
from symcnn.ask.audit.rules import rules_for
from symcnn.ask.audit.rules.contract import Rule
from symcnn.ask.audit.way import Way
from symcnn.ask.audit.worlds import derived_again
from symcnn.propagate import Step
from symcnn.report import Report

EVERYWHERE = " everywhere"


class World(NamedTuple):
    """The network with some layers taken for others."""

    rule: str
    words: str
    steps: tuple[Step, ...]
    entries: tuple[Entry, ...]

    @property
    def more(self) -> int:
        """What it costs beyond a rule: a change everywhere is less likely to be meant than one that suffices."""
        return 2 if self.words.endswith(EVERYWHERE) else 1


class Case:
    """A quantity of a network in numbers."""

    def __init__(self, report: Report, quantity: str) -> None:
        self.report = report
        self.quantity = quantity
        self.steps = report.steps
        self._ways: dict[int, tuple[Way, ...]] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The facts of every row."""
        return self._counted(self.steps)

    def _counted(self, steps: tuple[Step, ...]) -> tuple[Entry, ...]:
        measured = self.quantity if self.quantity in MEASURES else "size"
        return tuple(entry_of(step, measured) for step in steps)

    @cached_property
    def derived(self) -> tuple[int, ...]:
        """The quantity of every row, as symcnn derives it."""
        if self.quantity in ("size", "shape"):
            return tuple(int(step.output_shape.elements) for step in self.steps)
        return tuple(map(int, self.report.column(self.quantity)))

    @cached_property
    def total(self) -> int:
        """The quantity of the whole network."""
        return sum(self.derived) if self.quantity in ("size", "shape") else int(self.report.total(self.quantity))

    @cached_property
    def is_plain(self) -> bool:
        """Whether the rows are counted from the facts that rules speak of: not by another tool's convention."""
        if self.quantity not in OPERATIONS:
            return True
        return all(e.measure(self.quantity) == v for e, v in zip(self.entries, self.derived, strict=True))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that speak of the quantity."""
        return rules_for(self.quantity) if self.is_plain else ()

    @cached_property
    def worlds(self) -> tuple[World, ...]:
        """The networks that rules make of this one."""
        return tuple(self._worlds())

    def _worlds(self) -> Iterator[World]:
        for rule in self.rules:
            for change in rule.networks(self.steps):
                steps = derived_again(self.steps, change.layers)
                if steps is not None:
                    yield World(rule.name, change.words, steps, self._counted(steps))

    # ----------------------------------------------------------- one row

    def ways(self, at: int) -> tuple[Way, ...]:
        """What rules make of a row, each value with the simplest way to it for each set of rules."""
        if at not in self._ways:
            found: dict[tuple[int, tuple[str, ...]], Way] = {}
            for way in self._all_ways(at):
                found.setdefault((way.value, way.rules), way)
            self._ways[at] = tuple(found.values())
        return self._ways[at]

    def _all_ways(self, at: int) -> Iterator[Way]:
        plain = Way(self.derived[at])
        yield plain
        yield from (way for way, _ in self._counted_otherwise(plain, self.entries[at]))
        for world in self.worlds:
            if world.entries[at] != self.entries[at]:
                there = plain.then(world.rule, world.words, self._measured(world.entries[at]), more=world.more)
                yield there
                yield from (way for way, _ in self._by_one(there, world.entries[at], self.rules))

    def _counted_otherwise(self, way: Way, entry: Entry) -> Iterator[tuple[Way, Entry]]:
        """What one rule, and two of them, make of a row."""
        for rule in self.rules:
            yield from self._by_one(way, entry, (rule,))
        for first, second in combinations(self.rules, 2):
            for between, changed in self._by_one(way, entry, (first,)):
                yield from self._by_one(between, changed, (second,))

    def _by_one(self, way: Way, entry: Entry, rules: tuple[Rule, ...]) -> Iterator[tuple[Way, Entry]]:
        for rule in rules:
            for words, changed in rule.entries(entry):
                yield way.then(rule.name, words, self._measured(changed)), changed

    def _measured(self, entry: Entry) -> int:
        return entry.measure(self.quantity if self.quantity in MEASURES else "size")
