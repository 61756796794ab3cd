"""What a newcomer types by habit, on a command line or at the prompt, and what is written instead."""

import pytest

import symcnn
from symcnn.cli.main import main
from symcnn.errors import SymcnnError
from symcnn.repl.session import Session

NET = "conv(F,K) pool(2) dense(10)"
SMALL = "conv(32,3) pool(2) dense(10)"
GRID = ["sweep", NET, "K=3", "H=28", "W=28", "C=1"]
MISTAKES = [  # the words, and what the message and its help say
    ([*GRID, "F=8-256"], "'8-256' does not make a range", "both ends are included: F=8..256"),
    ([*GRID, "F=8-64-8"], "'8-64-8' does not make a range", "F=8..64:8"),
    ([*GRID, "F=8:256:8"], "'8:256:8' does not make a range", "F=8..256:8"),
    ([*GRID, "F=8:256"], "'8:256' does not make a range", "F=8..256"),
    ([*GRID, "F=8..256..8"], "'8..256..8' does not make a range", "F=8..256:8"),
    ([*GRID, "F=range(8,65,8)"], "'range(8,65,8)' does not make a range", "F=8..256:8"),
    ([*GRID, "F=[8, 16]"], "F has a list for one of its values", "separated by commas alone: F=8,16"),
    ([*GRID, "F=8,16", "--where", "params<1 M"], "'1 M' is not a number", "the unit touches the number: 1M"),
    ([*GRID, "F=8,16", "--where", "params<1,000,000"], "'000' claims nothing", "write 1_000_000 or 1M"),
    ([*GRID, "F=8,16", "--where", "params<1m"], "'1m' is not a number", "for millions write 1M"),
    ([*GRID, "F=8,16", "--where", "param<1M"], "'param' is neither a quantity nor a symbol", "did you mean 'params'?"),
    ([*GRID, "F=8,16", "--where", "params"], "'params' claims nothing", "in quotes: a shell takes < and >"),
    ([*GRID, "F=8,16", "--top", "macs"], "--top takes a whole number, not 'macs'", "write: --top 10 --by macs"),
    ([*GRID, "F=8,16", "--rows", "all"], "--rows takes a whole number, not 'all'", "write for example --rows 10"),
    ([*GRID, "F=8,16", "--sort", "macs"], "unrecognized arguments: --sort", "it is written --by here"),
    ([*GRID, "F=8,16", "--output", "a.csv"], "unrecognized arguments: --output", "it is written -o here"),
    (
        ["plot", SMALL, "H=28,32", "W=28", "C=1", "--kind", "front", "-o", "a.png"],
        "a front has two quantities, not 1",
        "--quantity params,-macs",
    ),
    ([*GRID, "F=8,16", "--where", "params=1M"], "'=' does not compare", "write: params==1M"),
    ([*GRID, "F=8,16", "--where", "params=<1M"], "'=<' does not compare", "write: params<=1M"),
    ([*GRID, "F=8,16", "--where", "params<1M K<F"], "'K' is not expected here", "params <= 1M and K < F"),
    ([*GRID, "F=8,16", "--where", "params<1M && K<F"], "unexpected character '&'", "params <= 1M and K < F"),
    ([*GRID, "F=8,16", "--where", "memory<1MB"], "'1MB' is not a number", "units are k, M, G and T: write 1M"),
    ([*GRID, "F=8,16", "--top", "3", "--by", "param"], "'param' is neither a quantity", "did you mean 'params'?"),
    ([*GRID, "F=8,16", "--pareto", "params", "macs"], "'macs' is a quantity, not a layer", "commas: params,macs"),
    ([SMALL, "macs"], "'macs' is a quantity, not a layer", "--only macs"),
    ([*GRID, "F=8,,16"], "a value of F is missing", "F=8..256:8"),
    ([*GRID, "F=8.."], "a value of F is missing in '8..'", "F=8..256:8"),
    ([*GRID, "F=..8"], "a value of F is missing in '..8'", "F=8..256:8"),
    (["solve", NET, "param<=1M", "--for", "F"], "'param' is neither a quantity", "did you mean 'params'?"),
    ([*GRID, "F=0..8"], "F = 0 must be positive", "positive numbers"),
    ([*GRID, "F=1/2,3/2"], "F = 1/2 must be a whole number", "param F: rational"),
    (["sweep", "n*{ conv(4,3,pad=same) }", "n=0..2", "H=9", "W=9", "C=1"], "n = 0 must be positive", "positive"),
    (["solve", "n*{ conv(4,3,pad=same) }", "params<=10", "n=0..5", "C=1"], "n = 0 must be positive", "positive"),
    (["solve", NET, "params=1M", "--for", "F"], "'params=1M' gives a symbol a value", "a claim compares: params==1M"),
    (["compare", "conv(F,3x5)", "conv(F,3)", "--only", "rf"], "rf of a network is not the same on all axes", "another"),
    (["compare", NET, SMALL, "--only", "parms"], "unknown quantity 'parms'", "did you mean 'params'?"),
    (["input 28x28x1 conv(32,3)"], "'28x28x1' is not expected here", "round brackets: input(28x28x1)"),
    (["solve", NET, "params<1M"], "which symbol is asked for?", "name it: --for C; in Python, 'C' behind the claim"),
    (["plot", NET, "F=8,16", "K=3"], "there is no file to draw into", "write for example: -o net.svg"),
    ([SMALL, "H=28,W=28,C=1"], "values are separated by spaces", "write: H=28 W=28 C=1"),
    ([SMALL, "input=28,28,1"], "input is a layer, not a symbol", "'input(28,28,1) conv(32,3)'"),
    ([NET, "F=8,16"], "F has one value here, not 8,16", "symcnn sweep and symcnn plot"),
    ([NET, "F=8..16:2"], "F has one value here, not 8..16:2", "symcnn sweep and symcnn plot"),
    ([NET, "--only", "params,macs"], "--only takes one quantity", "--columns name,params,macs"),
    ([NET, "--only", "params,conditions"], "--only takes one quantity", "ask for one at a time"),
    (["solve", NET, "params<1M", "F"], "unknown layer 'F'", "its value is given as F=32"),
    (["resnet50"], "'resnet50' is a network of the zoo", "write: zoo:resnet50"),
    (["lenet.txt"], "'lenet.txt' is no network, and no .cnn file", "symcnn - < FILE"),
    (["sweeep", SMALL], "there is no command 'sweeep'", "did you mean: symcnn sweep?"),
    (["formula"], "unknown layer 'formula'", "layers are conv, pool, dense"),
    (["audit", SMALL, "nosuch.csv"], "there is no file nosuch.csv", "no file like it is in"),
    (["audit", SMALL, "nowhere/table.csv"], "there is no file nowhere/table.csv", "there is no folder nowhere either"),
]


