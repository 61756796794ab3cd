"""The whole number up to which a claim holds, as a formula: for what is linear or quadratic in one symbol."""

from __future__ import annotations

from collections.abc import Mapping
from math import isqrt
from typing import Any

from symcnn.algebra.exact import exact, floor_div, free_names, is_symbolic
from symcnn.algebra.printing import text
from symcnn.record import Record

SAMPLES = (1, 2, 3, 5, 8, 13, 100)  # values at which a formula in other symbols is tried


class Closed(Record):
    """The largest n with a*n^2 + b*n + c <= 0, or the first one after it; a may be 0, then b is positive."""

    symbol: str
    a: Any
    b: Any
    c: Any
    after: bool  # the smallest that makes the claim true comes after the largest that makes it false

    def at(self, values: Mapping[str, Any]) -> int | None:
        """The number where the other symbols have values; None where there is no such number."""
        from symcnn.algebra.conditions import put_in

        a, b, c = (put_in(part, values) for part in (self.a, self.b, self.c))
        if a == 0:
            return int(-c // b) + self.after
        below = b * b - 4 * a * c
        return None if below < 0 else int((isqrt(below) - b) // (2 * a)) + self.after

    def holds_at(self, values: Mapping[str, Any]) -> bool:
        """Whether the number is the right one there: the claim turns between it and the next."""
        found = self.at(values)
        if found is None:
            return True
        edge = found - self.after
        return bool(self._value(edge, values) <= 0 < self._value(edge + 1, values))

    def _value(self, n: int, values: Mapping[str, Any]) -> Any:
        from symcnn.algebra.conditions import put_in

        return put_in(exact(self.a * n * n + self.b * n + self.c), values)

    @property
    def names(self) -> tuple[str, ...]:
        """The other symbols."""
        return tuple(sorted(free_names(self.a) | free_names(self.b) | free_names(self.c)))

    @property
    def is_plain(self) -> bool:
        """Whether the formula says no more than its value."""
        return self.a == 0 and not self.names

    @property
    def number(self) -> str:
        """The formula, `isqrt` being the whole part of a square root."""
        more = " + 1" if self.after else ""
        if self.a == 0:
            found = floor_div(exact(-self.c), self.b)
            return (_bare(text(found)) if type(found).__name__ == "FloorDiv" else text(found)) + more
        below = text(exact(_expanded(self.b**2 - 4 * self.a * self.c)))
        b, divisor = text(self.b), text(exact(2 * self.a))
        above = f"isqrt({below})" if b == "0" else f"(isqrt({below}) - {_bracketed(self.b)})"
        return f"{above}//{_bracketed(exact(2 * self.a)) if is_symbolic(self.a) else divisor}{more}"

    def __str__(self) -> str:
        return f"{self.symbol} {'>=' if self.after else '<='} {self.number}"


def _bare(quotient: str) -> str:
    """A rounded quotient without the brackets around it."""
    return quotient[1:-1]


def _bracketed(value: Any) -> str:
    return f"({text(value)})" if is_symbolic(value) and value.args else text(value)


def _expanded(value: Any) -> Any:
    return value.expand() if is_symbolic(value) else value


def closed(difference: Any, operator: str, symbol: str, least: Mapping[str, Any] | None = None) -> Closed | None:
    """The formula for `difference <= 0` (or `<`, `>=`, `>`) in a symbol; None where it is not that simple.

    `least` has what other symbols are at least, by the conditions of the network.

    >>> from sympy.abc import C, F, P
    >>> str(closed(F*(9*C + 1) + 10 - P, "<=", "F")), str(closed(9*F**2 + F - 10**6, "<=", "F"))
    ('F <= (P - 10)//(9*C + 1)', 'F <= (isqrt(36000001) - 1)//18')
    """
    found = _coefficients(difference, symbol) if operator in ("<", "<=", ">", ">=") else None
    if found is None:
        return None
    a, b, c = found
    after = operator in (">", ">=")
    if operator in ("<", ">="):  # whole numbers: g < 0 is g + 1 <= 0, and g >= 0 comes after it
        c = exact(c + 1)
    above = _Above(least or {})
    if above.least(a if a != 0 else b) <= 0 or (after and above.least(b) < 0):
        return None
    made = Closed(symbol, a, b, c, after)
    return made if all(made.holds_at(above.values(values)) for values in _samples(made)) else None


def _coefficients(difference: Any, symbol: str) -> tuple[Any, Any, Any] | None:
    """Those of a polynomial of degree 1 or 2 whose coefficients are whole for whole symbols."""
    from sympy import Symbol, expand, together

    if not is_symbolic(difference):
        return None
    variable = Symbol(symbol)
    top, below = together(expand(difference)).as_numer_denom()
    top = expand(top)
    if not below.is_Integer or below <= 0 or not top.is_polynomial(variable) or not top.has(variable):
        return None
    parts = [top.coeff(variable, power) for power in range(3)]
    if expand(top - sum(part * variable**power for power, part in enumerate(parts))) != 0:
        return None
    if not all(_is_whole(part) for part in parts):
        return None
    c, b, a = (exact(part) for part in parts)
    return a, b, c


def _is_whole(value: Any) -> bool:
    from symcnn.algebra.whole import is_whole

    return bool(is_whole(value)) if not value.is_number else bool(value.is_Integer)


class _Above:
    """Symbols that are at least something: they stand for that and a positive number less one."""

    def __init__(self, least: Mapping[str, Any]) -> None:
        from sympy import Symbol

        self.moved = {name: Symbol(name) + low - 1 for name, low in least.items()}

    def least(self, value: Any) -> Any:
        """A lower bound of a formula."""
        from symcnn.algebra.bounds import bounds
        from symcnn.algebra.conditions import put_in

        found = put_in(value, self.moved)
        return bounds(found).low if is_symbolic(found) else found

    def values(self, positive: Mapping[str, int]) -> dict[str, Any]:
        """Values that are at least so large."""
        from symcnn.algebra.conditions import put_in

        return {name: put_in(self.moved[name], positive) if name in self.moved else n for name, n in positive.items()}


def _samples(made: Closed) -> list[dict[str, int]]:
    """Values for the other symbols: equal ones and mixed ones."""
    names = made.names
    if not names:
        return [{}]
    count = len(SAMPLES)
    mixed = [{n: SAMPLES[(i * (j + 2) + j) % count] for j, n in enumerate(names)} for i in range(count)]
    large = [{n: 10 ** (6 * (j + 1)) + 7 for j, n in enumerate(names)}]
    return [*(dict.fromkeys(names, value) for value in SAMPLES), *mixed, *large]
