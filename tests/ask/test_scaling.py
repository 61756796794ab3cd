"""How totals grow with a symbol."""

from fractions import Fraction

import pytest
import sympy
from sympy.abc import F, H, W

import symcnn
from symcnn import SymcnnError


def test_vgg16_grows_with_the_square_of_its_width():
    """P = 3591 F^2 + 1605725 F + 20882408 with F = 64 for the published network (138,357,544 parameters)."""
    stages = [(1, 2), (2, 2), (4, 3), (8, 3), (8, 3)]
    convolutions = " ".join(" ".join([f"conv({m}*F,3,pad=same)"] * n) + " pool(2)" for m, n in stages)
    net = symcnn.parse(f"input(224,224,3) {convolutions} dense(4096) dense(4096) dense(1000)")
    assert net(F=64).params == 138_357_544
    assert net.params.expand() == 3591 * F**2 + 1_605_725 * F + 20_882_408
    found = net.scaling("F", F=64)
    assert (found.degree, found.leading) == (2, 3591 * F**2)
    assert 0.9545 < found.at_point < 0.9555  # 0.955 at the published width


def test_the_elasticity_is_exact():
    found = symcnn.parse("input(32,32,3) conv(F,3,bias=false) conv(F,3,bias=false)").scaling("F", F=3)
    assert found.elasticity == (2 * F + 3) / (F + 3)  # of 27 F + 9 F^2
    assert found.at_point == Fraction(3, 2)  # (2*3 + 3)/(3 + 3)


def test_floors_grow_as_their_quotients():
    found = symcnn.parse("pool(2) conv(8,1,bias=false)", C=1).scaling("H", "macs")
    assert found.leading == 8 * H * W / 4
    assert found.degree == 1


def test_the_layer_that_dominates_and_from_where_on():
    net = symcnn.parse("input(8,8,4) conv(F,3,bias=false) gap dense(F,bias=false)")  # 36 F, then F^2
    found = net.scaling("F")
    assert found.dominant == "dense1"
    assert found.dominant_from == 36
    assert net(F=36).layers[0].params <= net(F=36).layers[2].params
    assert net(F=35).layers[0].params > net(F=35).layers[2].params


def test_a_symbol_that_does_not_occur_is_an_error():
    with pytest.raises(SymcnnError, match="params does not depend on 'H'"):
        symcnn.parse("conv(F,3)").scaling("H")


# By hand: 9*(F*2**(i - 1))*(F*2**i) for i = 2..d is 6*F**2*(4**d - 4) together; 4*(F + i)/2 twice a round is 2*n**2 + …
@pytest.mark.parametrize(
    ("text", "symbol", "degree", "leading"),
    [
        ("for i in 1..d { conv(F*2^i,3,pad=same) }", "d", "4**d", "6*F**2*4**d"),
        ("n*conv(F,3)", "n", 1, "n*(9*F**2 + F)"),
        ("conv(1,1) for i in 1..n { conv(floor((F+i)/2),1,bias=false) conv(4,1,bias=false) }", "n", 2, "2*n**2"),
        ("input(8,8,C) concat(i=1..m){ conv(4,1,groups=i) }", "C", 1, "C*Sum(4/i, (i, 1, m))"),
    ],
)
def test_growth_with_symbolic_depth(text, symbol, degree, leading):
    found = symcnn.parse(text).scaling(symbol)
    assert found.degree == degree
    assert sympy.simplify(found.leading - sympy.sympify(leading)) == 0


@pytest.mark.parametrize(
    ("text", "symbol", "code"),
    [
        ("input(8,8,C) concat(i=1..m){ conv(4,1,groups=i) }", "m", "E505"),
        ("for i in 1..n { conv(F*r^i,3,pad=same) }", "n", "E504"),
        ("input(8,8,C) concat(i=1..m){ conv(4,1,groups=i) }", "s", "E203"),
    ],
)
def test_growth_that_is_not_known(text, symbol, code):
    with pytest.raises(symcnn.SymcnnError) as refused:
        symcnn.parse(text).scaling(symbol)
    assert refused.value.code == code
    assert " _" not in str(refused.value)


@pytest.mark.parametrize("quantity", ["params", "macs"])
def test_the_layer_that_dominates_does_so_at_large_numbers(quantity):
    net = symcnn.parse("conv(F,3) conv(F,3) pool(2) conv(2*F,3,pad=same) convt(F,2,2) conv(N,1)")
    rows = net(F=10**6, C=3, N=10, H=64, W=64).report.layers
    assert net.scaling("F", quantity).dominant == max(rows, key=lambda row: getattr(row, quantity)).name
