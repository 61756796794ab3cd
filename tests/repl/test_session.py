"""What a session answers, a line at a time. Rows: what is typed, and what must stand in the answer to the last line."""

import pytest

import symcnn
from symcnn.errors import SymcnnError
from symcnn.repl.reading import is_open
from symcnn.repl.session import Session

LENET = "net lenet(n) { input(28,28,1) conv(6,5,pad=same) pool(2) dense(n) dense(10) }"


def answered(*lines):
    """The answer to the last of some lines."""
    session = Session()
    return [session.run(line) for line in lines][-1]


ANSWERS = [  # the numbers are those of the README, of PyTorch, or plain arithmetic
    (["conv(32,3) pool(2) dense(100) dense(10)", ":at H=28 W=28 C=1"], "params  542,230"),
    (["input(28,28,1) conv(32,3)"], "_1: 28x28x1 -> 26x26x32"),
    (["conv(16,3)", "params"], "16*(9*C + 1)"),
    (["conv(16,3)", "conv(32,3)", "params(_2)/params(_1)"], "2"),
    (["conv(16,3)", "input(8,8,3) _1", ":params"], "448"),
    (["conv(16,3)", "input(8,8,3) _", ":params"], "448"),
    (["conv(16,3)", "conv(8,3)", "input(8,8,3) _1", "input(8,8,3) _2", "params(_3) - params(_4)"], "224"),
    (["let w = 64", "2*w"], "128"),
    (["let w = 64, m = 4*w"], "w = 64\nm = 256"),
    (["let w = 2", "input(4,4,1) conv(w,1)", "let w = 3", "params(_1)"], "4"),  # it sees the w of its own time
    (["set conv(bias=false)", "input(4,4,1) conv(2,1)", ":params"], "2"),
    (["def b(c) { conv(c,1) relu }", "input(4,4,1) 2*b(3)", ":params"], "18"),
    ([LENET], "lenet: 28x28x1 -> 10"),
    ([LENET, "lenet(120)", ":params"], "142,606"),  # 6*26 + 120*(14*14*6 + 1) + 10*121
    ([LENET, ":params"], "1187*n + 166"),
    ([LENET, "lenet", ":at n=120", ":params"], "142,606"),
    (["import resnet: basic", "input(8,8,64) basic(64)"], "params  73,984"),  # torchvision's BasicBlock(64, 64)
    (["import resnet"], "resnet.resnet50"),
    ([":load zoo:resnet18", ":params"], "11,689,512"),  # torchvision
    (["param F = 32", "input(4,4,1) conv(F,1)"], "2*F  [64 at F = 32]"),
    (["assume H % 2 == 0, W % 2 == 0", "pool(2)", ":shape"], "(H/2)x(W/2)xC"),
    (["input(4,4,1) conv(2,1)", "max(params,9)"], "9"),
    (["let w = 3", "max(w,2)"], "3"),
    (["[1,2/4]"], "[1, 1/2 (0.5)]"),
    (["(conv)"], "a block"),
    (["relu", "1/3 + 1/3"], "2/3 (about 0.6667)"),
    (["input(4,4,1) conv(2,1)", "expect params == 4"], "expect: holds"),
    (["input(4,4,1) conv(2,1)", "expect params == 5"], "does not hold: params is 4"),
    (["input(4,4,1) conv(2,1)", "params == 4"], "true"),
    (["net a { input(4,4,1)\nconv(2,1) }", "params(a) == params"], "true"),
    (["conv(8,3) as e let q = .c dense(q)"], "_1: HxWxC -> 8"),
    (["param n", "input(2,2,1) conv(n,1)", "_ relu", ":at n=3", ":params"], "6"),
]


@pytest.mark.parametrize(("lines", "wanted"), ANSWERS, ids=lambda value: value[-1] if isinstance(value, list) else "")
def test_answers(lines, wanted):
    assert wanted in answered(*lines).text


