"""The functions of the language: `floor(x)`, `divisible(x,8)`, `max(a,b)` and their kin.

Each takes exact values and gives an exact value; formulas where a symbol is among the arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isqrt
from typing import Any

from symcnn.algebra.conditions import AtLeast
from symcnn.algebra.exact import (
    add,
    ceil,
    choice,
    divide,
    exact,
    floor,
    gcd,
    is_symbolic,
    lcm,
    maximum,
    minimum,
    modulo,
    multiply,
)
from symcnn.elaborate.limits import MOST_BITS
from symcnn.record import Record


class FunctionInfo(Record):
    """A function of the language and how many arguments it takes."""

    of: Callable[..., Any]
    least: int
    most: int
    signature: str


def round_half_up(x: Any) -> Any:
    """floor(x + 1/2)."""
    return floor(exact(x + divide(1, 2)))


def absolute(x: Any) -> Any:
    """The absolute value."""
    if is_symbolic(x):
        import sympy

        return exact(sympy.Abs(x))
    return abs(x)


def square_root(x: Any) -> Any:
    """The square root: a number where it is one, else the exact root."""
    if isinstance(x, int) and x >= 0 and isqrt(x) ** 2 == x:
        return isqrt(x)
    import sympy

    return exact(sympy.sqrt(x))


def logarithm(x: Any, base: Any = None) -> Any:
    """The natural logarithm, or the one to a base."""
    import sympy

    return exact(sympy.log(x) if base is None else sympy.log(x, base))


def logarithm2(x: Any) -> Any:
    """The logarithm to base 2: a number for a power of two."""
    if isinstance(x, int) and x > 0 and x & (x - 1) == 0:
        return x.bit_length() - 1
    return logarithm(x, 2)


def exponential(x: Any) -> Any:
    """Raise e to the power of x."""
    import sympy

    return exact(sympy.exp(x))


def multiple(rounding: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Round to a multiple of the second argument."""
    return lambda x, d: exact(rounding(divide(x, d)) * d)


def divisible(x: Any, d: Any = 8) -> Any:
    """The nearest multiple of d, at least d, and never below 0.9 x (MobileNet's `_make_divisible`)."""
    nearest = maximum([d, exact(floor(divide(exact(x + divide(d, 2)), d)) * d)])
    never_below = AtLeast(10 * nearest, 9 * x).holds()
    if never_below is not None:
        return nearest if never_below else nearest + d
    import sympy

    too_small = sympy.Lt(10 * nearest, 9 * x)
    if too_small in (sympy.true, sympy.false):
        return exact(nearest + d) if too_small == sympy.true else nearest
    return choice(too_small, nearest + d, nearest)


def least_common_multiple(values: Iterable[int]) -> int:
    """The least common multiple; of very large numbers, as soon as it is too large to be used."""
    total = 1
    for value in values:
        total = lcm((total, value))
        if total.bit_length() > MOST_BITS:
            break
    return total


FUNCTIONS = {
    "floor": FunctionInfo(floor, 1, 1, "floor(x)"),
    "ceil": FunctionInfo(ceil, 1, 1, "ceil(x)"),
    "round": FunctionInfo(round_half_up, 1, 1, "round(x)"),
    "abs": FunctionInfo(absolute, 1, 1, "abs(x)"),
    "sqrt": FunctionInfo(square_root, 1, 1, "sqrt(x)"),
    "log": FunctionInfo(logarithm, 1, 2, "log(x) or log(x,base)"),
    "log2": FunctionInfo(logarithm2, 1, 1, "log2(x)"),
    "exp": FunctionInfo(exponential, 1, 1, "exp(x)"),
    "min": FunctionInfo(lambda *x: minimum(x), 1, 1000, "min(a,b,…)"),
    "max": FunctionInfo(lambda *x: maximum(x), 1, 1000, "max(a,b,…)"),
    "gcd": FunctionInfo(lambda *x: gcd(x), 1, 1000, "gcd(a,b,…)"),
    "lcm": FunctionInfo(lambda *x: least_common_multiple(x), 1, 1000, "lcm(a,b,…)"),
    "mod": FunctionInfo(modulo, 2, 2, "mod(a,b)"),
    "round_to": FunctionInfo(multiple(round_half_up), 2, 2, "round_to(x,d)"),
    "ceil_to": FunctionInfo(multiple(ceil), 2, 2, "ceil_to(x,d)"),
    "floor_to": FunctionInfo(multiple(floor), 2, 2, "floor_to(x,d)"),
    "divisible": FunctionInfo(divisible, 1, 2, "divisible(x,d=8)"),
}
WHOLE_ONLY = ("gcd", "lcm")
SPECIAL = ("if", "sum", "prod", "len")
SUMS: dict[str, Callable[[list[Any]], Any]] = {"sum": add, "prod": multiply}
