"""A way to reproduce a number: what is done otherwise, and by how much each of that changes the number."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from symcnn.record import Record

RULE, SLIP, AGAIN = 10, 25, 1  # what a rule costs, a slip of the pen, and a rule that explains another row as well


class Part(Record):
    """One thing that is done otherwise, and what it adds to the number."""

    words: str
    amount: int


class Way(Record):
    """What is done otherwise, in order; without parts, nothing."""

    value: int
    rules: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    slips: int = 0
    more: int = 0  # what it costs beyond its rules
    convention: bool = False  # another way to count, but no mistake

    @property
    def words(self) -> str:
        """What is done otherwise, in words."""
        return "; ".join(part.words for part in self.parts)

    def then(self, rule: str, words: str, value: int, *, slips: int = 0, more: int = 0) -> Way:
        """The same, and one thing more."""
        part = Part(words, value - self.value)
        return Way(value, (*self.rules, rule), (*self.parts, part), self.slips + slips, self.more + more)

    def but(self, *, convention: bool) -> Way:
        """The same, said to be another way to count, or not."""
        return Way(**{**vars(self), "convention": convention})

    def cost(self, known: Collection[str] = ()) -> int:
        """How far-fetched it is, where some rules are known to explain other rows."""
        rules = sum(AGAIN if rule in known else RULE for rule in self.rules)
        return rules + (SLIP - RULE) * self.slips + self.more


def simplest(ways: Iterable[Way], known: Collection[str] = ()) -> tuple[Way, ...]:
    """The ways that are equally simple, and simpler than all others, each said once."""
    found = list(ways)
    least = min((way.cost(known) for way in found), default=0)
    return tuple({way.words: way for way in found if way.cost(known) == least}.values())
