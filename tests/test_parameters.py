"""Parameters of nets from the command line: numbers, fractions, blocks; and what is said of those that do not fit."""

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.cli.main import main

FAMILY = """
def plain(c) { conv(c,3,pad=same) }
def wide(c,w=1) { conv(w*c,1) conv(c,3,pad=same) }
net stack(n,block=plain,alpha:rational=1,m:nat=0) { n*block(floor(8*alpha)) m*relu gap dense(k) }
net tail { dense(k) }
"""
RIGHT = [
    ("stack", "C=2 n=1 k=1 alpha=1", 8 * 19 + 9),
    ("stack", "C=2 n=3 k=1 alpha=1", 8 * 19 + 2 * 8 * 73 + 9),
    ("stack", "C=2 n=1 k=1 alpha=3/4", 6 * 19 + 7),
    ("stack", "C=2 n=1 k=1 alpha=0.75 m=0", 6 * 19 + 7),
    ("stack", "C=2 n=1 k=1 alpha=1 block=wide", 8 * 3 + 8 * 73 + 9),
    ("stack", "C=2 n=1 k=1 alpha=1 block=wide(w=2)", 16 * 3 + 8 * 145 + 9),
    ("stack", "C=2 n=2*2-3 k=1 alpha=4/4 m=2", 8 * 19 + 9),
    ("tail", "H=2 W=2 C=2 k=1", 9),
]
WRONG = [
    ("stack", "n=1.5", "E302: n = 3/2 must be a whole number | where fractions are meant, the text declares it"),
    ("stack", "n=0", "E302: n = 0 must be positive | symbols stand for positive numbers"),
    ("stack", "n=-1", "E302: n = -1 must be positive | symbols stand for positive numbers"),
    ("stack", "m=1/2", "E302: m = 1/2 must be a whole number | where fractions are meant"),
    ("stack", "alpha=-1", "E302: alpha = -1 must be positive | symbols stand for positive numbers"),
    ("stack", "alpha=0", "E302: alpha = 0 must be positive | symbols stand for positive numbers"),
    ("stack", "alpha=1/0", "E304: division by zero | "),
    ("stack", "alpha=same", "E303: alpha is a number or a formula, not a word | write for example alpha=32"),
    ("stack", "alpha=plain(c=1)", "E303: a term is a number, not a block | "),
    ("stack", "block=plian", "E202: block=plian: there is no block or layer 'plian' | did you mean 'plain'?"),
    ("stack", "block=nosuch", "E202: block=nosuch: there is no block or layer 'nosuch' | for example block=plain"),
    ("stack", "block=3", "E303: block is a block, not a number | write for example block=plain"),
    ("stack", "block=2*n", "E303: block is a block, not a number | write for example block=plain"),
    ("stack", "block=conv", "E301: conv needs 'kernel' | signature: conv(filters,kernel"),
    ("stack", "block=wide(v=2)", "E301: wide has no argument 'v' | it takes: c, w"),
    ("stack", "block=wyde(w=2)", "E204: unknown function 'wyde' | did you mean 'wide'?"),
    ("stack", "block=wide(2)", "E301: arguments that are fixed in advance are given by name | write: wide(c="),
    ("stack", "blok=wide", "E203: there is no symbol 'blok' in this network | did you mean 'block'?"),
    ("stack", "q=3", "E203: there is no symbol 'q' in this network | its symbols are C, H, W, alpha, block, k, m, n"),
    ("stack", "w=3", "E203: there is no symbol 'w' in this network | did you mean 'W'?"),
    ("stak", "n=3", "E208: there is no net 'stak' in | did you mean 'stack'?"),
]


@pytest.fixture(scope="module")
def family(tmp_path_factory):
    file = tmp_path_factory.mktemp("nets") / "family.cnn"
    file.write_text(FAMILY)
    return file


@pytest.mark.parametrize(("net", "values", "params"), RIGHT, ids=str)
def test_parameters_are_given(family, net, values, params, capsys):
    assert main([f"{family}:{net}", *values.split(), "--only", "params"]) == 0
    assert int(capsys.readouterr().out.replace(",", "")) == params


@pytest.mark.parametrize(("net", "values", "said"), WRONG, ids=str)
def test_what_does_not_fit_is_refused(family, net, values, said, capsys):
    assert main([f"{family}:{net}", *values.split()]) == 2
    captured = capsys.readouterr()
    message, help_ = said.split(" | ")
    assert captured.out == ""
    assert captured.err.startswith(f"error {message}")
    assert help_ in captured.err.rpartition("help: ")[2]


def test_a_symbol_is_known_where_the_text_is_not_read():
    net = symcnn.parse("for i in 2..n { conv(k,3) } conv(K,1)")
    assert net(n=1, k=3).params == net(n=1).params
    assert net(n=2, k=3)(K=1, C=1).params == 30 + 4
    for wrong in ("i", "kk", "params"):
        with pytest.raises(SymcnnError, match=f"there is no symbol '{wrong}'"):
            net(n=1, **{wrong: 3})


def test_values_may_be_formulas_in_new_symbols():
    net = symcnn.parse("conv(F,3,bias=false) conv(G,1,bias=false)")
    assert net(F="2*k").symbols == ("C", "G", "H", "W", "k")
    assert net(F="2*k")(k=2, G=1, C=1).params == 9 * 4 + 4
    assert net(F="2*G")(G=2, C=1).params == 9 * 4 + 4 * 2
    assert net(F="2*F")(F=2, G=1, C=1).params == 9 * 4 + 4
