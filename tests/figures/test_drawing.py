"""What a figure shows agrees with the steps of the network: boxes, arrows, joins, skips, repeats."""

from collections import Counter
from math import prod

import pytest

import symcnn
from symcnn.algebra.exact import add
from symcnn.figures.derive import MOST_BOXES, drawing
from symcnn.text.catalogue import entries
from tests.oracles.test_random_graphs import QUICK, graphs

ALL_OPEN = 99
SHAPE = "input(8,8,4) "
BLOCK = "def block(c) { conv(c,3,pad=same) relu conv(c,3,pad=same) } "
# A text behind `input(8,8,4)`; its boxes, the input left out; its arrows, `~` for one that goes by others; its frames.
# ruff: noqa: E501  (a row of a table a line)
ROWS = [
    ("a chain", "conv(4,3) pool(2)", "conv 3×3, 4 | pool 2×2", "1-2 2-3", ""),
    ("cheap layers share the box", "conv(4,3) bn relu pool(2)", "conv 3×3, 4; bn · relu | pool 2×2", "1-2 2-3", ""),
    ("cheap layers before", "bn relu conv(4,3) bn relu conv(4,3)", "bn · relu; conv 3×3, 4 | bn · relu; conv 3×3, 4", "1-2 2-3", ""),
    ("flattening is not written", "relu dense(10)", "relu | dense 10", "1-2 2-3", ""),
    ("a flattening that is written", "flatten dense(10)", "flatten | dense 10", "1-2 2-3", ""),
    ("a residual", "res{ conv(4,3,pad=same) }", "conv 3×3, 4 | +", "1-2 2-3 1~3", ""),
    ("what follows a join", "res{ conv(4,3,pad=same) } relu", "conv 3×3, 4 | + | relu", "1-2 2-3 1~3 3-4", ""),
    ("paths", "concat{ conv(2,1) | conv(3,1) | id }", "conv 1×1, 2 | conv 1×1, 3 | concat", "1-2 1-3 2-4 3-4 1~4", ""),
    ("the same twice", "add{ id | id }", "+", "1-2 1-2", ""),
    ("a product", "mul{ id | gap linear(4) sigmoid }", "gap | linear 4; sigmoid | ×", "1~4 1-2 2-3 3-4", ""),
    ("parts of the channels", "split{ conv(2,1) | id }", "conv 1×1, 2 | concat (split)", "1-2 2-3 1~3", ""),
    ("copies side by side", "concat(2){ conv(2,1) }", "conv 1×1, 2 | conv 1×1, 2 | concat", "1-2 1-3 2-4 3-4", ""),
    ("copies by formula", "concat(n){ conv(2,1) }", "conv 1×1, 2 | concat", "1-2 2-3*n", "n ×"),
    ("a label", "conv(4,1) as a conv(4,1) add(a)", "conv 1×1, 4 | conv 1×1, 4 | +", "1-2 2-3 3-4 2~4", ""),
    ("from a label", "conv(4,1) as a conv(2,1) from(a) pool(2)", "conv 1×1, 4 | conv 1×1, 2 | pool 2×2", "1-2 2-3 2-4", ""),
    ("a repeat", "3*{ conv(4,3,pad=same) relu }", "conv 3×3, 4; relu", "1-2", "3 ×"),
    ("a layer repeated", "3*conv(4,3,pad=same)", "conv 3×3, 4", "1-2", "3 ×"),
    ("a repeat by formula", "n*{ conv(4,3,pad=same) relu }", "conv 3×3, 4; relu", "1-2", "n ×"),
    ("rounds that differ", "as x input(H,H,4) for i in 1..n { conv(4,3) }", "input | conv 3×3, 4", "2-3", "i = 1, …, n"),
    ("a first round that is read by itself", "for i in 1..n { conv(2^i,1) }", "conv 1×1, 2 | conv 1×1, 2ⁱ", "1-2 2-3", "i = 2, …, n"),
    ("repeats in repeats", "2*{ 3*relu tanh }", "relu | tanh", "1-2 2-3", "2 × > 3 ×"),
    ("formulas in formulas", "n*{ m*relu tanh }", "relu | tanh", "1-2 2-3", "n × > m ×"),
    ("a repeated residual", "n*{ res{ conv(4,3,pad=same) } relu }", "conv 3×3, 4 | + | relu", "1-2 2-3 1~3 3-4", "n ×"),
    ("a first round on other channels", "2*conv(8,3,pad=same)", "conv 3×3, 8 | conv 3×3, 8", "1-2 2-3", ""),
    ("a block", BLOCK + "block(4) relu", "conv 3×3, 4; relu | conv 3×3, 4 | relu", "1-2 2-3 3-4", "block(4)"),
    ("equal blocks", BLOCK + "3*block(4)", "conv 3×3, 4; relu | conv 3×3, 4", "1-2 2-3", "3 × block(4)"),
    ("blocks by formula", BLOCK + "n*block(4)", "conv 3×3, 4; relu | conv 3×3, 4", "1-2 2-3", "n × block(4)"),
    ("a block of one box has no frame", "def unit(c) { conv(c,3) bn relu } unit(8) pool(2)", "conv 3×3, 8; bn · relu | pool 2×2", "1-2 2-3", ""),
    ("a labelled group", "seq{ conv(4,1) pool(2) } as stage1", "conv 1×1, 4 | pool 2×2", "1-2 2-3", "stage1"),
    ("shared weights", "shared t { conv(4,1) pool(1) } t t", "conv 1×1, 4 | pool 1×1 | conv 1×1, 4 | pool 1×1", "1-2 2-3 3-4 4-5", "t (shared weights) | t (shared weights)"),
    ("two inputs", "conv(4,1) as a input(8,8,4) conv(4,1) add(a)", "conv 1×1, 4 | input | conv 1×1, 4 | +", "1-2 3-4 4-5 2-5", ""),
    ("a memory", "tokens as m input(5,4) mha(2,memory=m)", "tokens | input | mha, 2 heads", "1-2 3-4 2-4", ""),
    ("sequences", "tokens lstm(8,seq=true) gru(4)", "tokens | lstm 8, seq | gru 4", "1-2 2-3 3-4", ""),
    ("a label of each round", "as x input(H,H,4) n*relu for i in 1..n { conv(4,1) as e[i] } for i in 1..n { add(e[n+1-i]) }", "input | relu | conv 1×1, 4 | +", "2-3 3-4 4-5 4-5", "n × | n × | n ×"),
    ("options", "conv(F,3x1,2,dilation=2,groups=2,pad=4) up(3) dropout(0.5)", "conv 3×1, F, /2, dilation 2, 2 groups | up, ×3; dropout", "1-2 2-3", ""),
]  # fmt: skip


