"""Bounds on what a text may ask for, each with an error that names it."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import is_symbolic
from symcnn.errors import Span, SymcnnError

MOST_DIGITS = 1000
MOST_BITS = 3322  # 1,000 decimal digits
MOST_NODES = 20_000  # of one formula
HIGHEST_POWER = 100  # of a formula


def check_size(value: Any, span: Span) -> Any:
    """Return the value, or refuse a number or formula that is too large to work with."""
    if isinstance(value, int):
        if value.bit_length() > MOST_BITS:
            raise too_large(span)
    elif is_symbolic(value):
        if _count_nodes(value, {}) > MOST_NODES:
            raise SymcnnError(
                "E302", f"the formula has more than {MOST_NODES:,} terms", span, "name fewer sums of sums"
            )
    elif max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
        raise too_large(span)
    return value


def too_large(span: Span) -> SymcnnError:
    """The error for a number with too many digits."""
    return SymcnnError(
        "E302", f"the number has more than {MOST_DIGITS:,} digits", span, "write a smaller number, or a symbol"
    )


def check_power(base: Any, exponent: Any, span: Span) -> None:
    """Refuse a power before it is computed."""
    if not isinstance(exponent, int):
        return
    if is_symbolic(base):
        if abs(exponent) > HIGHEST_POWER:
            message = f"a formula is raised to {exponent}; the highest power is {HIGHEST_POWER}"
            raise SymcnnError("E302", message, span, "write a symbol for the exponent")
        return
    largest = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
    if abs(base) != 1 and largest * abs(exponent) > 2 * MOST_BITS:
        raise too_large(span)


def _count_nodes(e: Any, seen: dict[Any, int]) -> int:
    """The nodes of the formula as printed; shared parts are counted each time, and visited once."""
    if e not in seen:
        seen[e] = 1 + sum(_count_nodes(a, seen) for a in e.args)
    return seen[e]
