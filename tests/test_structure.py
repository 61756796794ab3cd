"""Where layers stand: their names by path, and labels inside labelled blocks."""

from contextlib import suppress
from pathlib import Path

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.elaborate.naming import named
from symcnn.elaborate.program import interpret, networks
from symcnn.text.parse import parse

ROOT = Path(__file__).parents[1]
PROGRAMS = sorted([*(ROOT / "tests" / "data" / "programs").glob("*.cnn"), *(ROOT / "symcnn" / "zoo").glob("*.cnn")])
BLOCK = "def block(c) { conv(c,3,pad=same) relu conv(c,3,pad=same) as last } "
NAMES = [
    ("layers", "conv(8,3) relu conv(8,3)", "input conv1 relu1 conv2"),
    ("a label", "conv(8,3) as stem conv(8,3)", "input stem conv2"),
    ("a label like a number", "conv(8,3) conv(8,3) conv(8,3) as conv2", "input conv1 conv3 conv2"),
    ("a layer that ends in a digit", "2*relu6", "input relu6_1 relu6_2"),
    ("a block", BLOCK + "block(8) relu", "input block1.conv1 block1.relu1 block1.last relu1"),
    ("blocks", "def b { relu } b b conv(8,3) b", "input b1.relu1 b2.relu1 conv1 b3.relu1"),
    ("a block that ends in a digit", "def b2 { relu } b2 b2", "input b2_1.relu1 b2_2.relu1"),
    ("a labelled block", "def b { relu tanh } b as stage b", "input stage.relu1 stage.tanh1 b2.relu1 b2.tanh1"),
    ("blocks in blocks", "def a { relu } def b { a a } 2*b", "input b1.a1.relu1 b1.a2.relu1 b2.a1.relu1 b2.a2.relu1"),
    ("a repeat", "2*{ conv(8,3) relu } pool(2)", "input conv1 relu1 conv2 relu2 pool1"),
    ("a labelled repeat", "relu 2*{ conv(8,3) relu } as x", "input relu1 x.conv1 x.relu1 x.conv2 x.relu2"),
    ("a labelled layer repeated", "2*conv(8,3) as x", "input x.conv1 x.conv2"),
    ("a loop", "for i in 1..2 { conv(i,3) } conv(8,3)", "input conv1 conv2 conv3"),
    ("a labelled loop", "for i in 1..2 { conv(i,3) } as x", "input x.conv1 x.conv2"),
    ("a label in each round", "for i in 1..3 { relu as x }", "input x x_2 x_3"),
    ("an array of labels", "for i in 1..2 { relu as x[i] }", "input x[1] x[2]"),
    ("a group", "seq{ relu relu } as stage2 relu", "input stage2.relu1 stage2.relu2 relu1"),
    ("a group without a label", "seq{ relu relu } relu", "input relu1 relu2 relu3"),
    ("a join", "res{ relu tanh } relu", "input relu1 tanh1 res1 relu2"),
    ("a labelled join", "relu as y concat{ relu | relu add(y) } as x", "input y x.relu1 x.relu2 x.add1 x"),
    ("labels in a labelled block", BLOCK + "block(8) as b conv(8,3)", "input b.conv1 b.relu1 b.last conv1"),
    ("a repeat by formula", "def b(c) { conv(c,3,pad=same) relu } n*b(C)", "input b1.conv1 b1.relu1"),
    ("peeled rounds", "n*{ conv(8,3,pad=same) }", "input conv1 conv2"),
    ("shared weights", "shared t { relu } t t", "input t1.relu1 t2.relu1"),
    ("a recursive block", "def f(n) { relu if n > 1 { f(n-1) } } f(2) relu", "input f1.relu1 f1.f1.relu1 relu1"),
    ("a network that is one block", "net a { input(8,8,3) relu } a", "input relu1"),
    ("a block with a label that is all", "net a { input(8,8,3) relu } a as x", "x.input x.relu1"),
    ("an implied layer", "def b { dense(8) } input(8,8,3) b", "input b1.flatten1 b1.dense1"),
]


@pytest.mark.parametrize(("what", "text", "names"), NAMES, ids=[what for what, _, _ in NAMES])
def test_names_say_where_a_layer_stands(what, text, names):
    assert [row.name for row in symcnn.parse(text).report.rows] == names.split()


def results(each):
    """What the reading of each network of the programs gives, of those that can be evaluated."""
    for path in PROGRAMS[::each]:
        program = parse(path.read_text(encoding="utf-8"), path.stem)
        for name in networks(program):
            with suppress(SymcnnError):
                yield f"{path.stem}:{name}", interpret(program, name, {}, {})


@pytest.mark.parametrize("each", [6, pytest.param(1, marks=pytest.mark.slow)], ids=["some", "all"])
def test_no_two_layers_have_one_name(each):
    found = dict(results(each))
    assert len(found) > 180 // each
    for which, result in found.items():
        names = [step.name for step in named(result.steps)]
        assert len(set(names)) == len(names), which


def test_conditions_and_errors_speak_of_paths():
    net = symcnn.parse("def b { conv(8,3) pool(2) } relu b b")
    assert [condition.layers for condition in net.conditions] == [("b2.pool1",)] * 2
    assert [layer["name"] for layer in net.to_dict()["layers"]] == [row.name for row in net.layers]
    with pytest.raises(SymcnnError, match=r"^.*error E408: b1\.pool2 needs P >= 2\*K; .*, which b1\.pool1 needs"):
        symcnn.parse("def b { pool(K,pad=P) pool(P,pad=K) } relu b")


# ---------------------------------------------------------------- labels inside a block

PYRAMID = "def trunk { conv(4,3,2) as c3 conv(6,3,2) as c4 conv(8,3) for i in 1..2 { conv(i,1) as e[i] } } "
VALUES = [
    ("from(b.c3)", (15, 15, 4)),
    ("from(b.c4) conv(b.c3.c,1)", (7, 7, 4)),
    ("concat(b.e)", (5, 5, 2 + 1 + 2)),
    ("from(b.e[1])", (5, 5, 1)),
    ("from(b.c3,b.c3,join=concat)", (15, 15, 8)),
    ("for p in [b.c3, b.c4] { from(p) gap }", (6,)),
    ("conv(b.c3.c + b.c,1)", (5, 5, 6)),
]


@pytest.mark.parametrize(("text", "shape"), VALUES)
def test_a_label_inside_a_labelled_block_is_a_value(text, shape):
    assert symcnn.parse(f"{PYRAMID} input(32,32,3) trunk as b {text}").shape == shape


def test_labels_of_blocks_in_blocks():
    net = symcnn.parse(
        "def a { conv(4,3) as x relu } def b { a as y conv(8,3) } input(9,9,3) b as z concat(z.y.x,crop=true)"
    )
    assert net.shape == (5, 5, 12)
    assert "z.y.x" in [row.name for row in net.layers]


def test_a_path_of_labels_in_the_language_is_the_name_of_the_row():
    net = symcnn.parse(f"{PYRAMID} input(32,32,3) relu trunk as b from(b.c4)")
    assert {row.name: row.output_shape for row in net.layers}["b.c4"] == net.shape
