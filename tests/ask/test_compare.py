"""Two networks against each other: differences, ratios in split form, savings, break-even."""

import json
from fractions import Fraction

import pytest
from sympy import sqrt
from sympy.abc import C, F, K

import symcnn
from symcnn import SymcnnError
from symcnn.algebra.ratio import split_ratio, where_positive
from symcnn.cli.compare import run, written
from symcnn.cli.main import main

STANDARD, SEPARABLE = "conv(F,K,bias=false)", "dwconv(K,bias=false) conv(F,1,bias=false)"


def params(a, b):
    return symcnn.compare(symcnn.parse(a), symcnn.parse(b))[0]


def test_separable_against_standard_is_the_ratio_of_the_mobilenet_paper():
    """Howard et al. 2017, section 3.1: 1/N + 1/D_K^2."""
    assert params(STANDARD, SEPARABLE).ratio == 1 / F + 1 / K**2


def test_two_small_kernels_save_28_percent():
    """Szegedy et al. 2015, section 3.1: two 3x3 for one 5x5 save 28 %."""
    found = params("conv(C,5,bias=false)", "conv(C,3,bias=false) conv(C,3,bias=false)")
    assert found.saving == Fraction(28, 100)
    assert found.difference == -7 * C**2
    assert found.break_even == ("always",)


def test_what_is_larger_costs_more():
    """Simonyan & Zisserman 2014, section 2.3: one 7x7 has 81 % more than three 3x3."""
    said = written(params(" ".join(["conv(C,3,bias=false)"] * 3), "conv(C,7,bias=false)"), str).splitlines()
    assert "  B costs more about 81.48 %" in said
    assert not any("saves" in line for line in said)


def test_three_small_kernels_against_one_of_seven():
    """Simonyan & Zisserman 2014, section 2.3: 27 C^2 against 49 C^2."""
    found = params("conv(C,7,bias=false)", " ".join(["conv(C,3,bias=false)"] * 3))
    assert (found.a, found.b, found.ratio) == (49 * C**2, 27 * C**2, Fraction(27, 49))


BREAK_EVEN = [
    (8 * C * F - 9 * C, ("F > 9/8",)),
    (9 - F, ("F < 9",)),
    (F**2 - 2, ("F > sqrt(2)",)),
    ((F - 3) * (7 - F), ("F > 3 and F < 7",)),
    (-(F**2), ("never",)),
    (C * F + 1, ("always",)),
    (F - C, ("C < F", "F > C")),
    (5, ("always",)),
    (0, ("never",)),
]


@pytest.mark.parametrize(("formula", "conditions"), BREAK_EVEN)
def test_break_even(formula, conditions):
    assert where_positive(formula) == conditions


@pytest.mark.parametrize(("formula", "conditions"), BREAK_EVEN[:4])
def test_break_even_is_true_exactly_where_it_says(formula, conditions):
    (condition,) = conditions
    for value in range(1, 30):
        says = all(_true(part, value) for part in condition.split(" and "))
        assert says == bool(formula.subs({F: value, C: 1}) > 0)


def _true(part, value):
    _, sign, bound = part.split()
    bound = sqrt(2) if bound == "sqrt(2)" else Fraction(bound)
    return bool(value > bound) if sign == ">" else bool(value < bound)


def test_a_ratio_that_is_no_sum_of_few_fractions_stays_whole():
    assert split_ratio(F, F + 1) == F / (F + 1)
    assert split_ratio(6, 4) == Fraction(3, 2)


def test_the_command_says_when_b_is_smaller(capsys):
    assert (
        main(["compare", "conv(F,3,bias=false)", "dwconv(3,bias=false) conv(F,1,bias=false)", "--only", "params"]) == 0
    )
    printed = capsys.readouterr().out
    assert "B / A  1/F + 1/9" in printed
    assert "B is smaller when F > 9/8" in printed


def test_the_command_binds_values_and_writes_json(capsys):
    assert main(["compare", STANDARD, SEPARABLE, "K=3", "F=64", "C=32", "--only", "params", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["a"], found["b"], found["difference"]) == (18_432, 288 + 2_048, -16_096)


def test_one_network_is_not_two():
    with pytest.raises(SymcnnError, match="takes two networks; 1 given"):
        run(["conv(F,3)"])


def test_formulas_of_a_comparison_in_latex(capsys):
    assert main(["compare", STANDARD, SEPARABLE, "--only", "params", "--latex"]) == 0
    assert r"  B / A  \frac{1}{F} + \frac{1}{K^{2}}" in capsys.readouterr().out.splitlines()
