"""The table at a depth: its rows add up, and each is what stands at that level."""

import csv
import io
import json
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from rich.console import Console

import symcnn
from symcnn import SymcnnError, fold
from symcnn.algebra.exact import add
from symcnn.cli.main import main
from symcnn.elaborate.program import networks
from symcnn.quantities import QUANTITIES
from symcnn.text.parse import parse
from symcnn.views import VIEWS
from symcnn.views.contract import rows
from symcnn.views.table import in_colour

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted([*(ROOT / "tests" / "data" / "programs").glob("*.cnn"), *(ROOT / "symcnn" / "zoo").glob("*.cnn")])
ROUNDED = ("efficientnet:efficientnet", "mobilenet:mobilenet_v2")  # formulas of rounded widths take 15 seconds
ADDITIVE = sorted(name for name, quantity in QUANTITIES.items() if quantity.additive)
# ruff: noqa: E501  (a row of a table a line)
UNET = """def double(c) { 2*{ conv(c,3,pad=same) relu } }
assume divisible input(H,W,C) for i in 1..d { double(f*2^(i-1)) as e[i] pool(2) } double(f*2^d)
for i in 1..d { convt(f*2^(d-i),2,2) concat(e[d+1-i]) double(f*2^(d-i)) } conv(K,1)"""
BLOCK = "def block(c) { conv(c,3,pad=same) relu } "
SHAPE = "input(16,16,8) "
ROWS = [
    ("layers", "conv(8,3) relu", 1, "conv1: conv(8,3) | relu1: relu"),
    ("a block", BLOCK + "block(8) relu", 1, "block1: block(8) | relu1: relu"),
    ("a block, opened", BLOCK + "block(8) relu", 2, "block1.conv1: conv(c,3,pad=same) | block1.relu1: relu | relu1: relu"),
    ("equal blocks", BLOCK + "block(8) block(8) block(8)", 1, "block1..3: 3 x block(8)"),
    ("blocks of other widths", BLOCK + "block(8) block(4) block(4) block(4)", 1, "block1: block(8) | block2: block(4) | block3..4: 2 x block(4)"),
    ("a first block on other channels", BLOCK + "3*block(4)", 1, "block1..3: 3 x block(4)"),
    ("the same, opened", BLOCK + "3*block(4)", 2, "block1: block(4) | block2..3: 2 x block(4)"),
    ("blocks with a layer between", BLOCK + "block(8) relu block(8)", 1, "block1: block(8) | relu1: relu | block2: block(8)"),
    ("a labelled block", BLOCK + "block(8) as b block(8)", 1, "b: block(8) | block2: block(8)"),
    ("equal shared blocks", "shared t { conv(8,1) } t t t", 1, "t1: t | t2..3: 2 x t"),
    ("a dilation in a loop", "for d in 1..2 { conv(8,3,pad=same,dilation=d) }", 1, "conv1: for d = 1 | conv2: for d = 2"),
    ("equal rounds", "for i in 1..4 { relu }", 1, "relu1..4: 4 x for i = 1, …, 4"),
    ("rounds that differ in a count", "for m in [a, b] { m*relu tanh }", 1, "relu1..tanh1: for m = a | relu2..tanh2: for m = b"),
    ("rows of a table", "for i, k in [(1,3),(1,5)] { conv(i,k) }", 1, "conv1: for i, k = 1, 3 | conv2: for i, k = 1, 5"),
    ("a repeat", "3*{ conv(4,3) relu } relu", 1, "conv1..relu3: 3 x { conv(4,3) relu } | relu4: relu"),
    ("a repeat, opened", "2*{ conv(4,3) relu } relu", 2, "conv1..relu1: { conv(4,3) relu } | conv2..relu2: { conv(4,3) relu } | relu3: relu"),
    ("a labelled repeat", "3*{ conv(4,3) relu } as x", 1, "x: 3 x { conv(4,3) relu }"),
    ("a layer repeated", "3*relu tanh", 1, "relu1..3: 3 x relu | tanh1: tanh"),
    ("a join", "res{ relu tanh } relu", 1, "res1: res{ … } | relu2: relu"),
    ("a join, opened", "res{ relu tanh } relu", 2, "relu1: relu | tanh1: tanh | res1: res{ … } | relu2: relu"),
    ("a labelled join", "res{ relu tanh } as x relu", 1, "x: res{ … } | relu1: relu"),
    ("equal joins", "2*res{ relu tanh } relu", 1, "relu1..res2: 2 x res{ relu tanh } | relu3: relu"),
    ("a group", "seq{ relu tanh } relu", 1, "relu1..tanh1: seq{ … } | relu2: relu"),
    ("a repeat by formula", BLOCK + "n*block(8) relu", 1, "block1: n x block(8) | relu1: relu"),
    ("rounds that peel", BLOCK + "n*block(4)", 2, "block1: block(4) | block2: (n - 1) x block(4)"),
    ("formulas in formulas", "n*{ m*relu tanh } relu", 2, "relu1: n x m x relu | tanh1: n x tanh | relu2: relu"),
    ("numbers in formulas", "n*{ 2*relu tanh } relu", 2, "relu1..2: n x 2 x relu | tanh1: n x tanh | relu3: relu"),
    ("a long body", "2*{ relu relu relu relu relu relu relu relu relu }", 1, "relu1..18: 2 x { … }"),
    ("blocks in blocks", "def a { relu relu } def b { a tanh } b b as x b", 2, "b1.a1: a | b1.tanh1: tanh | x.a1: a | x.tanh1: tanh | b3.a1: a | b3.tanh1: tanh"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "depth", "shown"), ROWS, ids=[what for what, *_ in ROWS])
