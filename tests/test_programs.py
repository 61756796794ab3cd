"""Whole programs whose expectations are published numbers, and what holds of repeats and joins in them."""

from pathlib import Path

import pytest

import symcnn
from symcnn.expect import check
from symcnn.text.parse import parse

DATA = Path(__file__).parent / "data"
PROGRAMS = DATA / "programs"
NAMES = sorted(path.stem for path in PROGRAMS.glob("*.cnn"))


@pytest.mark.parametrize("name", NAMES)
def test_every_expectation_holds(name):
    outcomes = check(parse((PROGRAMS / f"{name}.cnn").read_text(encoding="utf-8"), name))
    assert outcomes
    assert [str(outcome.span.text) for outcome in outcomes if outcome.holds is not True] == []


def test_depth_may_be_a_symbol():
    """He et al. 2015, section 4.2: the CIFAR network with 6n + 2 layers."""
    net = symcnn.load("zoo:resnet_cifar")
    assert symcnn.equal(net.params, "97216*n - 21926") is True
    assert net(n=9).params == 853_018
    assert net.conditions == ()  # a symbol is at least 1, and one block a stage is enough


def test_a_formula_in_the_depth_gives_what_writing_it_out_gives():
    blocks = "n*{ res{ conv(8,3,pad=same) bn relu } } (n-1)*conv(4,3,pad=same)"
    net = symcnn.parse(f"input(16,16,3) conv(8,3,pad=same) {blocks} gap dense(m)")
    assert [str(condition) for condition in net.conditions] == [
        "n >= 2"
    ]  # the first of n-1 sees 8 channels, the others 4
    for n in range(2, 6):
        for quantity in ("params", "buffers", "macs", "activations", "memory", "rf"):
            formula, number = getattr(net, quantity), getattr(net(n=n, m=5), quantity)
            bound = formula.subs({"n": n, "m": 5}) if hasattr(formula, "subs") else formula
            assert bound == number, (quantity, n)


def test_shared_weights_count_once_and_work_each_time():
    net = symcnn.parse("shared t { conv(4,3,pad=same) } input(8,8,4) t relu t t")
    assert net.params == 3 * 3 * 4 * 4 + 4
    assert net.macs == 3 * (8 * 8 * 3 * 3 * 4 * 4)


def test_the_receptive_field_of_branches_is_the_widest():
    net = symcnn.parse(
        "input(32,32,8) concat{ conv(4,1) | conv(4,5,pad=same) | conv(4,3,pad=same) conv(4,5,pad=same) }"
    )
    assert net.rf == 1 + 2 + 4


def test_a_join_is_shown_without_its_paths_and_a_warning_once():
    net = symcnn.parse("input(8,8,4) 3*{ res{ conv(4,3,pad=same) bn | id } } concat(2){ conv(2,1) }")
    texts = [row.text for row in net.layers if row.layer in ("res", "concat")]
    assert texts == ["res{ … }"] * 3 + ["concat(2){ … }"]
    assert [warning.code for warning in net.warnings] == ["W608"]
