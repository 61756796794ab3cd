"""`expect`: claims that hold for all values of the symbols, for published digits, and for other nets."""

import pytest

from symcnn import SymcnnError
from symcnn.cli.main import main
from symcnn.expect import check
from symcnn.text.parse import parse

HOLDS = [
    "conv(16,3) expect params == 16*(9*C+1)",
    "conv(16,3) expect params = 144*C + 16",
    "conv(16,3) expect params > 16*C",
    "input(28,28,1) conv(32,3) pool(2) dense(100) dense(10) expect params == 542_230; expect macs ~ 736k",
    "input(28,28,1) conv(32,3) expect shape == (26,26,32)",
    "conv(F,3) expect shape == (H-2,W-2,F)",
    "input(8,8,4) bn expect buffers == 8; expect total == 16; expect layers == 1",
    "input(10) dense(10) expect params == 110 dense(10) expect params == 220",
    "input(28,28,1) conv(32,3) expect rf == 3; expect flops == 2*macs; expect memory == 4*(params + activations)",
    "net a(w) { input(8,8,3) conv(w,1) } expect params(a(2)) == 8; expect params(a(w=5)) == 20",
    "net a { conv(4,1) } expect params(a,C=3) == 16; expect params(a) == 4*C + 4",
    "net a { conv(4,1) expect params == 4*C + 4 } net b { conv(8,1) } expect params(b) == 2*params(a)",
    "let x = 4.5 expect x ~ 4.5; expect x^2 ~ 20.2; expect x == 9/2",
]
FAILS = [
    "conv(16,3) expect params == 16*(9*C+2)",
    "input(28,28,1) conv(32,3) expect params == 321",
    "input(28,28,1) conv(32,3) expect macs ~ 195.7k",
    "input(28,28,1) conv(32,3) expect shape == (26,26,31)",
    "conv(16,3) expect params == 160",  # holds for no C, or not for all: either way it is no fact
]


@pytest.mark.parametrize("text", HOLDS)
def test_holds(text):
    outcomes = check(parse(text))
    assert outcomes
    assert all(outcome.holds is True for outcome in outcomes), outcomes


@pytest.mark.parametrize("text", FAILS)
def test_fails(text):
    (outcome,) = check(parse(text))
    assert outcome.holds is not True


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("expect params == 3", "no network yet"),
        ("conv(8,3) expect params ~ C", "as it was published"),
        ("expect params(x) == 3", "no net 'x'"),
        ("net a(w) { conv(w,1) } expect params(a(1,2)) == 3", "takes 1 arguments"),
        ("net a(w) { conv(w,1) } expect params(a(v=1)) == 3", "no argument 'v'"),
    ],
)
def test_a_claim_that_makes_no_sense_is_an_error(text, message):
    with pytest.raises(SymcnnError, match=message):
        check(parse(text))


def test_check_says_which_fail_and_exits_with_1(tmp_path, capsys):
    path = tmp_path / "net.cnn"
    path.write_text("input(8,8,3) conv(8,1)\nexpect params == 32\nexpect params == 33\n", encoding="utf-8")
    assert main(["check", str(path)]) == 1
    printed = capsys.readouterr()
    assert "1 of 2 expectations hold in 1 file" in printed.out
    assert "the left side is 32" in printed.err
    assert "net.cnn:3:1" in printed.err


def test_check_exits_with_0_where_all_hold(tmp_path, capsys):
    path = tmp_path / "net.cnn"
    path.write_text("input(8,8,3) conv(8,1) expect params == 32", encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert main(["check", str(path), "--json"]) == 0
    assert '"holds": true' in capsys.readouterr().out
