"""A tape as a model of OR-Tools CP-SAT, which finds proven optima over a grid: one rule for each kind of node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from symcnn.errors import SymcnnError
from symcnn.grid.axes import Axis
from symcnn.grid.intervals import Intervals
from symcnn.grid.linear import Linear, Sums
from symcnn.grid.tape import Node, Tape

MOST_POWERS = 64  # that are written out for an exponent


class Model(Sums):
    """Variables and constraints for the nodes of a tape that count."""

    def __init__(self, tape: Tape, intervals: Intervals, axes: Sequence[Axis]) -> None:
        super().__init__(axes)
        self.tape, self.intervals = tape, intervals
        self._linear: dict[int, Linear] = {}
        self._literals: dict[int, Any] = {}

    # --------------------------------------------------------- numbers

    def linear(self, place: int) -> Linear:
        """The sum that a node is."""
        if place not in self._linear:
            node = self.tape.nodes[place]
            found = LINEAR[node.kind](self, node, place) if node.kind in LINEAR else self._truth(place)
            low, high = self.intervals[place]
            self._linear[place] = found._replace(low=max(found.low, low), high=min(found.high, high))
        return self._linear[place]

    def _truth(self, place: int) -> Linear:
        literal = self.literal(place)
        number = self.variable(0, 1)
        self.model.add(self.variables[number] == literal)
        return self.of(number)

    def number(self, node: Node, place: int) -> Linear:
        """A constant."""
        value = int(node.value)
        return Linear((), value, value, value)

    def _name(self, node: Node, place: int) -> Linear:
        return self._symbols[str(node.value)]

    def _add(self, node: Node, place: int) -> Linear:
        return self.total([self.linear(a) for a in node.arguments])

    def difference(self, a: int, b: int) -> Linear:
        """The difference of two nodes."""
        return self.total([self.linear(a), self.scaled(self.linear(b), -1)])

    def _multiply(self, node: Node, place: int) -> Linear:
        return self.product([self.linear(a) for a in node.arguments])

    def _floor(self, node: Node, place: int) -> Linear:
        """Q with 0 <= a - b*q < b: rounded down also where a is negative (the solver's division rounds to 0)."""
        a, b = (self.linear(argument) for argument in node.arguments)
        if b.high < 0:
            a, b = self.scaled(a, -1), self.scaled(b, -1)
        if b.low < 0:
            raise SymcnnError("E505", "a divisor may be negative in this space", None, "give narrower ranges")
        quotient = self.of(self.variable(*self.intervals[place]))
        rest = self.total([a, self.scaled(self.product([b, quotient]), -1)])
        if not b.terms:
            if b.constant == 0:
                self.model.add_bool_or([])  # there is no such point
                return quotient
            self.model.add_linear_constraint(self.expression(rest), 0, b.constant - 1)
            return quotient
        self.require_from_zero(rest)
        one = Linear((), -1, -1, -1)
        self.require_from_zero(self.total([b, one]))
        self.require_from_zero(self.total([b, one, self.scaled(rest, -1)]))
        return quotient

    def _power(self, node: Node, place: int) -> Linear:
        base, exponent = (self.linear(argument) for argument in node.arguments)
        if not exponent.terms:
            return self.product([base] * max(exponent.constant, 0))
        low, high = max(exponent.low, 0), exponent.high
        if high - low > MOST_POWERS:
            raise SymcnnError("E505", "an exponent takes too many values", None, "give a narrower range")
        powers = [self.product([base] * e) for e in range(low, high + 1)]
        result = self.of(self.variable(*self.intervals[place]))
        index = self.expression(self.total([exponent, Linear((), -low, -low, -low)]))
        self.model.add_element(index, [self.expression(p) for p in powers], self.expression(result))
        return result

    def _extreme(self, node: Node, place: int) -> Linear:
        result = self.of(self.variable(*self.intervals[place]))
        parts = [self.expression(self.linear(a)) for a in node.arguments]
        is_least = node.kind == "minimum"
        make = self.model.add_min_equality if is_least else self.model.add_max_equality
        make(self.expression(result), parts)
        return result

    def _choose(self, node: Node, place: int) -> Linear:
        truth, a, b = node.arguments
        literal = self.literal(truth)
        result = self.of(self.variable(*self.intervals[place]))
        for when, argument in ((literal, a), (~literal, b)):
            same = self.total([result, self.scaled(self.linear(argument), -1)])
            self.model.add(self.expression(same) == 0).only_enforce_if(when)
        return result

    # ---------------------------------------------------------- truths

    def require(self, place: int) -> None:
        """Demand that a truth holds."""
        node = self.tape.nodes[place]
        if node.kind == "all":
            for argument in node.arguments:
                self.require(argument)
        elif node.kind == "at_least":
            self.require_from_zero(self.difference(*node.arguments))
        elif node.kind == "equal":
            difference = self.difference(*node.arguments)
            self.require_from_zero(difference)
            self.require_from_zero(self.scaled(difference, -1))
        else:
            self.model.add_bool_or([self.literal(place)])

    def literal(self, place: int) -> Any:
        """The variable of the solver that is true where a truth holds."""
        if place not in self._literals:
            node = self.tape.nodes[place]
            self._literals[place] = LITERALS[node.kind](self, node)
        return self._literals[place]

    def _known(self, node: Node) -> Any:
        return self.model.new_constant(int(bool(node.value)))

    def _at_least(self, node: Node) -> Any:
        literal, difference = self.model.new_bool_var(""), self.difference(*node.arguments)
        self.require_from_zero(difference, literal)
        self.require_from_zero(self._below_zero(difference), ~literal)
        return literal

    def _below_zero(self, value: Linear) -> Linear:
        """What is at least 0 where a sum is below."""
        return self.total([self.scaled(value, -1), Linear((), -1, -1, -1)])

    def _equal(self, node: Node) -> Any:
        difference = self.difference(*node.arguments)
        same, below, above = (self.model.new_bool_var("") for _ in range(3))
        self.require_from_zero(difference, same)
        self.require_from_zero(self.scaled(difference, -1), same)
        self.require_from_zero(self._below_zero(difference), below)
        self.require_from_zero(self._below_zero(self.scaled(difference, -1)), above)
        self.model.add_exactly_one([same, below, above])
        return same

    def _all(self, node: Node) -> Any:
        literal, parts = self.model.new_bool_var(""), [self.literal(a) for a in node.arguments]
        self.model.add_bool_and(parts).only_enforce_if(literal)
        self.model.add_bool_or([literal, *(~part for part in parts)])
        return literal

    def _any(self, node: Node) -> Any:
        literal, parts = self.model.new_bool_var(""), [self.literal(a) for a in node.arguments]
        self.model.add_bool_or([~literal, *parts])
        for part in parts:
            self.model.add_implication(part, literal)
        return literal

    def _negate(self, node: Node) -> Any:
        return ~self.literal(node.arguments[0])


LINEAR: dict[str, Callable[[Model, Node, int], Linear]] = {
    "constant": Model.number,
    "symbol": Model._name,
    "add": Model._add,
    "multiply": Model._multiply,
    "floor": Model._floor,
    "power": Model._power,
    "minimum": Model._extreme,
    "maximum": Model._extreme,
    "choose": Model._choose,
}
LITERALS: dict[str, Callable[[Model, Node], Any]] = {
    "constant": Model._known,
    "at_least": Model._at_least,
    "equal": Model._equal,
    "all": Model._all,
    "any": Model._any,
    "negate": Model._negate,
}
