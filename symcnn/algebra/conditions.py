"""What must hold for a formula to be valid: inequalities, divisibility, equality.

A condition on numbers is true or false; on symbols it may be left open, and is then part of the
answer. Conditions are merged to the fewest that say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from typing import Any

from symcnn.algebra.exact import divide, exact, is_symbolic
from symcnn.algebra.printing import text
from symcnn.record import Record


class Condition(Record):
    """A statement about values that holds (True), fails (False) or depends on symbols (None)."""

    def holds(self) -> bool | None:
        """Decide the condition as far as it can be decided."""
        raise NotImplementedError


class AtLeast(Condition):
    """`left >= right`, both whole."""

    left: Any
    right: Any

    def holds(self) -> bool | None:
        """Compare the difference with 0."""
        difference = exact(self.left - self.right)
        if not is_symbolic(difference):
            return bool(difference >= 0)
        from symcnn.algebra.bounds import at_least

        return at_least(difference, 0)

    def __str__(self) -> str:
        return f"{text(self.left)} >= {text(self.right)}"


class Multiple(Condition):
    """`value` is a multiple of `divisor`; with divisor 1: it is a whole number."""

    value: Any
    divisor: Any = 1

    def holds(self) -> bool | None:
        """See whether the quotient is whole.

        >>> from sympy.abc import F
        >>> Multiple(2 * F, F).holds(), Multiple(F / 2, F).holds(), Multiple(F, 2).holds()
        (True, False, None)
        """
        quotient = divide(exact(self.value), exact(self.divisor))
        if not is_symbolic(quotient):
            return isinstance(quotient, int)
        from symcnn.algebra.floordiv import is_whole

        return True if is_whole(quotient) else None

    def __str__(self) -> str:
        if self.divisor == 1:
            return f"{text(self.value)} is whole"
        left = f"({text(self.value)})" if getattr(self.value, "is_Add", False) else text(self.value)
        return f"{left} % {text(self.divisor)} == 0"


class Equal(Condition):
    """`left == right`."""

    left: Any
    right: Any

    def holds(self) -> bool | None:
        """Compare the difference with 0."""
        difference = exact(self.left - self.right)
        if not is_symbolic(difference):
            return bool(difference == 0)
        from symcnn.algebra.bounds import bounds
        from symcnn.algebra.floordiv import expanded

        difference = exact(expanded(difference))
        if not is_symbolic(difference):
            return bool(difference == 0)
        low, high = bounds(difference)
        return False if low > 0 or high < 0 else None

    def __str__(self) -> str:
        return f"{text(self.left)} == {text(self.right)}"


def merge(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Keep the fewest conditions that imply all; those that always hold are dropped.

    >>> from sympy.abc import H, K
    >>> [str(c) for c in merge([AtLeast(H, K), AtLeast(H - K + 1, 2), AtLeast(H, 1)])]
    ['H >= K + 1']
    """
    open_ones = [c for c in dict.fromkeys(conditions) if c.holds() is not True]
    return (*_strongest(c for c in open_ones if isinstance(c, AtLeast)), *_others(open_ones))


def _others(conditions: list[Condition]) -> list[Condition]:
    return [c for c in conditions if not isinstance(c, AtLeast)]


def _strongest(conditions: Iterable[AtLeast]) -> list[Condition]:
    """Of inequalities on the same formula (up to a constant), keep the one with the largest bound."""
    best: dict[Any, int] = {}
    for condition in conditions:
        slope, least = _direction(condition)
        best[slope] = max(best.get(slope, least), least)
    return [
        _readable(slope, least)
        for slope, least in best.items()
        if not any(_implies(other, bound, slope, least) for other, bound in best.items() if other != slope)
    ]


def _direction(condition: AtLeast) -> tuple[Any, int]:
    """Write the condition as slope >= least, with an integer on the right and no common factor left.

    floor(n/d) + b >= t holds exactly when n >= d*(t - b).
    """
    from sympy import Add, Integer

    from symcnn.algebra.floordiv import FloorDiv, expanded

    e = expanded(condition.left - condition.right)
    constant, rest = e.as_coeff_Add()
    while isinstance(rest, FloorDiv) and constant.is_Integer:
        numerator, denominator = rest.args
        e = expanded(numerator + denominator * constant)
        constant, rest = e.as_coeff_Add()
    if not constant.is_Integer:
        return e, 0
    coefficients = [term.as_coeff_Mul()[0] for term in Add.make_args(rest)]
    if not all(c.is_Integer for c in coefficients):
        return rest, int(-constant)
    common = gcd(*map(int, coefficients))
    return expanded(rest / Integer(common)), -(int(constant) // common)


def _implies(other: Any, bound: int, slope: Any, least: int) -> bool:
    """Whether `other >= bound` gives `slope >= least`, because slope - other cannot be small."""
    from symcnn.algebra.bounds import lower_bound

    gap = lower_bound(slope - other)
    return gap is not None and bool(gap + bound >= least)


def _readable(slope: Any, least: int) -> Condition:
    """Put what is subtracted on the right: H - K >= 0 is written H >= K."""
    from sympy import Add

    terms = Add.make_args(slope)
    positive = [t for t in terms if not t.could_extract_minus_sign()]
    negative = [-t for t in terms if t.could_extract_minus_sign()]
    if not positive:
        return AtLeast(exact(Add(-least)), exact(Add(*negative)))
    return AtLeast(exact(Add(*positive)), exact(Add(*negative, least)))
