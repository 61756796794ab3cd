"""The answer to a claim that was solved for a symbol, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from symcnn.algebra.printing import grouped
from symcnn.elaborate.scope import Unread
from symcnn.record import Record

SHOWN = 20  # solutions that are written out


class Solution(Record):
    """One value for the symbol, with the quantities of the claim there."""

    point: Mapping[str, Any]  # the values of the other names of the grid
    symbol: str
    value: Any
    measured: Mapping[str, Any]
    beyond: Solution | None = None  # the next value, for which the claim does not hold
    refused: str = ""  # the condition that the next value does not satisfy

    @property
    def values(self) -> dict[str, Any]:
        """The values of all names."""
        return {**self.point, self.symbol: self.value}

    def to_dict(self) -> dict[str, Any]:
        """The solution as plain data."""
        found = {name: plain(value) for name, value in self.values.items()}
        return {"values": found, "quantities": {name: plain(value) for name, value in self.measured.items()}}


class Answer(Record):
    """What solves a claim: `value` where it is one number, `solutions` with all that were asked for."""

    claim: str
    symbol: str
    kind: str  # largest, smallest or every
    solutions: tuple[Solution, ...] = ()
    more: bool = False  # there are more solutions than were asked for
    formula: str = ""  # the closed form, where there is one
    conditions: tuple[str, ...] = ()  # what other symbols must satisfy
    reason: str = ""  # why there is no solution
    nearest: tuple[Solution, ...] = ()  # where there is none: what comes nearest below and above
    side: str = ""  # of a claim that compares one quantity: < or > where it is to stay below or above
    defaults: Mapping[str, Any] = MappingProxyType({})  # values that the text gives

    @property
    def value(self) -> Any:
        """The number that was asked for; None where there is none, or where it is not one number."""
        return self.solutions[0].value if len(self.solutions) == 1 else None

    @property
    def values(self) -> list[dict[str, Any]]:
        """The solutions as values by name."""
        return [solution.values for solution in self.solutions]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data."""
        return {
            "claim": self.claim,
            "symbol": self.symbol,
            "kind": self.kind,
            "value": plain(self.value),
            "solutions": [solution.to_dict() for solution in self.solutions],
            "more": self.more,
            "formula": self.formula or None,
            "conditions": list(self.conditions),
            "reason": self.reason or None,
            "nearest": [solution.to_dict() for solution in self.nearest],
        }

    def __repr__(self) -> str:
        return str(self)  # at a prompt of Python it is read, as a sweep's rows are

    def __str__(self) -> str:
        parts = [*self._head(), *self._tail()]
        return "\n".join(parts)

    def _head(self) -> list[str]:
        if self.reason:
            return [f"no solution: {self.reason}", *(f"  {self._near(one)}" for one in self.nearest)]
        if not self.solutions:
            return [f"{self.formula}  (the {self.kind} with {self.claim})"]
        if len(self.solutions) == 1:
            return _one(self)
        return _many(self)

    def _near(self, one: Solution) -> str:
        """What comes nearest: of what is always too large or too small, that is an extreme."""
        extreme = {"<": "the least is", ">": "the greatest is"}.get(self.side, "nearest:")
        return f"{extreme} {written(one.measured)} at {written(one.values)}"

    def _tail(self) -> list[str]:
        lines = [f"formula: {self.formula}"] if self.formula and self.solutions else []
        return lines + remarks(self.defaults, self.conditions)


def _one(answer: Answer) -> list[str]:
    (found,) = answer.solutions
    what = "the only solution of" if answer.kind == "every" else f"the {answer.kind} with"
    lines = [f"{written(found.values)}  ({what} {answer.claim})"]
    measured = found.measured
    if measured:
        lines.append(f"  {written(measured)}")
    if found.beyond is not None:
        lines.append(f"  {answer.symbol} = {grouped(found.beyond.value)} gives {written(found.beyond.measured)}")
    if found.refused:
        lines.append(f"  no larger: {found.refused}" if answer.kind == "largest" else f"  no smaller: {found.refused}")
    return lines


def _many(answer: Answer) -> list[str]:
    what = "solutions of" if answer.kind == "every" else f"the {answer.kind} {answer.symbol} with"
    count = f"more than {len(answer.solutions):,}" if answer.more else f"{len(answer.solutions):,}"
    head = f"{count} {what} {answer.claim}" if answer.kind == "every" else f"{what} {answer.claim}"
    shown = answer.solutions[:SHOWN]
    names = [*shown[0].values, *shown[0].measured]
    rows = [[cell(value) for value in (*one.values.values(), *one.measured.values())] for one in shown]
    left = len(answer.solutions) - len(shown)
    rest = [f"… and {left:,} others"] if left else []
    return [head, *aligned(names, rows), *rest]


def remarks(defaults: Mapping[str, Any], conditions: Sequence[str]) -> list[str]:
    """What an answer rests on: values that the text gives, and conditions of symbols without values."""
    lines = [f"by default: {written(defaults)}"] if defaults else []
    return lines + ([f"holds for: {', '.join(conditions)}"] if conditions else [])


def aligned(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as lines, columns to the right.

    >>> aligned(["F", "params"], [["8", "1,000"], ["16", "-"]])
    ['   F  params', '   8   1,000', '  16       -']
    """
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    return ["  " + "  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in (names, *rows)]


def written(values: Mapping[str, Any]) -> str:
    """Values by name in one line: `F = 8, params = 1,000`."""
    return ", ".join(f"{name} = {cell(value)}" for name, value in values.items())


def cell(value: Any) -> str:
    """A value as text: numbers with thousands, blocks as they were typed."""
    if value is None:
        return "-"
    return value.node.span.text if isinstance(value, Unread) else grouped(value)


def plain(value: Any) -> Any:
    """A value as plain data: whole numbers as they are, others as text."""
    return value if value is None or isinstance(value, int) else cell(value)
