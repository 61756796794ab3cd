"""One arithmetic for Python numbers and sympy expressions.

A value is an int, a Fraction or a sympy expression in plain symbols. Nothing here imports sympy
unless a symbol is among the operands: a network without symbols stays free of it. No float occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import gcd as _gcd
from math import lcm as _lcm
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from fractions import Fraction

    import sympy

Value: TypeAlias = "int | Fraction | sympy.Expr"
"""Any exact number or formula."""
Size: TypeAlias = "int | sympy.Expr"
"""A number of things: a whole number or a formula that is one."""


def is_symbolic(value: object) -> bool:
    """Tell whether the value is a formula rather than a Python number."""
    return not isinstance(value, int) and not is_fraction(value)


def is_fraction(value: object) -> bool:
    """Tell whether the value is a Fraction (without importing `fractions` to find out)."""
    return type(value).__name__ == "Fraction"


def exact(value: Any) -> Value:
    """Return the simplest form of a value: an int where it is one, else a Fraction, else a formula.

    >>> from sympy import Integer, Rational
    >>> exact(Integer(3)), exact(Rational(1, 2)), exact(True)
    (3, Fraction(1, 2), 1)
    """
    if isinstance(value, int):
        return int(value)
    if is_fraction(value):
        return int(value) if value.denominator == 1 else cast("Fraction", value)
    if value.is_Integer:
        return int(value)
    if value.is_Rational:
        return fraction(int(value.p), int(value.q))
    return cast("sympy.Expr", value)


def fraction(numerator: int, denominator: int) -> Value:
    """Return the exact quotient of two integers: an int where it is whole."""
    if numerator % denominator == 0:
        return numerator // denominator
    from fractions import Fraction  # a millisecond that most networks do not need

    return Fraction(numerator, denominator)


def add(terms: Iterable[Any]) -> Any:
    """Sum the values: one `Add` over all terms (a running total would be quadratic in their number)."""
    terms = list(terms)
    if {*map(type, terms)} <= {int}:
        return sum(terms)  # a network of numbers
    number: Any = 0
    formulas = []
    for term in terms:
        if isinstance(term, int) or is_fraction(term):
            number = number + term
        else:
            formulas.append(term)
    if not formulas:
        return exact(number)
    if len(formulas) == 1 and number == 0:
        return exact(formulas[0])
    from sympy import Add

    return exact(Add(number, *formulas) if number != 0 else Add(*formulas))


def multiply(factors: Iterable[Any]) -> Any:
    """Multiply the values.

    >>> multiply([3, 3, 2])
    18
    """
    number: Any = 1
    formulas = []
    for factor in factors:
        if isinstance(factor, int) or is_fraction(factor):
            number = number * factor
        else:
            formulas.append(factor)
    if not formulas:
        return exact(number)
    if number == 1 and len(formulas) == 1:
        return exact(formulas[0])
    from sympy import Mul

    return exact(Mul(number, *formulas) if number != 1 else Mul(*formulas))


def divide(a: Any, b: Any) -> Any:
    """Divide exactly: `divide(3, 4)` is the fraction 3/4.

    Raises ZeroDivisionError.
    """
    if isinstance(a, int) and isinstance(b, int):
        return fraction(a, b) if b else a // b
    if not is_symbolic(b) and b == 0:
        raise ZeroDivisionError
    return exact(a / b)


def floor_div(a: Any, b: Any) -> Any:
    """Divide and round down: one canonical floor for formulas (see `floordiv`).

    >>> from sympy.abc import H
    >>> floor_div(7, 2), floor_div(floor_div(H, 2), 2)
    (3, (H//4))
    """
    if not is_symbolic(b) and b == 0:
        raise ZeroDivisionError
    if is_symbolic(a) or is_symbolic(b):
        from symcnn.algebra.floordiv import floor_quotient

        return exact(floor_quotient(a, b))
    return exact(a // b)


def ceil_div(a: Any, b: Any) -> Any:
    """Divide and round up.

    >>> ceil_div(7, 2)
    4
    """
    if is_symbolic(a) or is_symbolic(b):
        return floor_div(a + b - 1, b)
    return exact(-(-a // b))


def floor(value: Any) -> Any:
    """Round down.

    >>> floor(divide(7, 2))
    3
    """
    if is_symbolic(value):
        from symcnn.algebra.floordiv import floor_of

        return exact(floor_of(value))
    return exact(value // 1)


def ceil(value: Any) -> Any:
    """Round up."""
    return exact(-floor(-value))


def modulo(a: Any, b: Any) -> Any:
    """Return the non-negative remainder of a positive divisor."""
    if is_symbolic(a) or is_symbolic(b):
        return exact(a - b * floor_div(a, b))
    return exact(a % b)


def minimum(values: Iterable[Any]) -> Any:
    """Return the least value, as a `Min` where that depends on symbols.

    >>> from sympy.abc import F
    >>> minimum([8, F + 8]), minimum([8, F])
    (8, Min(8, F))
    """
    values = list(values)
    if not any(map(is_symbolic, values)):
        return min(values)
    import sympy

    return _extreme(sympy.Min, values, lambda value, other: value - other)


def maximum(values: Iterable[Any]) -> Any:
    """Return the greatest value, as a `Max` where that depends on symbols."""
    values = list(values)
    if not any(map(is_symbolic, values)):
        return max(values)
    import sympy

    return _extreme(sympy.Max, values, lambda value, other: other - value)


def _extreme(function: Any, values: list[Any], behind: Callable[[Any, Any], Any]) -> Any:
    """The least or greatest of values, without those that are always behind another one.

    What bounds do not decide sympy does not either: plain symbols tell it nothing, and it would factor all
    differences to find that out.
    """
    import sympy

    from symcnn.algebra.bounds import at_least

    kept: list[Any] = []
    for value in dict.fromkeys(values):
        if not any(at_least(behind(value, other), 0) for other in kept):
            kept = [*(other for other in kept if not at_least(behind(other, value), 0)), value]
    if len(kept) == 1:
        return exact(kept[0])
    nested = any(isinstance(value, (sympy.Min, sympy.Max)) for value in kept)
    return exact(function(*kept, evaluate=nested))


def choice(condition: Any, a: Any, b: Any) -> Any:
    """Return `a` where the condition holds, else `b`: a `Piecewise`.

    sympy would try to simplify the condition; for a rounded width of a rounded width that takes minutes.
    """
    import sympy

    return sympy.Piecewise((a, condition), (b, True), evaluate=False)


def gcd(values: Iterable[int]) -> int:
    """Return the greatest common divisor."""
    return _gcd(*values)


def lcm(values: Iterable[int]) -> int:
    """Return the least common multiple."""
    return _lcm(*values)


def in_the_text(value: Any) -> Any:
    """A formula in the symbols of the text, where some inside carry limits (see `limited`)."""
    if not is_symbolic(value) or not hasattr(value, "free_symbols"):
        return value
    limited = {s: s.meaning for s in value.free_symbols if hasattr(s, "meaning")}
    return exact(value.xreplace(limited)) if limited else value


def free_names(value: Any) -> frozenset[str]:
    """The names of the symbols in a value.

    >>> from sympy.abc import H, K
    >>> sorted(free_names(H - K))
    ['H', 'K']
    """
    if not is_symbolic(value):
        return frozenset()
    return frozenset(symbol.name for symbol in value.free_symbols)


SHORT_BITS = 13_000  # 3,914 digits: what Python writes in one piece


def decimal(value: int) -> str:
    """Write an integer of any size (Python alone refuses more than 4,300 digits).

    >>> decimal(-10**5000)[:4], len(decimal(10**5000))
    ('-100', 5001)
    """
    if value.bit_length() < SHORT_BITS:
        return str(value)
    high, low = divmod(abs(value), 10**3900)
    return "-" * (value < 0) + decimal(high) + str(low).zfill(3900)
