"""The commands of the prompt: what each answers, and that the table of help is true."""

import json
import sys
from pathlib import Path

import pytest

import symcnn
from symcnn import reference
from symcnn.elaborate.program import FLOW
from symcnn.errors import SymcnnError
from symcnn.quantities import QUANTITIES
from symcnn.repl.commands import COMMANDS, Leave
from symcnn.repl.commands.guide import PATHS, STATEMENTS
from symcnn.repl.session import Session
from symcnn.text.parse import parse
from symcnn.text.words import STATEMENTS as WORDS

NET = "conv(F,K) pool(2) dense(10)"


def answered(*lines):
    session = Session()
    return [session.run(line) for line in lines][-1].text


@pytest.fixture
def session():
    made = Session()
    made.run("input(28,28,C) conv(F,K) pool(2) dense(10)")
    return made


@pytest.mark.parametrize("name", [*QUANTITIES, "shape", "conditions"])
def test_every_quantity_is_a_command(name):
    assert name in COMMANDS


@pytest.mark.parametrize("name", QUANTITIES)
def test_a_quantity_is_that_of_the_library(name):
    text = "input(28,28,1) conv(32,3,2) bn relu dense(10)"
    value = getattr(symcnn.parse(text), name)
    said = answered(text, f":{name}").replace(",", "")
    assert said == (" x ".join(map(str, value)) if isinstance(value, tuple) else str(value))


def test_the_point_holds_for_all_results_until_it_is_cleared():
    lines = ["conv(F,3)", ":at F=32 C=1"]
    assert "at         F = 32, C = 1" in answered(*lines)
    assert answered(*lines, "params(_1)") == "320"
    assert answered(*lines, "conv(2*F,3)", ":params") == "640"
    assert answered(*lines, ":at F=16", ":params") == "160"
    assert answered(*lines, ":at", ":params") == "F*(9*C + 1)"
    assert answered(":at F = 32, C = 1", "conv(F,3)", ":params") == "320"
    assert "no symbol Q" in answered("conv(F,3)", ":at Q=3")
    assert answered(*lines, ":at F=2*G", ":params") == "20*G"


def test_a_sweep_is_a_table_of_networks(session):
    rows = [line.split() for line in session.run(":sweep F=16,32 K=3..7:2 C=1").text.splitlines()]
    assert rows[0] == ["F", "K", "C", "params", "MACs"]
    net = symcnn.parse("input(28,28,C) conv(F,K) pool(2) dense(10)")
    for row in rows[2:]:
        f, k, c, params, macs = (int(cell.replace(",", "")) for cell in row)
        assert (net(F=f, K=k, C=c).params, net(F=f, K=k, C=c).macs) == (params, macs)
    assert len(rows) == 2 + 2 * 3


def test_a_sweep_says_what_does_not_fit(session):
    said = session.run(":sweep K=27,28,29 F=1 C=1").text
    assert [line.split()[-1] == "-" for line in said.splitlines()[2:5]] == [False, True, True]
    assert "- does not fit: " in said


def test_a_sweep_goes_over_the_point(session):
    session.run(":at F=2 C=1")
    assert "F" not in session.run(":sweep K=3").text.splitlines()[0].split()
    assert session.run(":sweep K=3 F=2").text.split()[-1] == session.run(":sweep K=3").text.split()[-1]


