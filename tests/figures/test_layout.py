"""Places: boxes do not overlap, text fits, arrows lead from box to box and over no other; with both layouts."""

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.figures import graphviz, nested
from symcnn.figures.derive import drawing
from symcnn.figures.measure import letters, line_width
from symcnn.figures.placed import Point
from tests.figures.geometry import covered_headings, crossed, loose_ends, outside, overlaps, text_width, too_wide
from tests.figures.random_structure import random_structure
from tests.figures.test_drawing import NAMES, ROWS, SHAPE, check
from tests.oracles.test_random_graphs import graphs

SHOWN = ["unet", "transformer", "resnet18", "googlenet", "wavenet", "resnet50_fpn", "siamese", "lstm_imdb", "gpt2_117m"]
CROSSED_BY_GRAPHVIZ = 3  # it bends arrows over the corners of boxes here and there


def faults(placed):
    return overlaps(placed) + outside(placed) + too_wide(placed, letters) + loose_ends(placed)


@pytest.mark.parametrize("sideways", [False, True], ids=["down", "right"])
@pytest.mark.parametrize("text", [text for _, text, *_ in ROWS], ids=[what for what, *_ in ROWS])
def test_places(text, sideways):
    placed = nested.place(drawing(symcnn.parse(SHAPE + text).report), sideways=sideways)
    assert faults(placed) + crossed(placed) + covered_headings(placed) == []


@pytest.mark.parametrize("name", SHOWN)
def test_places_in_networks_of_the_zoo(name):
    report = symcnn.load(f"zoo:{name}").report
    for depth in (None, 1, 99):
        for sideways in (False, True):
            placed = nested.place(drawing(report, depth), sideways=sideways)
            assert faults(placed) + crossed(placed) + covered_headings(placed) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_places_in_all_networks_of_the_zoo(name):
    placed = nested.place(drawing(symcnn.load(f"zoo:{name}").report))
    assert faults(placed) + crossed(placed) + covered_headings(placed) == []


@pytest.mark.parametrize("family", ["attention", "branch1d", "encdec1d"])
def test_places_in_networks_that_branch(family):
    for _, composition in list(graphs(family))[::6]:
        placed = nested.place(drawing(symcnn.parse(composition.text).report))
        assert faults(placed) + crossed(placed) + covered_headings(placed) == []


@pytest.mark.parametrize("seed", range(40))
def test_random_structures_agree_with_their_steps_and_have_their_places(seed):
    report = symcnn.parse(random_structure(seed)).report
    check(report)
    for depth, detail in ((None, False), (1, False), (99, True)):
        placed = nested.place(drawing(report, depth, detail=detail), sideways=bool(seed % 2))
        assert faults(placed) + crossed(placed) + covered_headings(placed) == []


def test_the_checks_can_fail():
    placed = nested.place(drawing(symcnn.load("zoo:resnet18").report, 3))
    first, second, *_ = placed.boxes
    moved = placed._replace(boxes={**placed.boxes, second: placed.boxes[first].moved(3, 3)})
    assert overlaps(moved)
    assert loose_ends(moved)
    assert crossed(placed._replace(routes=tuple(one._replace(start=Point(0, 0)) for one in reversed(placed.routes))))
    narrow = {name: area._replace(width=area.width / 2) for name, area in placed.boxes.items()}
    assert too_wide(placed._replace(boxes=narrow), letters)
    assert outside(placed._replace(width=placed.width / 2))
    assert covered_headings(placed._replace(headings=dict.fromkeys(placed.headings, placed.boxes[first].middle)))


def test_text_is_measured_at_least_as_wide_as_it_is():
    for name in ("unet", "wavenet", "densenet121", "mobilenet_v2"):
        lines = [line for node in drawing(symcnn.load(f"zoo:{name}").report, 99).nodes for line in node.lines]
        assert all(line_width(line) >= text_width(str(line), letters(line)) - 0.01 for line in lines)


def test_the_main_way_is_straight():
    """The boxes of a residual stage stand below each other, whatever goes by."""
    placed = nested.place(drawing(symcnn.parse(f"{SHAPE} n*{{ res{{ conv(4,3,pad=same) relu }} relu }}").report))
    middles = [area.middle.x for area in placed.boxes.values()]
    assert max(middles) - min(middles) < 1


def test_the_direction_is_that_of_the_arrows():
    report = symcnn.load("zoo:resnet18").report
    for sideways in (False, True):
        placed = nested.place(drawing(report), sideways=sideways)
        for edge in placed.drawing.edges:
            a, b = placed.boxes[edge.source], placed.boxes[edge.target]
            assert (a.x + a.width <= b.x) if sideways else (a.y + a.height <= b.y)


@pytest.mark.graphviz
@pytest.mark.parametrize("name", SHOWN)
def test_graphviz_places_the_same_boxes_and_arrows(name):
    found = drawing(symcnn.load(f"zoo:{name}").report)
    for sideways in (False, True):
        own, other = nested.place(found, sideways=sideways), graphviz.place(found, sideways=sideways)
        assert own.drawing == other.drawing == found
        assert set(own.boxes) == set(other.boxes)
        assert set(own.frames) == set(other.frames) == set(other.headings)
        assert len(own.routes) == len(other.routes) == len(found.edges)
        assert {n: (a.width, a.height) for n, a in own.boxes.items()} == {
            n: (round(a.width, 2), round(a.height, 2)) for n, a in other.boxes.items()
        }
        assert overlaps(other) + loose_ends(other) + too_wide(other, letters) == []
        assert len(crossed(other)) <= CROSSED_BY_GRAPHVIZ


def test_without_graphviz_its_layout_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SymcnnError, match="Graphviz is not installed") as error:
        symcnn.parse("conv(4,3)").draw(tmp_path / "net.svg", layout="graphviz")
    assert "apt install graphviz" in error.value.help
    assert list(tmp_path.iterdir()) == []
    symcnn.parse("conv(4,3)").draw(tmp_path / "net.svg")


def test_a_graphviz_that_fails_is_told(monkeypatch, tmp_path):
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\necho 'no plugins' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SymcnnError, match="Graphviz fails: no plugins"):
        symcnn.parse("conv(4,3)").draw(tmp_path / "net.svg", layout="graphviz")
