"""Where a truth of a tape holds along a line of points: found by halving, each half decided by what is proved of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from symcnn.errors import SymcnnError
from symcnn.grid.exactly import values_of
from symcnn.grid.facts import RULES, Bound, Fact, constant, polynomial
from symcnn.grid.tape import Tape

Places: TypeAlias = tuple[int, ...]
MOST_PARTS = 50_000  # of a line that are looked at
MOST_DOUBLINGS = 2_000


class Line:
    """The points `first + step*t` of one name, t = 0, 1, …, with numbers for the other names.

    >>> tape = Tape()
    >>> f = tape.symbol("F")
    >>> claim = tape.at_least(tape.constant(10**30), tape.multiply([f, f]))
    >>> Line(tape, claim, "F", 1, 1, {}).last(0, None)
    999999999999999
    """

    def __init__(
        self, tape: Tape, truth: int, name: str, first: int, step: int, others: Mapping[str, int], places: Places = ()
    ) -> None:
        self.tape, self.truth, self.name = tape, truth, name
        self.first, self.step, self.others = first, step, others
        self._places = places or needed(tape, truth)
        self._looks = 0

    def values(self, t: int) -> dict[int, int]:
        """The values of the nodes that count, at a point."""
        return values_of(self.tape, self._places, {**self.others, self.name: self.first + self.step * t})

    def holds(self, t: int) -> bool:
        """Whether the truth holds at a point."""
        return bool(self.values(t)[self.truth])

    def facts(self, start: int, end: Bound) -> dict[int, Fact]:
        """What is proved of the nodes that count, between two points (the end is None: and beyond)."""
        length = None if end is None else end - start
        first, last = self.values(start), self.values(start if end is None else end)
        found: dict[int, Fact] = {}
        for place in self._places:
            node = self.tape.nodes[place]
            if node.kind in ("constant", "symbol"):
                moves = node.value == self.name and node.kind == "symbol"
                made = polynomial((first[place], self.step), length) if moves else constant(first[place])
            else:
                made = RULES[node.kind](length, *(found[a] for a in node.arguments))
            found[place] = constant(first[place]) if length == 0 else made.between(first[place], last[place], length)
        return found

    def only_root(self, equality: int) -> Bound:
        """The one point at which an equality of straight lines may hold; -1 where there is none."""
        a, b = self.tape.nodes[equality].arguments
        at_0, at_1 = self.values(0), self.values(1)
        start = at_0[a] - at_0[b]
        slope = at_1[a] - at_1[b] - start
        if slope == 0:
            return None
        return -start // slope if start % slope == 0 else -1

    # ----------------------------------------------------------- search

    def decided_from(self) -> int | None:
        """A point from which on the truth is proved to stay as it is there; None where no proof is found."""
        point = 0
        for _ in range(MOST_DOUBLINGS):
            fact = self.facts(point, None)[self.truth]
            if fact.low == 1 or fact.high == 0:
                return point
            if point.bit_length() > self._far:
                return None
            point = 2 * point + 1
        return None

    @property
    def _far(self) -> int:
        """A number of bits beyond which no sign of a polynomial changes: that of all its numbers together."""
        numbers = [int(n.value) for n in (self.tape.nodes[p] for p in self._places) if n.kind == "constant"]
        own = [*numbers, *self.others.values(), self.first, self.step]
        return int(sum(abs(number).bit_length() for number in own)) + 8

    def parts(self, start: int, end: int, *, backwards: bool = False) -> Iterator[tuple[int, int]]:
        """The parts between two points on which the truth holds, in order.

        Raises SymcnnError where there are too many to look at.
        """
        waiting = [(start, end)] if start <= end else []
        while waiting:
            a, b = waiting.pop()
            self._looks += 1
            if self._looks > MOST_PARTS:
                raise self._too_many()
            fact = self.facts(a, b)[self.truth]
            if fact.low == 1:
                yield a, b
            elif fact.high != 0:
                halves = self._cut(a, b, fact)
                waiting += halves if backwards else reversed(halves)

    def _cut(self, a: int, b: int, fact: Fact) -> list[tuple[int, int]]:
        """What is left of a part where the truth is open, cut in two."""
        if fact.up or fact.down:
            return [self._where_it_turns(a, b, fact.up)]
        middle = (a + b) // 2
        return [(a, middle), (middle + 1, b)]

    def _where_it_turns(self, a: int, b: int, up: bool) -> tuple[int, int]:
        """The part on which a truth holds that becomes true once, or false once."""
        low, high = a, b  # it is one thing at `low` and the other at `high`
        while high - low > 1:
            middle = (low + high) // 2
            if self.holds(middle) == up:
                high = middle
            else:
                low = middle
        return (high, b) if up else (a, low)

    def first_one(self, start: int, end: int) -> int | None:
        """The first point at which the truth holds."""
        return next((a for a, _ in self.parts(start, end)), None)

    def last(self, start: int, end: int | None) -> int | None:
        """The last point at which the truth holds; None where there is none."""
        stop = self.decided_from() if end is None else end
        if stop is None:
            raise self.undecided()
        return next((b for _, b in self.parts(start, stop, backwards=True)), None)

    def undecided(self) -> SymcnnError:
        """The error for a truth of which nothing is proved for large values."""
        message = f"what becomes of the claim for large {self.name} is not decided"
        return SymcnnError("E504", message, None, f"give {self.name} a range: {self.name}=1..1000")

    def _too_many(self) -> SymcnnError:
        message = f"the claim changes too often with {self.name} to be decided"
        return SymcnnError("E505", message, None, f"give {self.name} fewer values")


def straight(tape: Tape, truth: int, name: str) -> int | None:
    """The equality of straight lines in a name that a truth demands; None where it demands none."""
    node = tape.nodes[truth]
    parts = node.arguments if node.kind == "all" else (truth,)
    for part in parts:
        if tape.nodes[part].kind == "equal" and all(
            _degree(tape, a, name) in (0, 1) for a in tape.nodes[part].arguments
        ):
            return part
    return None


def _degree(tape: Tape, place: int, name: str) -> int | None:
    """The degree of a polynomial in a name; None for what is no polynomial."""
    found: dict[int, int | None] = {}
    for each in needed(tape, place):
        node = tape.nodes[each]
        inner = [found[a] for a in node.arguments]
        known = [d for d in inner if d is not None]
        if node.kind == "symbol":
            found[each] = int(node.value == name)
        elif len(known) < len(inner):
            found[each] = None
        elif node.kind in ("add", "multiply"):
            found[each] = max(known) if node.kind == "add" else sum(known)
        else:
            found[each] = None if any(known) else 0
    return found[place]


def needed(tape: Tape, truth: int) -> Places:
    """The places of the nodes that a node is made of, this included, in order."""
    found = {truth}
    waiting = [truth]
    while waiting:
        new = [a for a in tape.nodes[waiting.pop()].arguments if a not in found]
        found.update(new)
        waiting += new
    return tuple(sorted(found))
