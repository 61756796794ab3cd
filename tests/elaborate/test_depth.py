"""Networks whose depth is a symbol: the formula at numbers is the network written out at those numbers.

The written-out network never meets a sum or a recurrence: its repeats are read round by round.
"""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer

import symcnn
from symcnn import SymcnnError

QUANTITIES = ("params", "buffers", "macs", "activations", "memory", "rf", "depth", "shape")

CASES = Path(__file__).parent.parent / "cases" / "depth.txt"
NETWORKS = dict(line.rsplit(" | ", 1) for line in CASES.read_text(encoding="utf-8").splitlines() if line[:1] != "#")


def points(words):
    """All combinations of the values in `H=12,13 n=1,2`."""
    pairs = [word.split("=") for word in words.split()]
    values = [[int(value) for value in each.split(",")] for _, each in pairs]
    return [dict(zip((name for name, _ in pairs), point, strict=True)) for point in itertools.product(*values)]


def at(value, point):
    """A formula at numbers, by sympy's own substitution and summation."""
    if isinstance(value, tuple):
        return tuple(at(v, point) for v in value)
    if isinstance(value, int) or value is None:
        return value
    names = {symbol: Integer(point[symbol.name]) for symbol in value.free_symbols}
    return value.xreplace(names).doit()


def settled(value):
    """One value for axes that agree at numbers, as a receptive field is given."""
    return value[0] if isinstance(value, tuple) and len(value) > 1 and len(set(value)) == 1 else value


def holds(net, point):
    return all(condition.at(point) for condition in net.conditions)


def compare(text, point, *, rf=True):
    """The formulas of the text at a point, against the network that is read with these numbers."""
    net = symcnn.parse(text)
    try:
        written = net(**point)
    except SymcnnError:
        assert not holds(net, point), (text, point)
        return False
    assert holds(net, point), (text, point, [str(c) for c in net.conditions])
    for name in QUANTITIES:
        formula = getattr(net, name)
        if name in ("rf", "depth") and (formula is None or not rf):
            continue
        found = at(formula, point)
        assert (settled(found) if name == "rf" else found) == getattr(written, name), (name, text, point)
    return True


@pytest.mark.parametrize("text", NETWORKS, ids=str)
def test_the_formula_at_numbers_is_the_network_at_numbers(text):
    reached = [compare(text, point) for point in points(NETWORKS[text])]
    assert all(reached)


def test_receptive_fields_have_closed_forms():
    assert tuple(text for text in NETWORKS if symcnn.parse(text).rf is None) == ()


def test_a_ratio_of_1_is_excluded_where_the_sum_divides_by_it():
    net = symcnn.parse("for i in 1..n { conv(F*r^i,3,pad=same) }")
    assert [str(condition) for condition in net.conditions] == ["r >= 2"]
    assert net(r=1, F=2, C=2, n=3).params == 3 * (9 * 2 * 2 + 2)  # read anew, the network is there
    net = symcnn.parse("param alpha: rational  for i in 1..n { conv(floor(64*alpha^i),3,pad=same) }")
    assert "alpha != 1" in [str(condition) for condition in net.conditions]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("shared t { bn } for b in n..m { t bn }", "m >= n"),  # weights that are used in no round are none
        ("for a in 1..n { conv(F,1) as e[a] } bn from(e,join=add)", "n >= 2"),  # one alone is not added to anything
        ("conv(F,1) split(2){ conv(4,1) }", "F % 2 == 0"),
        ("split(g){ conv(4,1) }", "C % g == 0"),
        ("for a in 2..n { conv(C,1) as e[a] } bn concat(e)", "n >= 2"),
    ],
)
def test_what_is_used_of_the_rounds_must_be_there(text, condition):
    assert condition in [str(each) for each in symcnn.parse(text).conditions]


ITEMS = st.sampled_from(
    [
        "conv(F,3,pad=same)",
        "conv(F,3)",
        "conv(F,3,2)",
        "conv(2*F,1)",
        "conv(.c,3,pad=same)",
        "conv(F*i,1)",
        "conv(F*2^i,3,pad=1,bias=false)",
        "dwconv(3,pad=same,dilation=i)",
        "bn",
        "relu",
        "pool(2)",
        "pool(3,2,pad=1)",
        "avgpool(2)",
        "up(2)",
        "concat{ id | conv(k,1) }",
        "concat{ conv(F,3,pad=same) | id | conv(i,1) }",
        "res{ conv(.c,3,pad=same) bn }",
        "convt(F,2,2)",
        "(m-1)*conv(F,1)",
        "m*{ res{ conv(.c,3,pad=same,dilation=i) } }",
        "zeropad(1)",
    ]
)


def parsed(text):
    """The network; None where its sizes follow no rule that is known."""
    try:
        return symcnn.parse(text)
    except SymcnnError as refused:
        if refused.code != "E505":
            raise
        return None


# Up to two rounds stand for themselves, and the formula then says that there must be as many.
@settings(deadline=None, max_examples=20)
@given(st.lists(ITEMS, min_size=1, max_size=4), st.data())
def test_bodies_that_are_put_together_by_chance(items, data):
    text = "for i in 1..n { " + " ".join(items) + " } conv(K,1)"
    net = parsed(text)
    if net is None:
        return
    point = {
        "H": data.draw(st.integers(1, 70)), "W": 40, "C": data.draw(st.integers(1, 3)), "F": 2, "K": 3, "k": 3,
        "m": data.draw(st.integers(2, 3)), "n": data.draw(st.integers(2, 5)),
    }  # fmt: skip
    compare(text, {name: value for name, value in point.items() if name in net.symbols})
