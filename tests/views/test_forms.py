"""Totals in the forms that can be asked for, and symbols under other names."""

import json

import pytest
import sympy

import symcnn
from symcnn.cli.main import main
from symcnn.forms import FORMS
from symcnn.views import VIEWS

LINE = "input(h,w,C) conv(F,K,pad=same) dense(N) dense(10)"
NORMED = "input(h,w,C) conv(F,3,pad=same,bias=false) bn conv(F,3,pad=same) gap dense(10)"

# form, network, quantity => what an author would write
TABLE = """
auto      | conv(F,K)   | params => F*(C*K**2 + 1)
auto      | conv(16,3)  | params => 16*(9*C + 1)
auto      | conv(F,K)   | macs   => C*F*K**2*(H - K + 1)*(W - K + 1)
auto      | LINE        | params => F*(C*K**2 + 1) + N*(F*h*w + 1) + 10*(N + 1)
layers    | LINE        | params => F*(C*K**2 + 1) + N*(F*h*w + 1) + 10*(N + 1)
layers    | LINE        | macs   => C*F*K**2*h*w + F*N*h*w + 10*N
expanded  | LINE        | params => C*F*K**2 + F*N*h*w + F + 11*N + 10
factored  | conv(F,K) conv(F,K) | params => F*(C*K**2 + F*K**2 + 2)
kinds     | NORMED      | params => F*(9*C + 9*F + 10) + (F + 10) + 2*F
kinds     | NORMED      | macs   => 9*F*h*w*(C + F) + 10*F
layers    | NORMED      | params => 9*C*F + 2*F + F*(9*F + 1) + 10*(F + 1)
layers    | conv(F,3,pad=same) conv(F,3,pad=same) conv(F,3,pad=same) | params => F*(9*C + 1) + 2*F*(9*F + 1)
layers    | input(8,8,3) conv(4,3) conv(F,3) | params => 37*F + 112
auto      | input(8,8,3) conv(4,3) dense(2) | params => 402
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_a_total_in_a_form(line):
    words, expected = (part.strip() for part in line.split("=>"))
    form, text, quantity = (part.strip() for part in words.split("|"))
    net = symcnn.parse({"LINE": LINE, "NORMED": NORMED}.get(text, text)).form(form)
    assert net.formula(quantity) == expected


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("text", [LINE, NORMED, "conv(F,3,2) pool(2) conv(G,K,groups=g) bn dense(N)"])
def test_every_form_has_the_value_of_the_total(form, text):
    net = symcnn.parse(text).form(form)
    point = {name: 12 * at + 12 for at, name in enumerate(net.symbols)}
    point |= {name: 2 for name in ("K", "g") if name in point}
    for quantity in ("params", "total", "macs", "memory", "activations"):
        written = sympy.sympify(net.formula(quantity), locals={n: sympy.Symbol(n) for n in net.symbols})
        assert written.subs(point) == getattr(net, quantity).subs(point), quantity


def test_the_value_is_a_plain_expression_in_every_form():
    plain = symcnn.parse(LINE)
    assert all(plain.form(form).params == plain.params for form in FORMS)
    assert isinstance(plain.form("layers").params, sympy.Expr)


@pytest.mark.parametrize("view", sorted(set(VIEWS) - {"csv"}))
def test_every_view_honours_the_form(view):
    layers, expanded = (VIEWS[view].network(symcnn.parse(LINE).form(form).report) for form in ("layers", "expanded"))
    assert layers != expanded
    text = (
        r"F \left(K^{2} C + 1\right) + N \left(F h w + 1\right)" if view in ("latex", "document") else "N*(F*h*w + 1)"
    )
    assert text in layers
    assert text not in expanded


BY_ITSELF = """
input(h,w,d_i) dwconv(k,pad=same,bias=false) conv(d_j,1,bias=false) => d_i*h*w*(d_j + k**2)
input(h,w,c) conv(d,1) conv(c,1)                                    => 2*c*d*h*w
input(h,w,c1) relu conv(c2,1,groups=g)                              => c1*c2*h*w/g
input(h,w,C) conv(F,K,pad=same) dense(N)                            => F*h*w*(C*K**2 + N)
input(h,w,C) conv(F,K,pad=same) dense(N) dense(10)                  => C*F*K**2*h*w + F*N*h*w + 10*N
"""  # five symbols: a plain product is shorter than its layers, all else is the sum of them


@pytest.mark.parametrize("line", BY_ITSELF.strip().splitlines())
def test_the_form_that_is_chosen_by_itself(line):
    text, expected = (part.strip() for part in line.split("=>"))
    assert symcnn.parse(text).formula("macs") == expected


def test_the_shortest_form_of_many_symbols():
    net = symcnn.parse("input(h,w,c1) relu conv(c2,1,groups=g,bias=false)", dtype="int8")
    assert net.formula("memory") == "c1*h*w + c2*(c1/g + h*w)"
    assert net.form("short").formula("memory") == "c1*c2/g + h*w*(c1 + c2)"


def test_of_many_layers_that_ask_for_a_condition_the_first_are_named(capsys):
    assert main(["--only", "conditions", "concat{ " + " | ".join(["pool(3)"] * 9) + " }"]) == 0
    assert "H >= 3 (pool1, pool2, pool3, pool4, pool5 and 4 more)" in capsys.readouterr().out


def test_a_form_that_is_not_there():
    with pytest.raises(symcnn.SymcnnError, match="layers"):
        symcnn.parse(LINE).form("layer")


def test_the_command_line_takes_form_and_names(capsys):
    assert main(["conv(F,K)", "--only", "params", "--form", "expanded", "--rename", "F=f_1,K=k"]) == 0
    assert capsys.readouterr().out == "C*f_1*k**2 + f_1\n"
    assert main(["conv(alpha,K)", "--only", "params", "--latex", "--rename", r"alpha=\beta_{1}"]) == 0
    assert capsys.readouterr().out == "\\beta_{1} \\left(K^{2} C + 1\\right)\n"


def test_numbers_without_separators(capsys):
    for words in ([], ["--latex"], ["--markdown"]):
        assert main(["input(28,28,1) conv(32,3) dense(100)", "--no-separators", *words]) == 0
        out = capsys.readouterr().out
        assert "2163620" in out
        assert "2,163" not in out.replace("{", "").replace("}", "")


# ------------------------------------------------------------------------ names


def test_new_names_are_used_everywhere():
    net = symcnn.parse("param F = 8 conv(F,K) conv(2*F,3,groups=F)").rename(F="f_1", K="k")
    assert net.symbols == ("C", "H", "W", "f_1", "k")
    assert [row.text for row in net.layers] == ["conv(f_1,k)", "conv(2*f_1,3,groups=f_1)"]
    assert [str(c) for c in net.conditions] == ["H >= k + 2", "W >= k + 2"]
    assert net.to_dict()["defaults"] == {"f_1": 8}
    assert "F" not in net.formula("macs")
    assert net(f_1=8, k=3, H=9, W=9, C=1).params == symcnn.parse("conv(8,3) conv(16,3,groups=8)", H=9, W=9, C=1).params


def test_two_names_can_change_places():
    net = symcnn.parse("conv(F,K)").rename(F="K", K="F")
    assert net.formula("params") == "K*(C*F**2 + 1)"
    assert net(K=2, F=3, C=1).params == 20


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"G": "g"}, "no symbol 'G'"),
        ({"F": "K"}, "two symbols would be named 'K'"),
        ({"F": r"\input"}, "no name"),
        ({"F": r"\alpha}\input{x"}, "no name"),
        ({"F": "x^2"}, "no name"),
        ({"F": "a_b_c"}, "no name"),
        ({"F": ""}, "no name"),
        ({"F": "$x$"}, "no name"),
    ],
)
def test_names_that_are_refused(names, message):
    with pytest.raises(symcnn.SymcnnError, match=message):
        symcnn.parse("conv(F,K)").rename(**names)


def test_json_keeps_its_fields_whatever_the_form():
    fields = [set(json.loads(VIEWS["json"].network(symcnn.parse(LINE).form(f).report))) for f in sorted(FORMS)]
    assert all(found == fields[0] for found in fields)