def test_rows_at_a_depth(what, text, depth, shown):
    """The input stands outside; `text` is at top level."""
    rows = fold.rows(symcnn.parse(SHAPE + text).report, depth)
    assert " | ".join(f"{row.name}: {row.text}" for row in rows[1:]) == shown


def test_a_network_that_is_one_block_is_opened():
    net = symcnn.load("zoo:resnet50")
    assert [row.name for row in fold.rows(net.report, 1)] == ["input", "stem1", "stages1", "gap1", "dense1"]
    assert [row.times for row in fold.rows(net.report, 3) if row.layer == "block"] == [1, 2, 1, 3, 1, 5, 1, 2]
    assert [row.name for row in fold.rows(net.report, 99)] == [row.name for row in net.report.rows]


def nets(each):
    """One of so many networks of the programs, of those that can be evaluated."""
    found = {}
    named = ((path, name) for path in PROGRAMS for name in networks(parse(path.read_text(encoding="utf-8"), path.stem)))
    for path, name in list(named)[::each]:
        with suppress(SymcnnError):
            found[f"{path.stem}:{name}"] = symcnn.load(f"{path}:{name}" if name else str(path))
    return found


@pytest.mark.parametrize("each", [8, pytest.param(1, marks=pytest.mark.slow)], ids=["some", "all"])
def test_columns_add_up_to_the_totals(each):
    chosen = {which: net for which, net in nets(each).items() if each == 1 or which not in ROUNDED}
    assert len(chosen) > 180 // each
    for (which, net), depth in product(chosen.items(), (1, 2, 3)):
        rows = fold.rows(net.report, depth)
        assert len({row.name for row in rows}) == len(rows) <= len(net.report.rows), which
        for name in ADDITIVE:
            total = getattr(net, name)
            summed = add(getattr(row, name) for row in rows)
            assert summed == total or symcnn.equal(summed, total) is True, (which, depth, name)
        assert rows[-1].output_shape == net.report.rows[-1].output_shape, which


def test_the_printed_column_adds_up():
    table = symcnn.load("zoo:resnet152").table(depth=3)
    rows, totals = table.split("\n\n")
    column = [int(line.split()[-2].replace(",", "")) for line in rows.splitlines()[2:]]
    assert len(column) < 20
    assert sum(column) == 60_192_808
    assert "parameters       60,192,808" in totals


def test_rounds_that_are_read_once_are_shown_at_their_end():
    """U-Net: d levels halve the sides and double the channels; what goes up undoes both."""
    net = symcnn.parse(UNET)
    found = fold.rows(net.report, 1)
    assert [row.name for row in found] == ["input", "e[1]..pool1", "e[i]..pool2", "double3", "convt1..double4", "conv1"]
    assert [str(row.output) for row in found[2:5]] == [
        "(H/2**d)x(W/2**d)x(f*2**(d - 1))",
        "(H/2**d)x(W/2**d)x(f*2**d)",
        "HxWxf",
    ]
    assert [row.text for row in found[2:5]] == [
        "i = 2..d: { double(f*2^(i-1)) as e[i] pool(2) }",
        "double(f*2^d)",
        "i = 1..d: { … }",
    ]
    opened = fold.rows(symcnn.parse(SHAPE + "n*{ conv(2*.c,3,pad=same) m*{ relu tanh } } relu").report, 2)
    assert [(row.text, str(row.output)) for row in opened[2:]] == [
        ("i = 0..n - 1: m x { relu tanh }", "16x16x(2**(i + 4))"),
        ("relu", "16x16x(2**(n + 3))"),
    ]