def test_a_sweep_has_the_language_of_sweeps(session):
    rows = [line.split() for line in session.run(":sweep F=2^(3..5) C=1/2*F K=3").text.splitlines()]
    net = symcnn.parse("input(28,28,C) conv(F,K) pool(2) dense(10)")
    assert [row[:3] for row in rows] == [
        ["F", "K", "C"],
        rows[1][:3],
        *([str(f), "3", str(f // 2)] for f in (8, 16, 32)),
    ]
    assert [row[3].replace(",", "") for row in rows[2:]] == [str(net(F=f, K=3, C=f // 2).params) for f in (8, 16, 32)]
    said = answered("def a(c) { conv(c,3) }", "def b(c) { conv(c,1) }", "net n(x=a) { x(4) }", ":sweep x=a,b C=1")
    assert [line.split()[0] for line in said.splitlines()[2:4]] == ["a", "b"]
    assert [line.split()[2] for line in said.splitlines()[2:4]] == ["40", "8"]


def test_what_a_sweep_leaves_open_is_a_formula(session):
    assert session.run(":sweep F=8 K=3").text.splitlines()[-1].split()[2] == "72*C"


def test_a_sweep_says_at_which_defaults_it_is():
    said = answered("param n = 2, m = 3", "input(9,9,1) n*{ conv(F,3) }", ":sweep F=8,16").splitlines()
    net = symcnn.parse("input(9,9,1) 2*{ conv(F,3) }")
    assert [line.split()[1].replace(",", "") for line in said[2:4]] == [str(net(F=f).params) for f in (8, 16)]
    assert said[4:] == ["by default: n = 2"]


def test_a_sweep_without_numpy_has_the_same_rows(session, monkeypatch):
    line = ":sweep K=3,27,28 F=1..3 C=1"
    rows = session.run(line).text.splitlines()[:-1]
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert session.run(line).text.splitlines()[:-1] == rows


def test_pictures_are_those_of_the_library(session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session.run(":at K=3 C=1")
    assert session.run(":plot one.svg F=8..32:8").text == "one.svg"
    net = symcnn.parse("input(28,28,C) conv(F,K) pool(2) dense(10)")
    symcnn.sweep(net, F="8..32:8", K=3, C=1).plot("two.svg")
    assert Path("one.svg").read_bytes() == Path("two.svg").read_bytes()
    assert session.run(":draw one.svg").text == "one.svg"
    net(K=3, C=1).draw("two.svg")
    assert Path("one.svg").read_text().replace("<title>_1</title>\n", "") == Path("two.svg").read_text()


def test_solving_is_that_of_the_library():
    net = symcnn.parse("input(28,28,1) conv(F,3) dense(10)")
    said = answered("param n = 2", "input(28,28,1) conv(F,3) dense(10)", ":solve params <= 1M F")
    assert said == str(symcnn.solve(net, "params <= 1M", "F"))
    assert said.startswith(f"F = {symcnn.solve(net, 'params <= 1M', 'F').value}  ")


@pytest.mark.parametrize("question", [":solve params <= 1M F", ":sweep F=8,16", ":degree F", ":diff F"])
def test_a_question_about_a_symbol_does_not_take_its_value_from_the_point(question):
    text = "input(28,28,C) conv(F,3) relu dense(10)"
    assert answered(text, ":at C=3 F=32", question) == answered(text, ":at C=3", question)


def test_a_table_in_a_terminal_is_as_wide_as_it_and_has_colours(session):
    plain = session.run(":table").text
    assert "\x1b" not in plain
    session.width, session.colours = 70, True
    lines = session.run(":table").text.splitlines()
    assert any("\x1b[" in line for line in lines)
    session.colours = False
    assert "\x1b" not in session.run(":table").text
    assert max(map(len, session.run(":table").text.splitlines())) <= 70


def test_formats_are_those_of_the_library(session):
    net = symcnn.parse("input(28,28,C) conv(F,K) pool(2) dense(10)")
    assert session.run(":table").text == net.table()
    assert session.run(":latex").text == net.latex()
    assert session.run(":md").text == net.markdown()
    assert json.loads(session.run(":json").text) == net.to_dict()


def functions(code):
    """The functions that a program of ours defines."""
    names = {}
    exec(code, names)  # noqa: S102
    return names


def test_python_is_a_program_that_calculates_the_same(session):
    names = functions(session.run(":python").text)
    bound = symcnn.parse("input(28,28,C) conv(F,K) pool(2) dense(10)", F=8, K=5, C=3)
    assert names["params"](F=8, K=5, C=3) == bound.params
    assert names["macs"](F=8, K=5, C=3) == bound.macs


def test_python_imports_what_a_formula_needs():
    code = answered("input(L,8) for i in 1..n { dense(i*i*L) }", ":python")
    names = functions(code)
    assert names["params"](L=2, n=3) == symcnn.parse("input(2,8) for i in 1..3 { dense(i*i*2) }").params


def test_derivative():
    assert answered("conv(F,K)", ":diff K params") == "d params / d K  2*C*F*K"
    assert answered("conv(F,K)", ":diff H params") == "d params / d H  0"
    with pytest.raises(SymcnnError, match="rounded in H"):
        answered("conv(F,K) pool(2)", ":diff H macs", "pool(2) dense(F)", ":diff H")


def test_growth():
    assert "degree        2" in answered("conv(F,3) conv(F,3)", ":degree F params")


def test_comparison():
    lines = ["conv(C,5,bias=false)", "conv(C,3,bias=false) conv(C,3,bias=false)"]
    assert "B / A  18/25" in answered(*lines, ":compare _1 _2")
    assert "B / A  18/25" in answered(lines[0], f":compare _1 | {lines[1]}")
    assert "B / A  18/25" in answered(lines[0], f":compare seq{{ {lines[1]} }}")


def test_fmt_writes_the_canonical_text():
    assert answered("conv( 32,3,s=2 )relu()  # x", ":fmt") == "conv(32,3,stride=2) relu  # x"
    assert answered(":fmt 3 * {relu}") == "3*{ relu }"


def test_names():
    said = answered("let w = 3", "param n = 2", "def b { relu }", "net a { conv(F,w) }", ":at H=8", ":names")
    assert said.splitlines() == [
        "symbols  C, F, W",
        "values   w = 3",
        "params   n = 2",
        "nets     a",
        "blocks   b",
        "at       H = 8",
    ]


def test_layers_about_something():
    assert answered(":layers average").startswith("avgpool(")
    assert "concat{" in answered(":layers")


@pytest.mark.parametrize("name", ["conv", "res", "let", ":diff", "diff", "floor", "depth", "conv()"])
def test_help_about(name):
    assert answered(f"?{name}") == answered(f":help {name}")


@pytest.mark.parametrize("name", ["conv", "res", "let", "floor", "macs", "resnet50"])
def test_help_is_the_whole_page(name):
    assert answered(f"?{name}") == reference.page(name)


def test_help_about_a_command_and_about_a_quantity_of_its_name():
    assert answered("?:macs").startswith(":macs [NET]")
    assert answered("?macs") == reference.page("macs")
    assert answered("def lenet5 { relu }", "?lenet5").endswith("def lenet5 { relu }")


@pytest.mark.parametrize("line", [":help", ":layers conv", "?conv", ":names"])
@pytest.mark.parametrize("width", [30, 40, 80])
def test_help_fits_a_terminal(line, width, session):
    wide = session.run(line).text
    session.width = width
    narrow = session.run(line).text
    assert narrow.split() == wide.split()
    assert all(len(one) <= width or len(one.split()) == 1 for one in narrow.splitlines())


def test_help_lists_every_command():
    said = answered("help")
    assert all(command.form in said and command.does in said for command in COMMANDS.values())


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"save", "quit", "undo"}))
def test_the_example_of_every_command_runs(name, session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session.run("conv(F,K)")
    assert session.run(f":{name} {COMMANDS[name].example}").text


def test_what_brings_paths_together_and_every_statement_has_help():
    assert set(PATHS) == set(FLOW)
    assert set(STATEMENTS) == set(WORDS)
    for example, _ in [*PATHS.values(), *STATEMENTS.values()]:
        parse(example)
        assert Session().run(example) if "expect" not in example else True


@pytest.mark.parametrize(("typed", "meant"), [(":tabel", ":table"), (":swep F=3", ":sweep"), (":parms", ":params")])
def test_an_unknown_command_is_met_with_the_one_that_was_meant(typed, meant):
    with pytest.raises(SymcnnError, match=f"did you mean '{meant}'"):
        Session().run(typed)


WRONG = [":sweep", ":sweep F=", ":sweep F=3..1", ":sweep F=1..9999999", ":sweep Q=3", ":sweep F=1..100 K=1..100"]
WRONG += [":at F", ":at F=3x", ":at F=0.5.5", ":diff", ":diff Q", ":degree F nothing", ":compare", ":compare _1 _2 _3"]
WRONG += [
    ":draw",
    ":draw net.xyz",
    ":plot",
    ":plot f.svg",
    ":plot F=1..3 f.svg",
    ":plot f.svg F=1..3",
    ":plot f.x F=1..3 C=1",
]
WRONG += [":load", ":load none", ":load zoo:none", ":save", ":solve", ":layers qqq", "?nothing", ":", ":params cnv"]


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_an_error_with_help(line, session):
    state = session.state
    with pytest.raises(SymcnnError):
        session.run(line)
    assert session.state == state


@pytest.mark.parametrize("line", [":quit", "quit", "exit", " quit "])
def test_leaving(line):
    with pytest.raises(Leave):
        Session().run(line)


def test_what_is_saved_can_be_loaded_and_checked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = Session()
    for line in ("let w = 3", "set conv(bias=false)", "def b(c) { conv(c,3) }", "b(w)", "_ relu", ":save mine"):
        said = one.run(line).text
    assert said.startswith("mine.cnn")
    two = Session()
    assert "nets: _1, _2" in two.run(":load mine").text
    for line in ("_1", "_2", "b(2*w)"):
        assert two.run(line).text == one.run(line).text
    assert symcnn.load("mine.cnn:_1").params == symcnn.parse("conv(3,3,bias=false)").params
    with pytest.raises(SymcnnError, match="already"):
        two.run(":save mine.cnn")


def test_a_file_with_one_net_or_with_layers_is_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.cnn").write_text("net a(n) { input(4,4,1) conv(n,1) }  expect params(a) == 7\n")
    (tmp_path / "b.cnn").write_text("let w = 3\ninput(4,4,1) conv(w,1)\n")
    assert answered(":load a.cnn").startswith("a: 4x4x1 -> 4x4xn")
    assert answered(":load b").startswith("_1: 4x4x1 -> 4x4x3")
    assert answered(":load b", "2*w") == "6"
