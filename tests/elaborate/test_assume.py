"""`assume`: a network of which something is assumed is the network at numbers for which it holds.

The network at numbers meets no assumption but the test of its numbers: what is assumed has nothing to decide there.
"""

from pathlib import Path

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import symcnn
from symcnn import SymcnnError
from symcnn.cli.main import main
from tests.elaborate.test_depth import compare, holds, points

CASES = Path(__file__).parent.parent / "cases" / "assume.txt"
NETWORKS = dict(line.rsplit(" | ", 1) for line in CASES.read_text(encoding="utf-8").splitlines() if line[:1] != "#")


@pytest.mark.parametrize("text", NETWORKS, ids=str)
def test_the_formula_at_numbers_is_the_network_at_numbers(text):
    reached = [compare(text, point) for point in points(NETWORKS[text])]
    assert any(reached)


@pytest.mark.parametrize("text", NETWORKS, ids=str)
def test_users_get_plain_symbols(text):
    net = symcnn.parse(text)
    values = [net.params, net.macs, net.activations, net.memory, *net.shape, *(row.params for row in net.layers)]
    values += [value for row in net.layers for value in (*row.output_shape, *row.input_shape)]
    for value in values:
        indices = {s for s in getattr(value, "free_symbols", ()) if s.name not in net.symbols}
        assert all(type(s) is sympy.Symbol for s in indices)
        assert getattr(value, "free_symbols", set()) - indices <= {sympy.Symbol(name) for name in net.symbols}
    assert "'" not in net.table()


def test_floors_go_and_the_condition_is_stated():
    net = symcnn.parse("assume H % 32 == 0  input(H,32,3) 5*pool(2)")
    assert net.shape == (sympy.Symbol("H") / 32, 1, 3)
    assert [str(condition) for condition in net.conditions] == ["H % 32 == 0"]
    assert net.conditions[0].layers == ("assume",)
    net = symcnn.parse("input(H,32,3) 5*pool(2)", assume=["H % 4 == 0", "H % 6 == 2"])
    assert [str(condition) for condition in net.conditions] == ["H >= 32", "H % 12 == 8"]


@pytest.mark.parametrize(
    ("assumption", "test", "truth"),
    [
        ("n >= 2", "n >= 2", True),
        ("n >= 2", "n == 1", False),
        ("n > 2", "2*n >= 6", True),
        ("n != 1", "n > 1", True),
        ("n <= 4", "n < 5", True),
        ("3 >= n", "n > 3", False),
        ("2 <= n", "n >= 2 and n > 1", True),
        ("n >= 2 and m >= n", "m >= 2", True),
        ("m >= 2*n", "m >= n + 1", True),
        ("m >= n, n >= m", "m == n", True),
        ("n % 4 == 0", "n >= 4", True),
        ("n % 4 == 3", "n >= 3", True),
        ("n % 4 == 0, n >= 5", "n >= 8", True),
        ("n % 4 == 0, n <= 11", "n <= 8", True),
        ("n % 4 == 0", "n % 2 == 0", True),
        ("n % 4 == 1", "n % 2 == 0", False),
        ("mod(n,4) == 1", "mod(n,2) == 1", True),
        ("n == m", "n == m", True),
        ("n == m + 2", "n > m", True),
    ],
)
def test_it_decides(assumption, test, truth):
    for text in (
        f"assume {assumption}  if {test} {{ conv(7,1) }} conv(n*m,1)",
        f"if {test} {{ conv(7,1) }} conv(n*m,1)",
    ):
        net = symcnn.parse(text, assume=assumption)
        assert [row.layer for row in net.layers] == ["conv"] * (2 if truth else 1)
    with pytest.raises(SymcnnError, match="cannot be decided"):
        symcnn.parse(f"if {test} {{ conv(7,1) }} conv(n*m,1)")


def test_it_holds_wherever_it_is_written():
    for text in ("conv(n,1) if n > 1 { relu } assume n >= 2", "if n > 1 { relu assume n >= 2 } conv(n,1) assume n > 1"):
        assert "relu" in [row.layer for row in symcnn.parse(text).layers]
    net = symcnn.parse("def f(c) { assume c >= 3  if c > 2 { conv(c,1) } } f(n) f(2*n)")
    assert [str(condition) for condition in net.conditions] == ["n >= 3"]


