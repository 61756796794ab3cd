"""How a size goes on from round to round of a repeat: x becomes T(x, i), for i = 0, 1, 2, ...

| T(x, i)             | x before round i                                        |
|---------------------|---------------------------------------------------------|
| free of x           | T(i - 1), if that is what the size is before round 0    |
| r*x + g(i)          | r**i*x0 + the sum of r**(i-1-j)*g(j)                    |
| floor((x + a(i))/b) | floor((x0 + the sum of b**j*a(j))/b**i)                 |

The last line is one floor for a chain of floors (see `floordiv`). A line is a function in `RULES`; they are tried
in order. A new one gives None for what it does not know, and has a row in `tests/algebra/test_recurrence.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Dummy, Expr, Integer, Pow, Symbol, expand, sympify

from symcnn.algebra.exact import exact
from symcnn.algebra.floordiv import FloorDiv
from symcnn.algebra.moments import at
from symcnn.algebra.powers import unified
from symcnn.algebra.summation import summed


def solve(transition: Any, x: Symbol, index: Symbol, start: Any) -> Any:
    """The size before round `index` as a formula in the index; None where there is no closed form.

    `transition` is the size after a round in terms of x, the size before it, and of the index.

    >>> from sympy.abc import H, g, i, k, x
    >>> solve(x, x, i, H), solve(x + k, x, i, H), solve(2*x, x, i, H), solve(FloorDiv(x, 2), x, i, H)
    (H, H + i*k, 2**i*H, (H//(2**i)))
    >>> solve(g*4**i, x, i, g/4), solve(g*4**i, x, i, H)
    (2**(2*i)*g/4, None)
    """
    after, start = sympify(unified(transition)), sympify(start)
    solutions = (rule(after, x, index, start) for rule in RULES)
    return next((found for found in solutions if found is not None), None)


def _of_index(after: Expr, x: Symbol, index: Symbol, start: Expr) -> Any:
    """What does not depend on the size before."""
    if x in after.free_symbols:
        return None
    before = at(after, index, index - 1)
    return before if expand(sympify(at(before, index, 0)) - start) == 0 else None


def _affine(after: Expr, x: Symbol, index: Symbol, start: Expr) -> Any:
    """A multiple of the size before, plus what may depend on the round."""
    if x not in after.free_symbols:
        return None  # r = 0 needs more care: 0**i is 1 in the first round
    gain = after.xreplace({x: Integer(0)})
    ratio = expand(after.xreplace({x: Integer(1)}) - gain)
    if expand(after - ratio * x - gain) != 0 or index in ratio.free_symbols or x in ratio.free_symbols:
        return None
    grown = unified(Pow(ratio, index)) * start
    if gain == 0:
        return exact(grown)
    earlier = Dummy("j", integer=True, nonnegative=True)
    terms = sympify(unified(Pow(ratio, index - 1 - earlier))) * gain.xreplace({index: earlier})
    return exact(unified(grown + summed(terms, earlier, index)))


def _rounded(after: Expr, x: Symbol, index: Symbol, start: Expr) -> Any:
    """A quotient, rounded down, plus what may depend on the round."""
    floors = [f for f in after.atoms(FloorDiv) if x in f.free_symbols]
    if len(floors) != 1:
        return None
    numerator, divisor = floors[0].args
    outside, inside = after - floors[0], numerator - x
    if {x, index} & divisor.free_symbols or x in (outside + inside).free_symbols:
        return None
    earlier = Dummy("j", integer=True, nonnegative=True)
    gain = (inside + divisor * outside).xreplace({index: earlier})
    grown = summed(expand(unified(Pow(divisor, earlier)) * gain), earlier, index)
    return exact(unified(FloorDiv(expand(start + grown), unified(Pow(divisor, index)))))


RULES: tuple[Callable[[Expr, Symbol, Symbol, Expr], Any], ...] = (_of_index, _affine, _rounded)
