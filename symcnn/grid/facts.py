"""What is known of a node of a tape along a line of points: between which numbers it lies, whether it rises or falls.

A line is `first + step*t` for one name; t runs from a start to an end, or on for ever (the end is None).
Every fact is proved by a rule for the kind of the node: a polynomial rises where the coefficients of its
expansion at the start are at least 0, a rounded quotient with what is rounded, and so on. What no rule
proves is not claimed: then a bound is None, and `up` and `down` are false.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

Bound: TypeAlias = int | None
DEGREE = 12  # of polynomials that are followed
BITS = 100_000  # of bounds that are followed


class Fact(NamedTuple):
    """What is proved of a node on a part of a line; `powers` are its coefficients, where it is a polynomial."""

    low: Bound = None
    high: Bound = None
    up: bool = False  # it never falls
    down: bool = False  # it never rises
    powers: tuple[int, ...] | None = None

    def negative(self) -> Fact:
        """The same of the node with the other sign."""
        powers = None if self.powers is None else tuple(-c for c in self.powers)
        low = None if self.high is None else -self.high
        return Fact(low, None if self.low is None else -self.low, self.down, self.up, powers)

    def between(self, first: int, last: int, length: Bound) -> Fact:
        """The fact with the values at both ends of the part, which bound what rises or falls."""
        low, high = self.low, self.high
        if self.up:
            low, high = first, high if length is None else last
        if self.down:
            high, low = first, low if length is None else last
        return self._replace(low=low, high=high)


def constant(value: int) -> Fact:
    """A number."""
    return Fact(value, value, True, True, (value,))


def polynomial(powers: Sequence[int], length: Bound) -> Fact:
    """A polynomial in t from 0 to a length: it rises where its derivative is at least 0.

    >>> polynomial((5, -2, 1), None).up, polynomial((5, 2, 1), None).up, polynomial((5, -9, 1), 4).down
    (False, True, True)
    """
    if len(powers) > DEGREE + 1:
        return Fact()
    minus = [-c for c in powers]
    up, down = _rises(powers, length), _rises(minus, length)
    low, high = _least(powers, length), _least(minus, length)
    return Fact(low, None if high is None else -high, up, down, tuple(powers))


def _rises(powers: Sequence[int], length: Bound) -> bool:
    derivative = [i * c for i, c in enumerate(powers)][1:]
    least = _least(derivative, length)
    return least is not None and least >= 0


def _least(powers: Sequence[int], length: Bound) -> Bound:
    """A lower bound: the falling terms at the end of the part, the others at its start."""
    falling = [(i, c) for i, c in enumerate(powers) if i and c < 0]
    if falling and length is None:
        return None
    return (powers[0] if powers else 0) + sum(c * int((length or 0) ** i) for i, c in falling)


def _apart(parts: Sequence[Fact]) -> tuple[list[tuple[int, ...]], list[Fact]]:
    """The polynomials among facts, and the others."""
    known = [part.powers for part in parts if part.powers is not None]
    return known, [part for part in parts if part.powers is None]


def _add(length: Bound, *parts: Fact) -> Fact:
    known, others = _apart(parts)
    total = [polynomial([sum(c) for c in zip_longest(*known, fillvalue=0)], length)] if known else []
    return reduce(_plus, [*total, *others])


def _plus(a: Fact, b: Fact) -> Fact:
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return Fact(low, high, a.up and b.up, a.down and b.down)


def _multiply(length: Bound, *parts: Fact) -> Fact:
    known, others = _apart(parts)
    total = [polynomial(reduce(_product, known), length)] if known else []
    return reduce(_times, [*total, *others])


def _product(a: Sequence[int], b: Sequence[int]) -> tuple[int, ...]:
    found = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] += x * y
    return tuple(found)


def _times(a: Fact, b: Fact) -> Fact:
    if a.high is not None and a.high <= 0 and not _from_zero(a):
        return _times(a.negative(), b).negative()
    if b.high is not None and b.high <= 0 and not _from_zero(b):
        return _times(a, b.negative()).negative()
    if _from_zero(a) and _from_zero(b):
        low, high = (a.low or 0) * (b.low or 0), None
        if a.high is not None and b.high is not None:
            high = a.high * b.high
        return Fact(low, high, a.up and b.up, a.down and b.down)
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return Fact()
    ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    flat = next((one for one in (a, b) if one.up and one.down and _from_zero(one)), None)
    other = b if flat is a else a
    return Fact(min(ends), max(ends), flat is not None and other.up, flat is not None and other.down)


def _from_zero(fact: Fact) -> bool:
    return fact.low is not None and fact.low >= 0


def _floor(length: Bound, a: Fact, b: Fact) -> Fact:
    if b.high is not None and b.high < 0:
        a, b = a.negative(), b.negative()
    if b.low is None or b.low < 1:
        return Fact()
    if a.high is not None and a.high <= 0:  # of larger size for smaller divisors
        up, down = a.up and b.up, a.down and b.down
    elif _from_zero(a):
        up, down = a.up and b.down, a.down and b.up
    else:
        flat = b.up and b.down
        up, down = a.up and flat, a.down and flat
    return Fact(_quotient(a.low, b), _quotient_above(a.high, b), up, down)


def _quotient(low: Bound, b: Fact) -> Bound:
    if low is None or b.low is None:
        return None
    if low < 0:
        return low // b.low
    return 0 if b.high is None else low // b.high


def _quotient_above(high: Bound, b: Fact) -> Bound:
    if high is None or b.low is None:
        return None
    if high >= 0:
        return high // b.low
    return -1 if b.high is None else high // b.high


def _power(length: Bound, base: Fact, exponent: Fact) -> Fact:
    if exponent.low is None or exponent.low < 0:
        return Fact()
    if exponent.low == exponent.high and exponent.low * len(base.powers or ()) <= DEGREE:
        return _multiply(length, constant(1), *[base] * exponent.low)
    if base.low is None or base.low < 1:
        return Fact()
    high = None if base.high is None or exponent.high is None else _small_power(base.high, exponent.high)
    low = _small_power(base.low, exponent.low) or 1
    return Fact(low, high, base.up and exponent.up, base.down and exponent.down)


def _small_power(base: int, exponent: int) -> Bound:
    return base**exponent if base.bit_length() * exponent <= BITS else None


def _minimum(length: Bound, *parts: Fact) -> Fact:
    lows, highs = [p.low for p in parts if p.low is not None], [p.high for p in parts if p.high is not None]
    low = min(lows) if len(lows) == len(parts) else None
    return Fact(low, min(highs, default=None), all(p.up for p in parts), all(p.down for p in parts))


def _maximum(length: Bound, *parts: Fact) -> Fact:
    return _minimum(length, *(part.negative() for part in parts)).negative()


def difference(length: Bound, a: Fact, b: Fact) -> Fact:
    """What is known of a - b."""
    return _add(length, a, b.negative())


def _at_least(length: Bound, a: Fact, b: Fact) -> Fact:
    d = difference(length, a, b)
    return Fact(int(_from_zero(d)), int(d.high is None or d.high >= 0), d.up, d.down)


def _equal(length: Bound, a: Fact, b: Fact) -> Fact:
    d = difference(length, a, b)
    apart = (d.low is not None and d.low > 0) or (d.high is not None and d.high < 0)
    same = d.low == d.high == 0
    return Fact(int(same), int(not apart), same or apart, same or apart)


def _negate(length: Bound, truth: Fact) -> Fact:
    return _plus(constant(1), truth.negative())


def _choose(length: Bound, truth: Fact, a: Fact, b: Fact) -> Fact:
    if truth.low == 1:
        return a
    if truth.high == 0:
        return b
    d = difference(length, a, b)
    larger, smaller = _from_zero(d), d.high is not None and d.high <= 0
    rising = a.up and b.up and ((truth.up and larger) or (truth.down and smaller))
    falling = a.down and b.down and ((truth.up and smaller) or (truth.down and larger))
    return Fact(_minimum(length, a, b).low, _maximum(length, a, b).high, rising, falling)


RULES: dict[str, Callable[..., Fact]] = {
    "add": _add,
    "multiply": _multiply,
    "floor": _floor,
    "power": _power,
    "minimum": _minimum,
    "maximum": _maximum,
    "at_least": _at_least,
    "equal": _equal,
    "all": _minimum,
    "any": _maximum,
    "negate": _negate,
    "choose": _choose,
}
