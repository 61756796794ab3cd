"""What one more of a symbol costs, against networks with one more."""

from fractions import Fraction

import pytest
import sympy
from sympy.abc import C, F

import symcnn
from symcnn import SymcnnError
from symcnn.ask.sensitivity import told

NETS = [
    ("conv(F,K) pool(2) dense(N) dense(10)", {"F": 32, "K": 3, "N": 100, "H": 28, "W": 28, "C": 1}),
    ("n*{ res{ conv(C,3,pad=same) bn relu } } gap dense(F)", {"n": 3, "C": 8, "F": 10, "H": 9, "W": 9}),
    ("conv(divisible(F),3) dense(10)", {"F": 12, "H": 9, "W": 9, "C": 2}),
    ("if n >= 2 { conv(n,3) } else { dense(n) }", {"n": 1, "H": 9, "W": 9, "C": 2}),
]


@pytest.mark.parametrize(("text", "point"), NETS)
def test_one_more_is_the_difference_of_two_networks(text, point):
    found = symcnn.sensitivity(text, **point)
    assert {one.quantity for one in found} == {"params", "macs"}
    for one in found:
        after = symcnn.parse(text, **{**point, one.symbol: point[one.symbol] + 1})
        before = symcnn.parse(text, **point)
        assert one.value == getattr(before, one.quantity)
        assert one.more == getattr(after, one.quantity) - one.value


def test_what_costs_nothing_is_left_out():
    found = symcnn.sensitivity("conv(F,3) gap", F=3, C=2, H=9, W=9, quantity="params")
    assert [one.symbol for one in found] == ["F", "C"]


def test_derivative_and_elasticity_by_hand():
    """P = 9 F^2 + 29 F + 0 C with C = 3: P' = 18 F + 29, and F P'/P."""
    (found,) = symcnn.sensitivity("input(9,9,3) conv(F,3) conv(F,3)", quantity="params", F=64)
    value = 9 * 64**2 + 29 * 64 + 0
    assert (found.value, found.derivative) == (value, 18 * 64 + 29)
    assert found.elasticity == Fraction(64 * (18 * 64 + 29), value)
    assert found.more == 18 * 64 + 29 + 9


def test_over_a_grid():
    found = symcnn.sensitivity("conv(F,3) conv(F,3)", F="8..24:8", C=3, quantity="params", symbols=["F"])
    assert [(one.point["F"], one.more) for one in found] == [(f, 18 * f + 9 + 29) for f in (8, 16, 24)]


def test_symbols_stay():
    (found,) = symcnn.sensitivity("conv(F,3) conv(F,3)", quantity="params", symbols=["F"])
    expected = sympy.expand(9 * (F + 1) ** 2 - 9 * F**2 + 9 * C + 2)
    assert sympy.expand(found.more - expected) == 0
    assert "one more costs  9*C + 18*F + 11" in told([found])


def test_names_that_follow_from_others_move_along():
    """P = 2 F + (F + 1) 2 F as G = 2 F."""
    (found, _) = symcnn.sensitivity("conv(F,1) conv(G,1)", F="3..4", G="2*F", C=1, quantity="params", symbols=["F"])
    assert found.point == {"F": 3, "C": 1}
    assert (found.value, found.more) == (2 * 9 + 4 * 3, 2 * 16 + 4 * 4 - 2 * 9 - 4 * 3)
    assert found.derivative == 4 * 3 + 4


def test_no_network_with_one_more():
    found = symcnn.sensitivity("conv(F,K)", F=3, K=3, H=3, W=3, C=1, quantity="params", symbols=["K"])
    assert [one.more for one in found] == [None]
    assert "- K: conv: the window is larger than its input" in told(found)


def test_numbers_of_any_size():
    size = 10**40
    (found,) = symcnn.sensitivity("conv(F,3) conv(F,3)", quantity="params", symbols=["F"], F=size, C=1)
    assert found.more == 18 * size + 9 + 11


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"symbols": ["G"]}, "E203"), ({"quantity": "param"}, "E602"), ({"quantity": "rf", "F": 3}, None)],
)
def test_what_cannot_be_asked(asked, code):
    if code is None:
        assert symcnn.sensitivity("conv(F,3)", **asked) == ()
        return
    with pytest.raises(SymcnnError) as caught:
        symcnn.sensitivity("conv(F,3)", **asked)
    assert caught.value.code == code


def test_derivatives_are_without_rounding():
    """The positions behind pool(2) are H/2 and W/2, however odd."""
    found = symcnn.sensitivity("pool(2) conv(4,1,bias=false)", quantity="params", H=9, W=8, C=3)
    assert [one.symbol for one in found] == ["C"]
    macs = symcnn.sensitivity("pool(2) conv(4,1,bias=false)", quantity="macs", symbols=["H"], H=9, W=8, C=3)
    assert [(one.value, one.more, one.derivative, one.elasticity) for one in macs] == [(4 * 4 * 12, 4 * 12, 2 * 12, 1)]
