"""Formulas as a list of whole-number operations, each written once: what every engine of a sweep reads.

A node is known by its place; arguments stand before it. All values are whole: a fraction is a
numerator and a denominator (`Ratio`), and a comparison of fractions is one of products.
Nodes are true (1) or false (0) where they are comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, prod
from typing import NamedTuple


class Node(NamedTuple):
    """One operation.

    | kind            | arguments        | value                                            |
    |-----------------|------------------|--------------------------------------------------|
    | constant        |                  | `value`                                          |
    | symbol          |                  | that of the name `value`                         |
    | add, multiply   | two or more      | sum, product                                     |
    | minimum, maximum| two or more      |                                                  |
    | floor           | a, b             | a/b rounded down; b is not 0 at any valid point  |
    | power           | base, exponent   | the exponent is at least 0                       |
    | at_least, equal | a, b             | a >= b, a == b                                   |
    | all, any        | any number       | all, or one, of some truths                      |
    | negate          | one              | not                                              |
    | choose          | truth, a, b      | a where it is true, else b                       |
    """

    kind: str
    arguments: tuple[int, ...] = ()
    value: int | str = 0


class Ratio(NamedTuple):
    """A fraction of two nodes; the denominator is positive wherever it counts."""

    numerator: int
    denominator: int


class Tape:
    """Nodes in order, none twice; numbers are folded as they come.

    >>> tape = Tape()
    >>> f = tape.symbol("F")
    >>> tape.add([tape.multiply([f, tape.constant(2)]), tape.constant(3)])
    4
    >>> tape.nodes[4]
    Node(kind='add', arguments=(2, 3), value=0)
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._places: dict[Node, int] = {}

    def _put(self, kind: str, arguments: Sequence[int] = (), value: int | str = 0) -> int:
        node = Node(kind, tuple(arguments), value)
        place = self._places.setdefault(node, len(self.nodes))
        if place == len(self.nodes):
            self.nodes.append(node)
        return place

    def constant(self, value: int) -> int:
        """A number."""
        return self._put("constant", value=int(value))

    def symbol(self, name: str) -> int:
        """The value of a name."""
        return self._put("symbol", value=name)

    def number(self, place: int) -> int | None:
        """The number that a node is; None where it depends on names."""
        node = self.nodes[place]
        return int(node.value) if node.kind == "constant" else None

    def add(self, terms: Sequence[int]) -> int:
        """The sum of nodes, numbers first put together."""
        known, others = self._split(terms, "add")
        total = sum(known)
        return self._joined("add", others, total, total == 0)

    def multiply(self, factors: Sequence[int]) -> int:
        """The product of nodes."""
        known, others = self._split(factors, "multiply")
        total = prod(known)
        return self.constant(0) if total == 0 else self._joined("multiply", others, total, total == 1)

    def _split(self, arguments: Sequence[int], kind: str) -> tuple[list[int], list[int]]:
        """The numbers among some nodes and the other nodes; those of the same kind with their arguments."""
        known, others = [], []
        for place in arguments:
            node = self.nodes[place]
            for inner in node.arguments if node.kind == kind else (place,):
                number = self.number(inner)
                known.append(number) if number is not None else others.append(inner)
        return known, sorted(others)

    def _joined(self, kind: str, others: list[int], total: int, neutral: bool) -> int:
        if not others:
            return self.constant(total)
        arguments = others if neutral else [*others, self.constant(total)]
        return arguments[0] if len(arguments) == 1 else self._put(kind, arguments)

    def negative(self, place: int) -> int:
        """The node with the other sign."""
        return self.multiply([place, self.constant(-1)])

    def floor(self, numerator: int, denominator: int) -> int:
        """A quotient rounded down."""
        a, b = self.number(numerator), self.number(denominator)
        if b == 1:
            return numerator
        return self.constant(a // b) if a is not None and b else self._put("floor", [numerator, denominator])

    def power(self, base: int, exponent: int) -> int:
        """A power; the exponent is at least 0."""
        a, b = self.number(base), self.number(exponent)
        if b == 1 or a == 1:
            return base
        if b == 0 or (a is not None and b is not None):
            return self.constant((a or 0) ** b if b else 1)
        return self._put("power", [base, exponent])

    def extreme(self, kind: str, arguments: Sequence[int]) -> int:
        """The least (`minimum`) or greatest (`maximum`) of nodes."""
        known, others = self._split(arguments, kind)
        best = {"minimum": min, "maximum": max}[kind]
        places = list(dict.fromkeys([*others, *([self.constant(best(known))] if known else [])]))
        return places[0] if len(places) == 1 else self._put(kind, places)

    def at_least(self, left: int, right: int) -> int:
        """Whether left >= right."""
        a, b = self.number(left), self.number(right)
        return self.constant(a >= b) if a is not None and b is not None else self._put("at_least", [left, right])

    def equal(self, left: int, right: int) -> int:
        """Whether two nodes are equal."""
        a, b = self.number(left), self.number(right)
        if left == right or (a is not None and b is not None):
            return self.constant(a == b)
        return self._put("equal", sorted([left, right]))

    def all(self, truths: Sequence[int]) -> int:
        """Whether all are true; of none it is so."""
        known, others = self._split(truths, "all")
        return self.constant(0) if 0 in known else self._joined("all", others, 1, True)

    def any(self, truths: Sequence[int]) -> int:
        """Whether one at least is true."""
        known, others = self._split(truths, "any")
        return self.constant(1) if 1 in known else self._joined("any", others, 0, True)

    def negate(self, truth: int) -> int:
        """Whether something is not true."""
        known = self.number(truth)
        return self.constant(not known) if known is not None else self._put("negate", [truth])

    def choose(self, truth: int, a: int, b: int) -> int:
        """One node where something is true, else another."""
        known = self.number(truth)
        if known is not None or a == b:
            return a if known != 0 else b
        return self._put("choose", [truth, a, b])

    # ---------------------------------------------------------- fractions

    def whole(self, place: int) -> Ratio:
        """A node as a fraction."""
        return Ratio(place, self.constant(1))

    def add_ratios(self, terms: Sequence[Ratio]) -> Ratio:
        """The sum of fractions."""
        common = self.common([term.denominator for term in terms])
        return Ratio(self.add([self.over(term, common) for term in terms]), common)

    def multiply_ratios(self, factors: Sequence[Ratio]) -> Ratio:
        """The product of fractions."""
        top = self.multiply([factor.numerator for factor in factors])
        return self.reduced(Ratio(top, self.multiply([factor.denominator for factor in factors])))

    def reduced(self, ratio: Ratio) -> Ratio:
        """A fraction without the factors that stand above and below."""
        above, below = self._factors(ratio.numerator), self._factors(ratio.denominator)
        for factor in list(above):
            if factor in below and self.number(factor) is None:
                above.remove(factor)
                below.remove(factor)
        top, bottom = (prod(n for n in map(self.number, factors) if n is not None) for factors in (above, below))
        shared = gcd(top, bottom) or 1
        return Ratio(self._product(above, top // shared), self._product(below, bottom // shared))

    def _product(self, factors: Sequence[int], number: int) -> int:
        return self.multiply([*(f for f in factors if self.number(f) is None), self.constant(number)])

    def _factors(self, place: int) -> list[int]:
        node = self.nodes[place]
        return list(node.arguments) if node.kind == "multiply" else [place]

    def common(self, denominators: Sequence[int]) -> int:
        """A node that every denominator divides: the least by the factors that are seen."""
        common = self.constant(1)
        for denominator in denominators:
            if denominator != common:
                missing = self.reduced(Ratio(denominator, common)).numerator
                common = self.multiply([common, missing])
        return common

    def over(self, ratio: Ratio, common: int) -> int:
        """The numerator of a fraction over a common denominator."""
        return self.multiply([ratio.numerator, self.reduced(Ratio(common, ratio.denominator)).numerator])

    def compare_ratios(self, left: Ratio, operator: str, right: Ratio) -> int:
        """A comparison of fractions, `<`, `<=`, `==`, `!=`, `>=` or `>`, without dividing."""
        common = self.common([left.denominator, right.denominator])
        a, b = self.over(left, common), self.over(right, common)
        made = {
            ">=": lambda: self.at_least(a, b),
            "<=": lambda: self.at_least(b, a),
            ">": lambda: self.negate(self.at_least(b, a)),
            "<": lambda: self.negate(self.at_least(a, b)),
            "==": lambda: self.equal(a, b),
            "!=": lambda: self.negate(self.equal(a, b)),
        }
        return made[operator]()

    def names(self) -> tuple[str, ...]:
        """The names that occur, sorted."""
        return tuple(sorted(str(node.value) for node in self.nodes if node.kind == "symbol"))