def test_labels_of_all_rounds_inside_a_labelled_block():
    """Two of four channels a round, and all rounds together."""
    text = "def b { for i in 1..n { conv(4*i,1) as e[i] } } input(16,16,8) b as x conv(3,1)"
    assert [str(size) for size in symcnn.parse(f"{text} from(x.e[2]) relu").shape] == ["16", "16", "8"]
    assert symcnn.parse(f"{text} concat(x.e)")(n=3).shape == (16, 16, 3 + 4 + 8 + 12)


def test_what_does_not_add_up_is_that_of_the_end():
    net = symcnn.parse(SHAPE + "def b { conv(8,3,2) conv(8,3,2) } b relu")
    block = fold.rows(net.report, 1)[1]
    assert (block.rf, block.stride, block.size) == (7, 4, 3 * 3 * 8)  # 1 + 2 + 2*2; 2*2; 16 -> 7 -> 3
    assert (block.input_shape, block.output_shape) == ((16, 16, 8), (3, 3, 8))


def test_every_format_folds():
    net = symcnn.parse(SHAPE + BLOCK + "4*block(8) dense(10)")
    report = net.report
    assert [layer["name"] for layer in net.to_dict(depth=1)["layers"]] == ["block1..4", "flatten1", "dense1"]
    assert len(net.to_dict()["layers"]) == len(net.layers) == 10
    params = [0, 4 * (9 * 8 * 8 + 8), 0, 16 * 16 * 8 * 10 + 10]
    rows = csv.DictReader(io.StringIO(VIEWS["csv"].network(report, depth=1)))
    assert [int(row["params"]) for row in rows] == params
    assert "| block1..4 | `4 x block(8)` | 16x16x8 | 2,336 |" in net.markdown(depth=1)
    assert r"block1..4 & \texttt{4 x block(8)}" in net.latex(depth=1)
    assert "block1.conv1" not in VIEWS["document"].network(report, depth=1)
    assert "block1.conv1" in net.table(depth=2)


def test_formulas_of_groups_in_latex():
    text = symcnn.parse("conv(F,3,pad=same) n*{ conv(F,3,pad=same) relu }").latex(depth=1)
    assert r"P_{\text{conv2..relu1}} ={}& F n \left(9 F + 1\right)" in text


@pytest.mark.parametrize("width", [80, 120])
def test_a_terminal_shows_names_whole(width):
    net = symcnn.load("zoo:resnet50")
    console = Console(width=width, file=io.StringIO())
    for depth in (1, 2, 3, None):
        console.print(in_colour(net.report, width, written=False, depth=depth))
        shown = console.file.getvalue()
        assert [row.name for row in rows(net.report, depth) if f" {row.name} " not in shown] == []


def test_depth_on_the_command_line(capsys):
    assert main([SHAPE + BLOCK + "4*block(8)", "--depth", "1", "--json"]) == 0
    assert [layer["text"] for layer in json.loads(capsys.readouterr().out)["layers"]] == ["4 x block(8)"]


@pytest.mark.parametrize("depth", ["0", "-1", "x", "1.5", "²", ""])
def test_a_depth_is_a_whole_number(depth, capsys):
    assert main([SHAPE + "relu", f"--depth={depth}"]) == 2
    assert "error E602: depth" in capsys.readouterr().err


@pytest.mark.parametrize("depth", [0, -1, True, 1.5, "x"])
def test_a_depth_in_python_is_a_whole_number(depth):
    with pytest.raises(SymcnnError, match="E602"):
        symcnn.parse(SHAPE + "relu").table(depth=depth)


@pytest.mark.parametrize("name", ["resnet50", "unet", "googlenet", "densenet121", "mobilenet_v2"])
@pytest.mark.parametrize("depth", [1, 2, 3, 9])
def test_all_depths_at_once_are_the_rows_of_each(name, depth):
    def cut(nodes, deeper):
        for node in nodes:
            if node.inside and deeper > 1:
                yield from cut(node.inside, deeper - 1)
            else:
                yield node.row

    report = symcnn.load(f"zoo:{name}").report
    found = [(row.name, row.text, row.output) for row in cut(fold.nested(report), depth)]
    assert found == [(row.name, row.text, row.output) for row in fold.rows(report, depth)]
