"""What `solve` says a size is before round i, against going through the rounds one by one."""

import pytest
from sympy import Integer, Symbol, sympify
from sympy.abc import C, H, g, k, x

from symcnn.algebra.floordiv import FloorDiv
from symcnn.algebra.recurrence import solve

i = Symbol("i", integer=True, nonnegative=True)
VALUES = {H: 1000, C: 3, g: 32, k: 5}
ROUNDS = 6

KNOWN = [
    (x, H),
    (x + k - 1, H),
    (x - k + 1, H),
    (2 * x, C),
    (3 * x + 2, C),
    (k * x + g, C),
    (x + g * i, C),
    (x + 2**i, C),
    (2 * x + 2**i, C),
    (3 * x + i**2, C),
    (g * 2**i, g / 2),
    (FloorDiv(x, 2), H),
    (FloorDiv(x + 1, 2), H),
    (FloorDiv(x - k, 3) + 1, H),
    (FloorDiv(x + i, 2), H),
    (FloorDiv(x + 2, k), H),
]
UNKNOWN = [
    (x**2, C),
    (x * i, C),
    (g * 2**i, C),  # the first round is another
    (FloorDiv(x, i + 1), H),
    (FloorDiv(x, 2) + FloorDiv(x, 3), H),
    (2 * FloorDiv(x, 3), H),
]


def number(formula):
    """A formula at the values."""
    return sympify(formula).xreplace({s: Integer(v) for s, v in VALUES.items()})


@pytest.mark.parametrize(("after", "start"), KNOWN, ids=str)
def test_the_closed_form_is_what_the_rounds_give(after, start):
    before = solve(after, x, i, start)
    size = number(start)
    for n in range(ROUNDS):
        assert number(sympify(before).xreplace({i: Integer(n)})) == size, f"round {n} of {before}"
        size = number(after.xreplace({x: size, i: Integer(n)}))


@pytest.mark.parametrize(("after", "start"), UNKNOWN, ids=str)
def test_what_has_no_closed_form_here_gives_none(after, start):
    assert solve(after, x, i, start) is None
