"""The answer to a design: the values with the best of a quantity, and how far that is proved."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from symcnn.algebra.exact import is_symbolic
from symcnn.algebra.printing import grouped
from symcnn.ask.solve.solution import cell, plain, remarks, written
from symcnn.record import Record

OPTIMAL, FEASIBLE, IMPOSSIBLE, UNKNOWN = "optimal", "feasible", "impossible", "unknown"


class Goal(Record):
    """What is made as large, or as small, as possible."""

    text: str
    largest: bool
    match: bool = False  # an equality, whose sides are to differ as little as possible

    @property
    def extreme(self) -> str:
        """The word for its best value."""
        return "greatest" if self.largest else "least"


class Reached(Record):
    """A goal with its best value, and the bound that is proved of it."""

    goal: Goal
    value: Any
    bound: Any  # the same where the value is proved to be the best


class Design(Record):
    """The design that was found: `values` by name, the goals that were reached, the quantities there."""

    status: str  # optimal, feasible (the time was up), impossible, unknown (no design was found in time)
    values: Mapping[str, Any]
    reached: tuple[Reached, ...] = ()
    quantities: Mapping[str, Any] = MappingProxyType({})
    conditions: tuple[str, ...] = ()  # what symbols without values must satisfy
    reasons: tuple[str, ...] = ()  # why there is none
    first: bool = False  # it is the first of those that are equally good, in the order of the values
    defaults: Mapping[str, Any] = MappingProxyType({})  # values that the text gives

    @property
    def proved(self) -> bool:
        """Whether nothing in the space is better."""
        return self.status == OPTIMAL

    def to_dict(self) -> dict[str, Any]:
        """The design as plain data."""
        goals = [
            {
                "goal": r.goal.text,
                "sense": "maximize" if r.goal.largest else "minimize",
                "value": plain(r.value),
                "bound": plain(r.bound),
            }
            for r in self.reached
        ]
        return {
            "status": self.status,
            "values": {name: plain(value) for name, value in self.values.items()},
            "goals": goals,
            "quantities": {name: _data(value) for name, value in self.quantities.items()},
            "conditions": list(self.conditions),
            "reasons": list(self.reasons),
        }

    def __str__(self) -> str:
        if self.status in (IMPOSSIBLE, UNKNOWN):
            head = "no design satisfies this" if self.status == IMPOSSIBLE else "no design was found in the time"
            return "\n".join([head, *(f"  {reason}" for reason in self.reasons)])
        goals = [line for r in self.reached for line in self._goal(r)]
        named = {r.goal.text for r in self.reached}
        others = [f"{name} = {_cell(value)}" for name, value in self.quantities.items() if name not in named]
        more = remarks(self.defaults, self.conditions)
        return "\n".join([written(self.values), *goals, *_lines(others), *more])

    def _goal(self, r: Reached) -> list[str]:
        if r.goal.match:
            return [_match(r)]
        if r.value == r.bound:
            return [f"  {r.goal.text} = {cell(r.value)}  ({r.goal.extreme}: proved optimal)"]
        gap = abs(r.bound - r.value)
        share = f", {100 * gap // abs(r.bound) or 'under 1'} %" if r.bound else ""
        bound = f"the {r.goal.extreme} is at {'most' if r.goal.largest else 'least'} {cell(r.bound)}"
        return [f"  {r.goal.text} = {cell(r.value)}  (not proved: {bound}; gap {cell(gap)}{share})"]


def _match(r: Reached) -> str:
    """How nearly two sides are equal."""
    if r.value == 0:
        return f"  {r.goal.text}  (exactly)"
    proved = "proved" if r.value == r.bound else f"not proved: at least {cell(r.bound)}"
    return f"  {r.goal.text}  (nearest: the sides differ by {cell(r.value)}; {proved})"


def _lines(parts: list[str]) -> list[str]:
    return [f"  {', '.join(parts)}"] if parts else []


def _cell(value: Any) -> str:
    """A quantity; one with a value for each axis as 7x5."""
    return "x".join(map(grouped, value)) if isinstance(value, tuple) else cell(value)


def _data(value: Any) -> Any:
    return [plain(one) for one in value] if isinstance(value, tuple) else plain(value)


def is_number(value: Any) -> bool:
    """Whether a quantity is known in numbers."""
    parts = value if isinstance(value, tuple) else (value,)
    return all(part is not None and not is_symbolic(part) for part in parts)
