"""Equalities in their plainest form: what both sides share goes, and floors where they only ask for a remainder.

c*floor(n/d) + rest = 0 with a number q = c*n/d + rest says that n leaves the remainder q*d/c, because
floor(n/d) = (n - n mod d)/d: 2*(H//2) == H is H % 2 == 0.
"""

from __future__ import annotations

from sympy import Add, Expr, Integer, gcd_list, sympify

from symcnn.algebra.conditions import Condition, Equal, Multiple
from symcnn.algebra.exact import exact
from symcnn.algebra.floordiv import FloorDiv
from symcnn.algebra.printing import text
from symcnn.algebra.whole import expanded, is_whole


def plainest(condition: Equal) -> Condition:
    """The equality, or the divisibility that says the same.

    >>> from sympy.abc import H, K, P
    >>> print(plainest(Equal(2 * FloorDiv(H, 2), H)), plainest(Equal(FloorDiv(H, 2) + 1, FloorDiv(H, 2) - 2 * P + K)))
    H % 2 == 0 K == 2*P + 1
    """
    difference = expanded(sympify(condition.left - condition.right, strict=True))
    found = _remainder(difference) or _balanced(difference)
    return found.asked_by(condition.layers)


def _remainder(e: Expr) -> Multiple | None:
    """The one floor in a sum as a question for a remainder, where the rest is the same without rounding."""
    floors = [term for term in Add.make_args(e) if term.has(FloorDiv)]
    if len(floors) != 1:
        return None
    times, quotient = floors[0].as_coeff_Mul()
    if not isinstance(quotient, FloorDiv) or not times.is_Integer:
        return None
    n, d = quotient.args
    left_over = expanded(e - floors[0] + times * n / d) * d / times
    if not d.is_Integer or not left_over.is_Integer or not 0 <= left_over < d or not is_whole(n):
        return None
    return Multiple(n, int(d), int(left_over))


def _balanced(e: Expr) -> Equal:
    """The shorter side on the left, nothing subtracted, no common factor."""
    terms = Add.make_args(e)
    common = gcd_list([term.as_coeff_Mul()[0] for term in terms]) or Integer(1)
    added = Add(*[term / common for term in terms if not term.could_extract_minus_sign()])
    taken = Add(*[-term / common for term in terms if term.could_extract_minus_sign()])
    left, right = sorted((exact(added), exact(taken)), key=_weight)
    return Equal(left, right)


def _weight(side: Expr | int) -> tuple[bool, bool, int, str]:
    e = sympify(side, strict=True)
    return e.is_number, not e.is_Symbol, len(Add.make_args(e)), text(side)
