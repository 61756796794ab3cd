"""What is known of a network's symbols beside their kinds, and what can be made of one more fact."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from symcnn.algebra.conditions import Condition, impossible
from symcnn.algebra.exact import exact, free_names, in_the_text, is_symbolic
from symcnn.errors import Span, SymcnnError
from symcnn.propagate import Demand
from symcnn.record import Record

MOST_FACTS = 100
POSSIBLE = "divisible, n >= 2, n <= 9, H >= K, H % 32 == 0, H == W"


class Assumptions(Record):
    """What the symbols stand for inside, and the facts as they are stated."""

    values: Mapping[str, Any] = MappingProxyType({})
    facts: tuple[Demand, ...] = ()

    def inside(self, value: Any) -> Any:
        """A value in the symbols of the text, with what is known of these."""
        if isinstance(value, tuple):
            return tuple(map(self.inside, value))
        if not self.values or not is_symbolic(value) or not hasattr(value, "free_symbols"):
            return value
        from sympy import sympify

        known = {s: sympify(self.values[s.name]) for s in value.free_symbols if s.name in self.values}
        return exact(value.xreplace(known)) if known else value

    def example(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Numbers near the wanted ones that satisfy what is assumed."""
        return {**wanted, **{name: _example(value, wanted) for name, value in self.values.items()}}

    def with_fact(self, condition: Condition, span: Span) -> Assumptions:
        """The assumptions with one more, a condition on symbols as they are inside.

        Raises SymcnnError where it contradicts the others, or is of no kind that can be used.
        """
        from symcnn.algebra.assumed import Impossible, replaced

        stated = in_words(condition)
        if len(self.facts) >= MOST_FACTS:
            raise SymcnnError("E110", f"more than {MOST_FACTS} things are assumed", span, "give some symbols values")
        try:
            changed = replaced(condition)
        except Impossible:
            raise self.excluded(stated, span) from None
        if impossible([*(fact.condition for fact in self.facts), stated]):
            raise self.excluded(stated, span)
        if changed is None:
            raise unusable(span)
        values = {name: _put_in(value, changed) for name, value in self.values.items()}
        values |= {s.name: value for s, value in changed.items() if s.name not in values and "'" not in s.name}
        return Assumptions(values, (*self.facts, Demand(stated.asked_by(["assume"]), "assume", span)))

    def excluded(self, stated: Condition, span: Span) -> SymcnnError:
        """The error for what cannot hold together with the facts before, or at all."""
        names = _names(stated)
        others = [str(fact.condition) for fact in self.facts if names & _names(fact.condition)]
        if others:
            message = f"{' and '.join([*others, str(stated)])} cannot hold together"
            return SymcnnError("E503", message, span, "take one of the assumptions back")
        return SymcnnError("E503", f"{stated} never holds", span, "symbols stand for positive whole numbers")


class NewFact(Exception):  # noqa: N818  (a signal: the network is read again with it)
    """Something is assumed that was not known so far."""

    def __init__(self, condition: Condition, span: Span) -> None:
        super().__init__(str(condition))
        self.condition, self.span = condition, span


def in_words(condition: Condition) -> Condition:
    """A condition in the symbols of the text."""

    def shown(part: Any) -> Any:
        return in_words(part) if isinstance(part, Condition) else in_the_text(part)

    return type(condition)(*map(shown, condition.parts), layers=condition.layers)


def unusable(span: Span) -> SymcnnError:
    """The error for what cannot be used as an assumption."""
    return SymcnnError("E503", "this cannot be assumed", span, f"what can: {POSSIBLE}")


def _put_in(value: Any, changed: Mapping[Any, Any]) -> Any:
    from sympy import sympify

    return sympify(value).xreplace({symbol: sympify(new) for symbol, new in changed.items()})


def _example(value: Any, wanted: Mapping[str, Any]) -> Any:
    """A number for a symbol: what is left open is as large as what is wanted, within its limits."""
    from symcnn.algebra.bounds import bounds

    def near(symbol: Any) -> Any:
        low, high = bounds(symbol)
        return max(low, min(high, wanted.get(symbol.name.rstrip("'"), 1)))

    return exact(value.xreplace({s: near(s) for s in value.free_symbols}))


def _names(condition: Condition) -> frozenset[str]:
    return frozenset().union(*map(free_names, condition.parts))