ERRORS = [  # what is typed, and the code and words of the last line's error
    (["cnv(3,3)"], "E201", "did you mean 'conv'?"),
    (["_1"], "E202", "there is no network _1 yet"),
    (["conv(3,3) _1"], "E202", "_ is the last network"),
    (["params"], "E202", "no network yet"),
    (["relu", "params(_7)"], "E202", "no net '_7'"),
    (["conv(3,3"], "E101", "never closed"),
    (["relu", "params(_1)("], "E101", "never closed"),
    (["F = 32"], "E105", "write: let F"),
    ([":at F=4", "conv(F,3) :at"], "E1", "<input>:1:11"),
    (["net a { cnv(3) }"], "E201", "did you mean 'conv'?"),
    (["net _ { relu }"], "E206", "choose another name"),
    (["def _2 { relu }"], "E206", "choose another name"),
    (["import resnt"], "E207", "did you mean 'resnet'?"),
    (["let q = .c"], "E202", "no tensor yet"),
]


@pytest.mark.parametrize(("lines", "code", "wanted"), ERRORS, ids=lambda value: str(value)[:40])
def test_an_error_changes_nothing(lines, code, wanted):
    session = Session()
    for line in lines[:-1]:
        session.run(line)
    before, changes = session.state, list(session.before)
    with pytest.raises(SymcnnError) as caught:
        session.run(lines[-1])
    assert caught.value.code.startswith(code)
    assert wanted in str(caught.value)
    assert (session.state, session.before) == (before, changes)
    assert session.run("relu").text.startswith("_")


def test_every_error_has_a_place_in_what_was_typed():
    for line in (":at F", ":sweep", ":diff F", ":nothing", "params", ":load x.cnn"):
        with pytest.raises(SymcnnError, match=" <stdin>:7:"):
            Session().run(line, "<stdin>", 7)


def test_a_session_says_what_the_library_says():
    text = "conv(F,K) pool(2) dense(N) dense(10)"
    net, said = symcnn.parse(text), answered(text).text
    assert f"params     {net.formula('params')}\n" in said
    assert f"MACs       {net.formula('macs')}\n" in said
    assert said.endswith(f"holds for  {', '.join(map(str, net.conditions))}")


def test_what_other_lines_use_is_no_matter_of_a_network():
    said = answered("param F = 32", "assume n >= 2", "let w = 2*Q", "conv(3,3,pad=same)").text
    assert said.splitlines()[1:] == ["  params   3*(9*C + 1)", "  MACs     27*C*H*W", "  symbols  C, H, W"]


def test_what_is_assumed_of_a_network_is_said():
    assert "holds for  n >= 2" in answered("assume n >= 2", "n*relu").text


def test_warnings_are_about_what_was_typed():
    assert [w.code for w in answered("def b { conv(3,3) bn }", "conv(8,3) bn").warnings] == ["W608"]
    assert answered("conv(8,3) bn", "relu").warnings == ()


def test_undo_goes_back_a_line_at_a_time_and_past_errors():
    session = Session()
    states = []
    for line in ("let w = 3", "conv(w,3)", ":at H=8", "net a { relu }"):
        states.append(session.state)
        session.run(line)
        with pytest.raises(SymcnnError):
            session.run("cnv")
    for state in reversed(states):
        session.run(":undo")
        assert session.state == state
    with pytest.raises(SymcnnError, match="nothing to undo"):
        session.run(":undo")


def test_numbers_of_networks_go_on_after_undo():
    assert answered("relu", "bn", ":undo", "gelu").text.startswith("_2:")


OPEN = [
    "conv(32,3",
    "res{ relu",
    "n*",
    "let w =",
    "for i in 1..3 {",
    "params(_1)/",
    "net a {\n conv(3,3)",
    "let w = [1,",
]
WHOLE = ["conv(32,3)", "conv(32,3))", "", "  ", ":at F=(", "?conv(", "cnv(", "quit", "# a { comment", "let w = 3", "5"]


@pytest.mark.parametrize("text", OPEN)
def test_what_is_open_goes_on(text):
    assert is_open(text)


@pytest.mark.parametrize("text", [text for text in WHOLE if text != "cnv("])
def test_what_is_whole_does_not(text):
    assert not is_open(text)


def test_a_text_of_several_lines_is_one():
    assert answered("input(4,4,1)\n  conv(2,1)  # two\n", ":params").text == "4"


def test_an_expectation_that_fails_is_told_apart():
    assert answered("input(4,4,1) conv(2,1)", "expect params == 5").failed
    assert not answered("input(4,4,1) conv(2,1)", "expect params == 4").failed
