"""Bounds of sums whose terms partly cancel: differences of floors, and products of symbols.

floor(x - y) <= floor(x) - floor(y) <= ceil(x - y) for all real x, y, because floor(a) + floor(b) <= floor(a + b).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from sympy import Add, Expr, oo

from symcnn.algebra.bounds import ANYTHING, Interval, bounds, lower_bound
from symcnn.algebra.floordiv import FloorDiv


def closer(e: Expr) -> Iterator[Interval]:
    """Enclosures of a sum that see what cancels.

    >>> from sympy.abc import H
    >>> [tuple(interval) for interval in closer(FloorDiv(H + 3, 2) - FloorDiv(H, 2))]
    [(1, 2)]
    """
    floors = [(c, f) for c, f in (t.as_coeff_Mul() for t in e.args) if isinstance(f, FloorDiv) and c.is_Rational]
    pairs = product([f for f in floors if f[0] > 0], [f for f in floors if f[0] < 0])
    best = next(((up, down, d) for up, down in pairs if (d := _difference(up[1], down[1])) is not None), None)
    if best is not None:
        yield _of_pair(e, *best)
    elif any(f.args[1].is_Integer for _, f in floors):
        yield Interval(bounds(_relaxed(e, floors, -1)).low, bounds(_relaxed(e, floors, 1)).high)
    else:
        yield _of_products(e)


def _difference(a: FloorDiv, b: FloorDiv) -> tuple[Expr, Expr] | None:
    """The difference of two quotients without rounding, as numerator and denominator."""
    (n, d), (m, k) = a.args, b.args
    if d == k:
        return n - m, d
    return (n * k - m * d, d * k) if d.is_Integer and k.is_Integer else None


def _of_pair(e: Expr, up: tuple[Expr, Expr], down: tuple[Expr, Expr], difference: tuple[Expr, Expr]) -> Interval:
    """Put one floor of the difference in the place of two floors that are subtracted."""
    times = min(up[0], -down[0])
    rest = e - times * (up[1] - down[1])
    n, d = difference
    return Interval(bounds(rest + times * FloorDiv(n, d)).low, bounds(rest - times * FloorDiv(-n, d)).high)


def _relaxed(e: Expr, floors: list[tuple[Expr, Expr]], side: int) -> Expr:
    """The sum with what its floors over numbers are at most (side 1) or at least (-1): (n - d + 1)/d <= floor(n/d)."""
    changes = {}
    for c, f in floors:
        n, d = f.args
        if d.is_Integer:
            changes[f] = (n - (d - 1 if c * side < 0 else 0)) / d
    return Add(
        *[(t.as_coeff_Mul()[0] * changes[f]).expand() if (f := t.as_coeff_Mul()[1]) in changes else t for t in e.args]
    )


def _of_products(e: Expr) -> Interval:
    """Count every symbol from its least value: H*K - K is h*k + h with h, k >= 0."""
    symbols = sorted(e.free_symbols, key=str)
    if all(term.is_number or term.as_coeff_Mul()[1].is_Symbol for term in e.args) or not e.is_polynomial(*symbols):
        return ANYTHING
    shifted = e.xreplace({s: s + lower_bound(s) for s in symbols}).expand()
    constant, rest = shifted.as_coeff_Add()
    signs = {bool(term.as_coeff_Mul()[0] > 0) for term in Add.make_args(rest)} if rest != 0 else set()
    return Interval(-oo if False in signs else constant, oo if True in signs else constant)