def words(found):
    """A drawing in the words of the table."""
    number = {node.id: at for at, node in enumerate(found.nodes, 1)}
    boxes = [node.symbol or "; ".join(str(line) for line in node.lines if not line.small) for node in found.nodes]
    arrows = [
        f"{number[e.source]}{'~' if e.skip else '-'}{number[e.target]}" + f"*{e.count}" * (e.count != 1)
        for e in found.edges
    ]
    around = {frame.id: frame for frame in found.frames}
    frames = []
    for frame in found.frames:
        outer = f"{around[frame.frame].heading} > " if frame.frame else ""
        if not any(other.frame == frame.id for other in found.frames):
            frames.append(f"{outer}{frame.heading}")
    return " | ".join(boxes[1:]), sorted(arrows), " | ".join(frames)


@pytest.mark.parametrize(("what", "text", "boxes", "arrows", "frames"), ROWS, ids=[what for what, *_ in ROWS])
def test_what_is_drawn(what, text, boxes, arrows, frames):
    found = drawing(symcnn.parse(SHAPE + text).report)
    assert words(found) == (boxes, sorted(arrows.split()), frames)


@pytest.mark.parametrize("layer", ["conv(4,3)", "bn", "relu", "dense(3)"])
def test_every_layer_has_a_box_in_detail(layer):
    net = symcnn.parse(f"{SHAPE} {layer} bn relu")
    assert [node.names for node in drawing(net.report, detail=True).nodes] == [(row.name,) for row in net.report.rows]


def test_blocks_are_boxes_at_depth_1_and_opened_below():
    report = symcnn.load("zoo:resnet18").report
    assert [str(node.lines[0]) for node in drawing(report, 1).nodes] == ["input", "stem", "stages", "gap", "dense 1000"]
    blocks = [node for node in drawing(report, 2).nodes if node.kind == "block"]
    assert [str(node.lines[0]) for node in blocks] == ["block"] * 8
    assert not [node for node in drawing(report, 3).nodes if node.kind == "block"]


def test_equal_blocks_at_a_depth_are_one_box_with_their_number():
    found = drawing(symcnn.load("zoo:resnet50").report, 2)
    assert [str(node.lines[0]) for node in found.nodes if node.kind == "block"] == [
        "block", "2 × block", "block", "3 × block", "block", "5 × block", "block", "2 × block",
    ]  # fmt: skip
    dense = drawing(symcnn.load("zoo:densenet121").report, 1)  # He and Huang's table 1: 6, 12, 24, 16
    assert [str(n.lines[0]) for n in dense.nodes if " × " in str(n.lines[0])] == [
        "6 × bc",
        "12 × bc",
        "24 × bc",
        "16 × bc",
    ]


def test_a_box_says_the_size_that_comes_out():
    sizes = [node.shape.dims for node in drawing(symcnn.load("zoo:lenet5_modern").report).nodes]
    assert sizes == [(32, 32, 1), (28, 28, 6), (14, 14, 6), (10, 10, 16), (5, 5, 16), (120,), (84,), (10,)]


