"""The fewest inequalities that say the same, and whether they exclude each other.

A rounded quotient needs no rounding in an inequality: floor(n/d) + b >= 0 holds exactly when
n + d*b >= 0 does (d positive, all whole). What remains are inequalities between polynomials of
symbols that are at least 1. One is dropped if the others imply it: with its opposite added there
is no solution, which is seen by eliminating unknowns (`elimination`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import gcd, lcm
from typing import Any

from sympy import Add, Dummy, Expr, Function, Integer, Max, Min, Piecewise, Rational, sympify
from sympy.core.sorting import default_sort_key

from symcnn.algebra.bounds import at_least, lower_bound
from symcnn.algebra.conditions import AtLeast
from symcnn.algebra.elimination import Row, no_solution
from symcnn.algebra.exact import exact
from symcnn.algebra.floordiv import FloorDiv
from symcnn.algebra.whole import expanded, is_whole, never_negative
from symcnn.record import Record

MOST_TOGETHER = 12  # with more inequalities than this, only pairs are compared
WHOLE = (Function, Max, Min, Piecewise)
MOST_CHOICES = 2  # each lesser or greater of two may double the inequalities


class Bound(Record):
    """`slope >= least`: a formula without a constant, and a number."""

    slope: Expr
    least: Any
    layers: tuple[str, ...]


def merge_inequalities(conditions: Sequence[AtLeast]) -> list[AtLeast]:
    """Keep the inequalities that the others do not imply.

    >>> from sympy.abc import H, K
    >>> [str(c) for c in merge_inequalities([AtLeast(FloorDiv(H, 4), 2), AtLeast(H, 5), AtLeast(K + H, 3)])]
    ['H >= 8']
    """
    kept = _not_implied_by_one(_strongest(conditions))
    if 1 < len(kept) <= MOST_TOGETHER and all(is_whole(b.slope) for b in kept):
        kept = _not_implied_by_all(kept)
    return [_readable(bound) for bound in kept]


def contradict(conditions: Sequence[AtLeast]) -> bool:
    """Whether no values satisfy all inequalities together."""
    bounds = _strongest(conditions)
    if any(at_least(b.slope, b.least) is False for b in bounds):
        return True
    return all(is_whole(b.slope) for b in bounds) and _exclude_each_other([b.slope - b.least for b in bounds])


# ------------------------------------------------------- without rounding


def without_rounding(e: Expr) -> list[Expr]:
    """Formulas that are all at least 0 exactly where e is, without rounded quotients where that can be.

    >>> from sympy.abc import H, K
    >>> without_rounding(FloorDiv(H - K, 2) - K), without_rounding(Min(H, K) - 3)
    ([H - 3*K], [H - 3, K - 3])
    """
    if len(e.atoms(Min, Max)) > MOST_CHOICES:
        return [e]
    e = expanded(e)
    e = expanded(e * lcm(*(int(t.as_coeff_Mul()[0].q) for t in Add.make_args(e) if t.as_coeff_Mul()[0].is_Rational)))
    if (factors := _positive_product(e)) is not None:
        return [each for factor in factors for each in without_rounding(factor - 1)]
    for term in sorted(Add.make_args(e), key=default_sort_key):
        times, part = term.as_coeff_Mul()
        if isinstance(part, Min if times > 0 else Max):
            return [each for choice in part.args for each in without_rounding(e - term + times * choice)]
        if isinstance(part, FloorDiv) and times.is_Integer and is_whole(e - term):
            exactly = _without_floor(int(times), part, e - term)
            found = [e] if exactly is None else without_rounding(exactly)
            if not any(each.has(FloorDiv) for each in found):
                return found
    return [e]


def _positive_product(e: Expr) -> list[Expr] | None:
    """The factors of a product of whole numbers that is to be at least 1: each is, where none is negative."""
    constant, product = e.as_coeff_Add()
    if constant != -1 or not product.is_Mul or not product.has(FloorDiv):
        return None
    factors = product.args
    return list(factors) if all(is_whole(f) and never_negative(f) for f in factors) else None


def _without_floor(times: int, quotient: FloorDiv, rest: Expr) -> Expr | None:
    """What is at least 0 exactly where times*floor(n/d) + rest is."""
    n, d = quotient.args
    limit = FloorDiv(rest, Integer(abs(times)))  # floor(n/d) is whole, so the other side may be rounded
    if (limit.has(FloorDiv) and abs(times) != 1) or not (lower_bound(d) or 0) > 0:
        return None
    return n + d * limit if times > 0 else d * (limit + 1) - 1 - n


# ------------------------------------------------------------ the strongest


def _strongest(conditions: Iterable[AtLeast]) -> list[Bound]:
    """Of inequalities on the same formula (up to a constant), keep the one with the largest number."""
    best: dict[Expr, Bound] = {}
    for condition in conditions:
        for e in without_rounding(sympify(condition.left - condition.right)):
            new = _bound(e, condition.layers)
            old = best.get(new.slope, new)
            if new.least >= old.least:
                also = old.layers if new.least == old.least else ()
                best[new.slope] = Bound(new.slope, new.least, tuple(dict.fromkeys((*also, *new.layers))))
    return [b for b in best.values() if at_least(b.slope, b.least) is not True]


def _bound(e: Expr, layers: tuple[str, ...]) -> Bound:
    """Write e >= 0 with a number on the right and coefficients that share no factor."""
    constant, rest = e.as_coeff_Add()
    coefficients = [term.as_coeff_Mul()[0] for term in Add.make_args(rest)]
    if rest == 0 or not all(c.is_Rational for c in coefficients):
        return Bound(rest, -constant, layers)
    scale = Rational(lcm(*(int(c.q) for c in coefficients)), gcd(*(int(c.p) for c in coefficients)))
    slope, least = expanded(rest * scale), -constant * scale
    return Bound(slope, least.ceiling() if is_whole(slope) else least, layers)


def _not_implied_by_one(bounds: list[Bound]) -> list[Bound]:
    kept = list(bounds)
    for bound in bounds:
        if any(other is not bound and _implies(other, bound) for other in kept):
            kept.remove(bound)
    return kept


def _implies(a: Bound, b: Bound) -> bool:
    """Whether a gives b, because the difference of their formulas cannot be small."""
    gap = lower_bound(b.slope - a.slope)
    return gap is not None and bool(gap + a.least >= b.least)


def _not_implied_by_all(bounds: list[Bound]) -> list[Bound]:
    kept = list(bounds)
    for bound in bounds:
        others = [b.slope - b.least for b in kept if b is not bound]
        if _exclude_each_other([*others, bound.least - 1 - bound.slope]):
            kept.remove(bound)
    return kept


def _exclude_each_other(formulas: list[Expr]) -> bool:
    """Whether the formulas are never all at least 0."""
    rows = [_row(e) for e in formulas]
    names = sorted({name for row in rows for name in row.coefficients}, key=default_sort_key)
    return no_solution(rows, [name for name in names if not name.is_polynomial(*name.free_symbols)])


@lru_cache(maxsize=4096)  # each is compared with all others
def _row(e: Expr) -> Row:
    """A formula that is at least 0 as coefficients of unknowns, and a constant.

    Symbols are counted from their least values; then every product of them is an unknown of its own, at least
    0. Floors and choices are unknowns as they are: sympy would simplify each anew with what is put into it.
    """
    whole = {part: _unknown(part) for part in e.atoms(*WHOLE)}
    counted = e.xreplace({**{s: s + (lower_bound(s) or 0) for s in e.free_symbols}, **whole}).expand()
    constant, rest = counted.as_coeff_Add()
    terms = (term.as_coeff_Mul() for term in Add.make_args(rest) if rest != 0)
    back = {symbol: part for part, symbol in whole.items()}
    return Row({part.xreplace(back): int(c) for c, part in terms}, int(constant))


@lru_cache(maxsize=4096)
def _unknown(part: Expr) -> Dummy:
    return Dummy(integer=True)


def _readable(bound: Bound) -> AtLeast:
    """Put what is subtracted on the right: H - K >= 0 is written H >= K."""
    terms = Add.make_args(bound.slope)
    positive = [t for t in terms if not t.could_extract_minus_sign()]
    negative = [-t for t in terms if t.could_extract_minus_sign()]
    left, right = (positive, [*negative, bound.least]) if positive else ([-bound.least], negative)
    return AtLeast(exact(Add(*left)), exact(Add(*right)), layers=bound.layers)
