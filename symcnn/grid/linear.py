"""Sums of variables of OR-Tools CP-SAT, with what they lie between: nothing overflows its 64 bits unseen.

Values with a common divisor (widths by 8) are variables without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import gcd
from typing import Any, NamedTuple

from symcnn.errors import SymcnnError
from symcnn.extras import required
from symcnn.grid.axes import Axis

WIDEST = 2**62  # the solver wants room above its bounds


class Linear(NamedTuple):
    """A sum of variables (by their numbers) with coefficients, and what it lies between."""

    terms: tuple[tuple[int, int], ...]
    constant: int
    low: int
    high: int


class Sums:
    """Variables of the solver for the names on axes, and sums and products of them."""

    def __init__(self, axes: Sequence[Axis]) -> None:
        self.cp = ortools()
        self.model = self.cp.CpModel()
        self.variables: list[Any] = []
        self.ranges: list[tuple[int, int]] = []
        self._symbols: dict[str, Linear] = {}
        self._products: dict[tuple[int, int], int] = {}
        self._whole: dict[tuple[Any, ...], int] = {}
        for axis in axes:
            self._axis(axis)

    # ------------------------------------------------------- variables

    def variable(self, low: int, high: int) -> int:
        """A new variable between bounds, by its number.

        Raises SymcnnError where they are beyond 64 bits.
        """
        return self._new(self.cp.Domain(*self._checked(low, high)), low, high)

    def _new(self, domain: Any, low: int, high: int) -> int:
        self.variables.append(self.model.new_int_var_from_domain(domain, f"v{len(self.variables)}"))
        self.ranges.append((low, high))
        return len(self.variables) - 1

    def _checked(self, low: int, high: int) -> tuple[int, int]:
        if max(abs(low), abs(high)) > WIDEST:
            digits = len(str(max(abs(low), abs(high)))) - 1
            message = f"numbers of this design reach 10^{digits}, beyond the solver's 64 bits"
            raise SymcnnError(
                "E505", message, None, "give narrower ranges, or values with a common divisor: F=64..512:64"
            )
        return low, high

    def _axis(self, axis: Axis) -> None:
        if axis.has_words:
            return
        divisors = [gcd(*column) or 1 for column in axis.columns]
        numbers = []
        for name, column, divisor in zip(axis.names, axis.columns, divisors, strict=True):
            values = [value // divisor for value in column]
            self._checked(min(values), max(values))
            number = self._new(self.cp.Domain.from_values(values), min(values), max(values))
            numbers.append(number)
            self._symbols[name] = Linear(((number, divisor),), 0, min(column), max(column))
        if len(numbers) > 1:
            rows = zip(*([v // d for v in c] for c, d in zip(axis.columns, divisors, strict=True)), strict=True)
            self.model.add_allowed_assignments([self.variables[n] for n in numbers], [tuple(row) for row in rows])

    def expression(self, value: Linear) -> Any:
        """A sum as the solver takes it.

        Raises SymcnnError where it may be beyond 64 bits on the way.
        """
        reach = abs(value.constant) + sum(abs(c) * max(map(abs, self.ranges[v])) for v, c in value.terms)
        self._checked(-reach, reach)
        found = self.cp.LinearExpr.weighted_sum(
            [self.variables[v] for v, _ in value.terms], [c for _, c in value.terms]
        )
        return found + value.constant

    @property
    def names(self) -> tuple[str, ...]:
        """The names that have values."""
        return tuple(self._symbols)

    def symbol(self, name: str) -> Linear:
        """The value of a name."""
        return self._symbols[name]

    # ------------------------------------------------------------ sums

    def of(self, number: int, coefficient: int = 1) -> Linear:
        """A multiple of one variable."""
        ends = [coefficient * end for end in self.ranges[number]]
        return Linear(((number, coefficient),), 0, min(ends), max(ends))

    def total(self, parts: Sequence[Linear]) -> Linear:
        """The sum of sums."""
        terms: dict[int, int] = {}
        for part in parts:
            for v, c in part.terms:
                terms[v] = terms.get(v, 0) + c
        kept = tuple(sorted((v, c) for v, c in terms.items() if c))
        constant = sum(p.constant for p in parts)
        return Linear(kept, constant, sum(p.low for p in parts), sum(p.high for p in parts))

    def scaled(self, value: Linear, factor: int) -> Linear:
        """A multiple of a sum."""
        ends = sorted([value.low * factor, value.high * factor])
        return Linear(tuple((v, c * factor) for v, c in value.terms), value.constant * factor, *ends)

    def product(self, parts: Sequence[Linear]) -> Linear:
        """The product of sums, those of smallest range first."""
        factor, numbers = 1, []
        for part in parts:
            coefficient, number = self._without_divisor(part)
            factor *= coefficient
            numbers += [] if number is None else [number]
        if not numbers:
            return Linear((), factor, factor, factor)
        numbers.sort(key=lambda n: (self.ranges[n][1] - self.ranges[n][0], n))
        return self.of(reduce(self._times, numbers), factor)

    def _without_divisor(self, part: Linear) -> tuple[int, int | None]:
        """A sum as a number times a variable; of a constant there is no variable."""
        if not part.terms:
            return part.constant, None
        divisor = gcd(part.constant, *(c for _, c in part.terms))
        divisor = -divisor if part.terms[0][1] < 0 else divisor
        terms = tuple((v, c // divisor) for v, c in part.terms)
        if len(terms) == 1 and part.constant == 0:
            return divisor, terms[0][0]
        key = (terms, part.constant // divisor)
        if key not in self._whole:
            ends = sorted([part.low // divisor, part.high // divisor])
            self._whole[key] = self._equal_to(Linear(*key, *ends))
        return divisor, self._whole[key]

    def _equal_to(self, value: Linear) -> int:
        """A variable that is equal to a sum."""
        number = self.variable(value.low, value.high)
        self.model.add(self.variables[number] == self.expression(value))
        return number

    def _times(self, a: int, b: int) -> int:
        key = (min(a, b), max(a, b))
        if key not in self._products:
            ends = [x * y for x in self.ranges[a] for y in self.ranges[b]]
            low = 0 if a == b and self.ranges[a][0] <= 0 <= self.ranges[a][1] else min(ends)
            if a == b:
                low = max(low, 0)
            self._products[key] = number = self.variable(low, max(ends))
            self.model.add_multiplication_equality(self.variables[number], [self.variables[a], self.variables[b]])
        return self._products[key]

    def require_from_zero(self, value: Linear, when: Any = None) -> None:
        """Demand that a sum is at least 0, always or where something is true; its divisor is taken out."""
        if value.low >= 0:
            return
        divisor = gcd(*(c for _, c in value.terms)) or 1
        reduced = Linear(tuple((v, c // divisor) for v, c in value.terms), 0, 0, 0)
        least = -(value.constant // divisor)
        made = self.model.add_bool_or([]) if value.high < 0 else self.model.add(self.expression(reduced) >= least)
        if when is not None:
            made.only_enforce_if(when)


def ortools() -> Any:
    """The solver, which comes with an extra.

    Raises SymcnnError where it is not installed.
    """
    return required("ortools.sat.python.cp_model", "designs need OR-Tools", "design")