def test_a_name_with_arguments_is_shown_where_they_mean_the_same_outside():
    outer = "def a(c) { conv(c,1) pool(1) } def b(w) { a(w) a(2*w) } "
    frames = drawing(symcnn.parse(SHAPE + outer + "b(4) a(n)").report).frames
    assert [str(frame.title) for frame in frames] == ["b(4)", "a", "a", "a(n)"]


def test_all_rounds_that_a_label_may_mean_have_an_arrow():
    """In a U-Net of depth d, `concat(e[d+1-i])` takes the first round, which is read by itself, or a later one."""
    found = drawing(symcnn.load("zoo:unet_sizes").report)
    concat = next(node for node in found.nodes if node.kind == "join")
    assert [edge.skip for edge in found.edges if edge.target == concat.id] == [False, True, True]


def test_new_names_of_symbols_are_shown():
    found = drawing(symcnn.parse("conv(F,3)").rename(F="width").report)
    assert [str(line) for line in found.nodes[1].lines] == ["conv 3×3, width", "(H − 2)×(W − 2)×width"]


# ---------------------------------------------------------- held to the steps


def real_source(steps, at):
    """The step whose output another takes, beyond those that do nothing."""
    while steps[at].keyword == "id" and steps[at].inputs:
        at = steps[at].inputs[0]
    return at


def count_said(pieces):
    """The number in `3 ×` or `i = 1, …, 200`; formulas are one round that is read for all."""
    numbers = [piece for piece in pieces if isinstance(piece, int)]
    if len(pieces) == 2:
        return numbers[0] if numbers else 1
    return numbers[1] - numbers[0] + 1 if len(numbers) == 2 else 1


def times_around(found):
    """For each frame, how often it stands there by a number, with the frames around it."""
    own = {frame.id: prod(count_said(line.pieces) for line in frame.times) for frame in found.frames}
    around = {frame.id: frame.frame for frame in found.frames}
    total = {"": 1}
    for frame in found.frames:
        total[frame.id] = own[frame.id] * total[around[frame.id]]
    return total


def has_longer_way(edge, edges):
    """Whether the target is reached over another box as well, by trying all ways."""
    after = {}
    for one in edges:
        after.setdefault(one.source, set()).add(one.target)
    seen, todo = set(), [b for b in after.get(edge.source, ()) if b != edge.target]
    while todo:
        box = todo.pop()
        if box not in seen:
            seen.add(box)
            todo += after.get(box, ())
    return edge.target in seen


def check(report):
    """Hold a drawing with all blocks opened, and all layers by themselves, to the steps."""
    found = drawing(report, ALL_OPEN, detail=True)
    steps = report.steps
    at = {step.name: number for number, step in enumerate(steps)}
    box = {at[name]: node.id for node in found.nodes for name in node.names}
    times = times_around(found)
    rounds = [prod(over.count for over in step.over if isinstance(over.count, int)) for step in steps]
    layers = sum(count for count, step in zip(rounds, steps, strict=True) if step.keyword != "id")
    assert sum(times[node.frame] for node in found.nodes) == layers
    arrows = Counter((edge.source, edge.target) for edge in found.edges)
    for node in found.nodes:
        step = steps[at[node.names[0]]]
        picks = step.picks or (None,) * len(step.inputs)
        taken = [1 if pick is None else 1 + len(pick.alone) if pick.round is not None else pick.count for pick in picks]
        wanted = add(taken)
        assert add(edge.count for edge in found.edges if edge.target == node.id) == report.published(wanted)
        assert node.shape == report.shape(step.output_shape)
    if all(count == 1 for count in times.values()):
        wanted = Counter((box[real_source(steps, i)], box[at_]) for at_ in box for i in steps[at_].inputs)
        alone = [
            (i, n) for n in box for pick in steps[n].picks if pick and pick.round is not None for _, i in pick.alone
        ]
        assert arrows == wanted + Counter((box[real_source(steps, i)], box[n]) for i, n in alone)
    assert all(edge.skip == has_longer_way(edge, found.edges) for edge in found.edges)


NAMES = [entry.name for entry in entries()]
BIG = 700  # steps of a network that takes seconds


@pytest.mark.parametrize("name", NAMES[::9])
def test_a_network_of_the_zoo_has_the_boxes_and_arrows_of_its_steps(name):
    report = symcnn.load(f"zoo:{name}").report
    if len(report.steps) < BIG:
        check(report)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_all_networks_of_the_zoo(name):
    check(symcnn.load(f"zoo:{name}").report)


@pytest.mark.parametrize("family", QUICK)
def test_networks_that_branch_have_the_boxes_and_arrows_of_their_steps(family):
    for _, composition in list(graphs(family))[::4]:
        check(symcnn.parse(composition.text).report)


@pytest.mark.parametrize("name", ["resnet152", "densenet201", "googlenet", "transformer_big_tied", "vgg19_bn"])
def test_a_deep_network_is_drawn_on_a_page_without_asking(name):
    assert len(drawing(symcnn.load(f"zoo:{name}").report).nodes) <= MOST_BOXES