@pytest.mark.parametrize(("words", "message", "instead"), MISTAKES, ids=lambda value: str(value)[-40:])
def test_a_habit_is_told_what_is_written_instead(words, message, instead, capsys):
    assert main(words) == 2
    said, _, help_ = capsys.readouterr().err.partition("\n  help: ")
    assert message in said.split("\n")[0]
    assert instead in help_


RIGHT = [  # what looks like a habit and is not one
    ["sweep", "param p: nat conv(4,3,pad=p)", "p=0,1", "H=9", "W=9", "C=1"],
    ["sweep", "param a: rational conv(8*a,3)", "a=1/2,1", "H=9", "W=9", "C=1"],
    [*GRID, "F=64-8"],
    [*GRID, "F=8..64:8,100"],
    [*GRID, "F=8,16", "--where", "params<1_000_000, F>4"],
    ["zoo:resnet", "block=bottleneck(w=4,g=32)", "n1=1", "n2=1", "n3=1", "n4=1", "--only", "params"],
]


PAGES = [  # an article, a page of slides: a table among sentences
    "How to count\n\nLook at this:\n\nlayer\tparams\nconv1\t320\ndense1\t54090\n\nThat is all.",
    "Parameter Counts\n\nHow many?\n\nlayer\tparams\nconv1\t320\n",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[:12])
def test_a_page_with_a_table_in_it(page, tmp_path, capsys):
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    assert main(["audit", SMALL, "H=28", "W=28", "C=1", str(tmp_path / "page.txt")]) == 0
    assert "conv1         320      320  holds" in " ".join(capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("words", RIGHT, ids=lambda words: words[-1])
def test_what_only_looks_like_a_habit_is_read(words):
    assert main(words) == 0


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("F=32 K=3", "write: :at F=32 K=3"),
        ("solve params<=1M F", "a command begins with a colon: :solve params<=1M F"),
        ("table", "a command begins with a colon: :table"),
    ],
)
def test_habits_of_the_command_line_at_the_prompt(line, instead):
    with pytest.raises(SymcnnError) as caught:
        Session().run(line)
    assert caught.value.help == instead


@pytest.mark.parametrize(
    ("name", "instead"), [("sweep", r"write: symcnn\.sweep\(net, …\)"), ("parms", "did you mean 'params'?")]
)
def test_what_a_network_does_not_have(name, instead):
    with pytest.raises(AttributeError, match=instead):
        getattr(symcnn.parse(SMALL), name)


def test_a_solution_reads_as_it_prints():
    found = symcnn.solve("conv(F,3) gap dense(10)", "params<=1M", "F", C=3)
    assert repr(found) == str(found)


def test_the_best_rows_say_what_they_are_the_best_in(capsys):
    main([*GRID, "F=8,16,32", "--top", "2", "--by", "params", "--smallest"])
    assert capsys.readouterr().out.endswith("\n\nthe 2 rows with the smallest params\n")
