"""Bounds on what a text may ask for, each with an error that names it."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import is_symbolic
from symcnn.errors import Span, SymcnnError

MOST_DIGITS = 1000
MOST_BITS = 3322  # 1,000 decimal digits
MOST_NODES = 5_000  # of one formula; writing a larger one takes many seconds
MOST_VALUES = 20_000  # of one list
HIGHEST_POWER = 100  # of a formula
MOST_CHOICES = 16  # formulas in one `min` or `max`
MOST_ROUNDS = 100_000  # of sums and products that are written out
MOST_READINGS = 1_500  # of bodies of symbolic repeats; inside each other, each is read about five times as often


def check_size(value: Any, span: Span) -> Any:
    """Return the value, or refuse a number or formula that is too large to work with."""
    if isinstance(value, int):
        if value.bit_length() > MOST_BITS:
            raise too_large(span)
    elif is_symbolic(value):
        _check_defined(value, span)
        if _count_nodes(value, {}) > MOST_NODES:
            raise SymcnnError(
                "E302", f"the formula has more than {MOST_NODES:,} terms", span, "name fewer sums of sums"
            )
    elif max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
        raise too_large(span)
    return value


def _check_defined(value: Any, span: Span) -> None:
    """Refuse what is no number: log(0), the square root of -1."""
    from sympy import I, nan, oo, zoo

    if value.has(I):
        raise SymcnnError("E302", "this is the root of a negative number", span, "roots are taken of positive numbers")
    if value.has(zoo, nan, oo, -oo):
        raise SymcnnError("E302", "this is not a number", span, "a divisor or a logarithm's argument is 0")
    if value.is_number and value.is_real is False:
        raise SymcnnError("E302", "this is the root of a negative number", span, "roots are taken of positive numbers")


def check_arguments(function: str, values: list[Any], span: Span) -> None:
    """Refuse what would take a function very long."""
    if function == "exp" and _size_of(values[0]) > MOST_DIGITS:
        raise too_large(span)
    if function == "divisible" and _count_choices(values[0]) > 1:
        message = "a width is rounded more than twice, which has no short formula"
        raise SymcnnError("E302", message, span, "give the symbols values")
    if function in ("min", "max") and len(values) > MOST_CHOICES and any(map(is_symbolic, values)):
        message = f"{function} of {len(values)} formulas; at most {MOST_CHOICES} are compared"
        raise SymcnnError("E302", message, span, "give the symbols values")


def _count_choices(value: Any) -> int:
    """How many cases of a formula stand inside one another or side by side."""
    if not is_symbolic(value):
        return 0
    from sympy import Piecewise

    return len(value.atoms(Piecewise))


def _size_of(value: Any) -> Any:
    """The absolute value of a number, roughly; 0 for a formula with symbols."""
    if not is_symbolic(value):
        return abs(value)
    return abs(value.evalf(5)) if value.is_number else 0


def check_nesting(elements: tuple[Any, ...], span: Span) -> tuple[Any, ...]:
    """Refuse a list of lists that holds very many values (a few names can double many times)."""
    if _count_elements(elements, {}) > MOST_VALUES:
        raise SymcnnError("E302", f"the list holds more than {MOST_VALUES:,} values", span, "use a range: 1..n")
    return elements


def _count_elements(value: Any, seen: dict[int, int]) -> int:
    inner = value if isinstance(value, tuple) else getattr(value, "elements", None)
    if inner is None:
        return 1
    if id(inner) not in seen:
        seen[id(inner)] = sum(_count_elements(one, seen) for one in inner)
    return seen[id(inner)]


def check_work(evaluation: Any, span: Span) -> None:
    """Count a round of a sum; sums inside sums would take very long."""
    evaluation.rounds += 1
    if evaluation.rounds > MOST_ROUNDS:
        message = f"sums and products have more than {MOST_ROUNDS:,} rounds in all"
        raise SymcnnError("E302", message, span, "write a closed form: n*(n+1)/2")


def check_depth(evaluation: Any, span: Span, readings: int = 1) -> None:
    """Count a reading of a body for all rounds; repeats inside repeats are read again and again."""
    evaluation.readings += readings
    if evaluation.readings > MOST_READINGS:
        message = f"the bodies of symbolic repeats inside each other are read more than {MOST_READINGS:,} times"
        raise Exhausted("E110", message, span, "give the counts of the inner repeats values")


class Exhausted(SymcnnError):  # noqa: N818  (it is told apart from others by what it ends)
    """A bound on all that is done for a text: no other way of reading a part of it is tried."""


def too_large(span: Span) -> SymcnnError:
    """The error for a number with too many digits."""
    return SymcnnError(
        "E302", f"the number has more than {MOST_DIGITS:,} digits", span, "write a smaller number, or a symbol"
    )


def check_power(base: Any, exponent: Any, span: Span) -> None:
    """Refuse a power before it is computed."""
    size = _size_of(exponent)
    if is_symbolic(base) and not base.is_number:
        if size > HIGHEST_POWER:
            message = f"a formula is raised to a power above {HIGHEST_POWER}"
            raise SymcnnError("E302", message, span, "write a symbol for the exponent")
        return
    if is_symbolic(base):
        bits = 1 + abs(int(base.evalf(5))).bit_length()
    else:
        bits = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
    if base not in (1, -1) and bits * size > 2 * MOST_BITS:
        raise too_large(span)


def _count_nodes(e: Any, seen: dict[Any, int]) -> int:
    """The nodes of the formula as printed; shared parts are counted each time, and visited once."""
    if e not in seen:
        seen[e] = 1 + sum(_count_nodes(a, seen) for a in e.args)
    return seen[e]
