"""Which layers ask for a condition, and which make the conditions impossible together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property

from symcnn.algebra.conditions import impossible
from symcnn.elaborate.facts import in_words
from symcnn.errors import Note, Span, SymcnnError
from symcnn.propagate import Demand, Step

EXCLUDED = "change a layer, or its arguments, so that both can hold"


class Asking:
    """The demands of a network with the layers that they come from."""

    def __init__(self, steps: Callable[[], Sequence[Step]], demands: Sequence[Demand]) -> None:
        self._steps = steps  # called when names are needed, which is seldom
        self.demands = demands

    def names(self, demand: Demand) -> list[str]:
        """The names of the layers whose call, or an argument in it, asks for a condition."""
        here = self._by_place.get(demand.within, {})
        at_call = here.get((demand.layer, demand.span))
        if at_call is not None:
            return at_call
        around = (names for (_, call), names in here.items() if _contains(call, demand.span))
        return next(around, [])

    @cached_property
    def _by_place(self) -> dict[int, dict[tuple[str, Span], list[str]]]:
        """The layers of each call, apart for each occurrence of the block or round that it stands in."""
        names: dict[int, dict[tuple[str, Span], list[str]]] = {}
        for step in self._steps():
            if step.implied and step.keyword == "input":
                continue  # it was put where it was missed, and asks for nothing
            here = names.setdefault(step.within, {})
            here.setdefault((step.keyword, step.place.call), []).append(step.name)
        return names

    def check(self) -> None:
        """See that the conditions can hold together.

        Raises SymcnnError at the layer that makes it impossible.
        """
        conditions = [in_words(demand.condition) for demand in self.demands]
        if not impossible(conditions):
            return
        last = bisect_left(range(len(conditions)), True, key=lambda at: impossible(conditions[: at + 1]))
        before = zip(self.demands[:last], conditions, strict=False)
        partners = [demand for demand, one in before if impossible([one, conditions[last]])]
        raise self._excluded(self.demands[last], partners[:1])

    def _excluded(self, demand: Demand, partners: list[Demand]) -> SymcnnError:
        """The error at a layer whose condition no values satisfy together with those before."""
        name, *names = (", ".join(self.names(d)) or d.layer for d in (demand, *partners))
        before = [
            f" and {in_words(d.condition)}, which {other} needs" for d, other in zip(partners, names, strict=True)
        ]
        others = "" if impossible([in_words(demand.condition)]) else (before or [" and what comes before"])[0]
        message = f"{name} needs {in_words(demand.condition)}; no values satisfy that{others}"
        notes = tuple(Note(d.span, f"needs {in_words(d.condition)}") for d in partners)
        return SymcnnError("E408", message, demand.span, EXCLUDED, notes)


def _contains(outer: Span, inner: Span) -> bool:
    return outer.source is inner.source and outer.start <= inner.start and inner.end <= outer.end