def test_kinds_stay():
    net = symcnn.parse("param a: rational  assume a <= 1  conv(floor(64*a),3) if a <= 2 { relu }")
    assert net.params == sympy.sympify("(9*C + 1)*floor(64*a)").expand()
    assert "a <= 1" in [str(condition) for condition in net.conditions]
    assert net(a="3/4").params == 48 * (9 * sympy.Symbol("C") + 1)
    with pytest.raises(SymcnnError, match="a <= 1 is assumed, but a = 5/4"):
        net(a="5/4")


def test_expectations_are_for_what_is_assumed(tmp_path):
    file = tmp_path / "net.cnn"
    file.write_text(
        "net b { input(4,4,9) conv(n,1) }\nassume H % 4 == 0, n >= 3\n"
        "input(H,8,1) pool(4) conv(n,1,bias=false) dense(1,bias=false)\n"
        "expect params == n + H*n/2\nexpect params > 4\nexpect params(b) == 10*n\n"
    )
    assert main(["check", str(file)]) == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["n=1"], "n >= 2 is assumed, but n = 1"),
        (["n=1", "--assume", "n >= 2"], "n >= 2 is assumed, but n = 1"),
        (["--assume", "n >= 2", "--assume", "n < 2"], "n >= 2 and n <= 1 cannot hold together"),
        (["--assume", "n >= 2, n < 2"], "n >= 2 and n <= 1 cannot hold together"),
        (["--assume", "m >= 2"], "there is no symbol 'm' in this network"),
        (["--assume", "n >= "], "the text ends too early"),
        (["--assume", "n >= 2 relu"], "'n >= 2 relu' cannot be assumed"),
        (["--assume", "n*n >= 30"], "this cannot be assumed"),
        (["n=m", "--assume", "n % 2 == 0, n % 4 == 1"], "cannot hold together"),
    ],
)
def test_the_command_line(words, message, capsys):
    text = "conv(n,3)" if "--assume" in words else "assume n >= 2  conv(n,3)"
    assert main([text, *words]) == 2
    assert message in capsys.readouterr().err


def test_values_that_are_formulas(capsys):
    net = symcnn.parse("assume n >= 4  conv(n,3)", n="2*m")
    assert str(net.conditions[0]) == "m >= 2"
    assert net(m=2).params == net(m="k")(k=2).params


ASSUMED = st.sampled_from(
    ["H % 4 == 0", "H % 6 == 1", "H >= W", "W == H", "F % 8 == 4", "n >= 2", "H >= K", "H >= n + 2", "n <= 3", "F >= n",
     "W % 2^n == 0", "F == 2*n", "W >= 2*K", "K % 2 == 1", "K != 1", "F % n == 0"]
)  # fmt: skip
ITEMS = st.sampled_from(
    ["conv(F,K)", "conv(F,K,2,pad=1)", "pool(2)", "n*conv(.c,1)", "conv(F,3,pad=same)", "bn", "pool(3,2,pad=1)",
     "n*{ conv(F,3,2,pad=1) }", "conv(max(F,n),1)", "conv(divisible(F),1)", "if H >= 4 { relu }", "if n > 1 { bn }",
     "conv(if(n<3,F,n),1)", "conv(F//2+1,1)", "up(2)", "for i in 1..n { conv(F*i,1) }", "(n-1)*conv(F,3)", "s2d(2)"]
)  # fmt: skip


def parsed(text):
    """The network; None where something cannot be decided, or holds for no values."""
    try:
        return symcnn.parse(text)
    except SymcnnError as refused:
        if refused.code not in {"E503", "E504", "E505", "E408"}:
            raise
        return None


@settings(deadline=None, max_examples=40)
@given(st.lists(ASSUMED, min_size=1, max_size=3, unique=True), st.lists(ITEMS, min_size=1, max_size=4), st.data())
def test_what_is_assumed_changes_no_number(assumed, items, data):
    text = f"assume {', '.join(assumed)}  {' '.join(items)} dense(2)"
    net = parsed(text)
    if net is None:
        return
    point = {name: data.draw(st.integers(1, 24 if name in "HWF" else 4), label=name) for name in net.symbols}
    if holds(net, point):  # a round that stands for itself may ask for more than the numbers do
        compare(text, point)
