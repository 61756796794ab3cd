"""What a quantity is: a function of the facts that layers state; it never names a layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from symcnn.algebra.exact import add, divide, multiply
from symcnn.propagate import Step
from symcnn.quantities.profiles import DEFAULT, Profile

BITS = {"float64": 64, "float32": 32, "float16": 16, "bfloat16": 16, "int8": 8, "int4": 4}


class Conventions(NamedTuple):
    """How to count where people differ: which operations, how many bytes a number, how many images."""

    profile: Profile = DEFAULT
    dtype: str = "float32"
    batch: Any = 1

    def bytes(self, numbers: Any) -> Any:
        """The bytes that so many numbers take."""
        return divide(BITS[self.dtype] * numbers, 8)


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


def _sum(column: list[Any], last: int) -> Any:
    return add(column)


def additive(
    name: str, title: str, of: Callable[[Step, Conventions], Any], convention: Callable[[Conventions], str]
) -> Quantity:
    """Make a quantity whose total is the sum over the steps."""
    return Quantity(name, title, lambda steps, c: [_of_all(step, of(step, c)) for step in steps], _sum, convention)


def _of_all(step: Step, value: Any) -> Any:
    """The value of a step that stands there several times."""
    return value if step.times == 1 else multiply([step.times, value])


def said(text: str) -> Callable[[Conventions], str]:
    """A convention that does not depend on options."""
    return lambda conventions: text
