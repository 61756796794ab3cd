"""What a quantity is: a function of the facts that layers state; it never names a layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from symcnn.algebra.exact import add, divide, is_symbolic, multiply
from symcnn.propagate import Over, Step
from symcnn.quantities.profiles import DEFAULT, Profile

BITS = {"float64": 64, "float32": 32, "float16": 16, "bfloat16": 16, "int8": 8, "int4": 4}


class Conventions(NamedTuple):
    """How to count where people differ: which operations, how many bytes a number, how many images."""

    profile: Profile = DEFAULT
    dtype: str = "float32"
    batch: Any = 1

    def bytes(self, numbers: Any) -> Any:
        """The bytes that so many numbers take."""
        return multiply([divide(BITS[self.dtype], 8), numbers])


Column = Callable[[Sequence[Step], Conventions], list[Any]]


class Quantity(NamedTuple):
    """A quantity: a value for every step, a total, and the convention in words."""

    name: str
    title: str
    column: Column
    total: Callable[[list[Any], int], Any]  # of the column and the number of the step that ends the network
    convention: Callable[[Conventions], str]

    @property
    def additive(self) -> bool:
        """Whether the total is the sum over the steps."""
        return self.total is not at_the_end


def at_the_end(column: list[Any], last: int) -> Any:
    """The value of the step that ends the network: the total of what does not add up."""
    return column[last]


def in_sum(column: list[Any], last: int) -> Any:
    """The sum over the steps."""
    return add(column)


def additive(
    name: str,
    title: str,
    of: Callable[[Step, Conventions], Any],
    convention: Callable[[Conventions], str],
    rounds: Callable[[Step], tuple[Over, ...]] = lambda step: step.over,
) -> Quantity:
    """Make a quantity whose total is the sum over the steps, and over the rounds that a step stands for."""

    def column(steps: Sequence[Step], conventions: Conventions) -> list[Any]:
        return for_each(steps, lambda step: in_all(rounds(step), of(step, conventions)))

    return Quantity(name, title, column, in_sum, convention)


def for_each(steps: Sequence[Step], of: Callable[[Step], Any]) -> list[Any]:
    """A value for every step; a copy has the value of its original."""
    values: list[Any] = []
    for step in steps:
        original = step.copy_of
        values.append(of(step) if original is None else values[original])
    return values


def own_weights(step: Step) -> tuple[Over, ...]:
    """The rounds that bring weights of their own."""
    return step.weights_over


def in_all(rounds: Sequence[Over], value: Any) -> Any:
    """Add what a step has in one round over all rounds."""
    for over in reversed(rounds):
        if over.index is None or not is_symbolic(value):
            value = multiply([over.count, value])
        else:
            from symcnn.algebra.summation import summed

            value = summed(value, over.index, over.count)
    return value


def said(text: str) -> Callable[[Conventions], str]:
    """A convention that does not depend on options."""
    return lambda conventions: text
