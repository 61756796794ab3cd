"""Answers by boxes and lines against visiting every point: random networks, grids, claims and tapes."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symcnn
from symcnn.ask.claims import read_claims, read_measure
from symcnn.ask.problem import compiled
from symcnn.given_axes import given_grid
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.boxes import count, extremes, histogram, pareto, top
from symcnn.grid.boxes.search import Search
from symcnn.grid.intervals import Intervals
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Tape
from tests.grid.boxes import brute
from tests.grid.test_tape import tapes

LAYERS = [
    "conv(F1,K)", "conv(F2,K,pad=same)", "conv(F1,3,2)", "pool(2)", "pool(2,pad=same)", "dwconv(3)", "up(2)",
    "conv(F2,1,bias=false)", "conv(max(F1,F2),3,pad=1)", "conv(floor(F1/2)+1,K)", "bn",
]  # fmt: skip
MEASURES = ["params", "macs", "activations", "macs/params", "params/7", "params - 3*macs", "H*W", "(F1-3)*(F2-4)"]
CLAIMS = [
    "params <= {0}", "params > {0}", "macs < {1}", "macs/params < {2}", "not (params < {0} and macs > {1})",
    "params <= {0} or K == 3", "F1 <= F2", "F1*K != 9", "params == {0}", "macs >= {1} and params <= {0}",
    "H % 2 == 1", "F1 > 2 or not F2 < 3", "params <= {0} and (K == 1 or N >= 4) and F2 != 2", "macs <= 100*params",
]  # fmt: skip


@st.composite
def values(draw, low, high, longest=5):
    """Values of an axis: a range, or a list in any order with some of them twice."""
    if draw(st.booleans()):
        first, step = draw(st.integers(low, high)), draw(st.integers(1, 3))
        return range(first, first + step * draw(st.integers(1, longest)), step)
    return draw(st.lists(st.integers(low, high), min_size=1, max_size=longest))


@st.composite
def networks(draw):
    """A network over a grid with claims, as a problem; None where it has no place for a layer."""
    layers = draw(st.lists(st.sampled_from(LAYERS), min_size=1, max_size=4))
    axes = {name: draw(values(*ends)) for name, ends in (("H", (4, 12)), ("W", (4, 12)), ("K", (1, 5)))}
    axes |= {name: draw(values(1, 9)) for name in ("F1", "F2", "N")}
    rows = draw(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=4))
    frame = None
    if rows:  # two of the names change together
        frame = {"F1": [a for a, _ in rows], "N": [b for _, b in rows]}
        axes = {name: given for name, given in axes.items() if name not in frame}
    elif draw(st.booleans()):
        axes["F2"] = draw(st.sampled_from(["2*F1", "F1 + K", "3"]))
    axes = dict(draw(st.permutations(sorted(axes.items()))))
    claim = draw(st.lists(st.sampled_from(CLAIMS), max_size=2))
    text = "input(H,W,2) " + " ".join(layers) + " dense(N) dense(3)"
    limits = [draw(st.integers(10, 4000)), draw(st.integers(100, 200_000)), draw(st.integers(1, 60))]
    return problem_of(text, axes, frame, ", ".join(claim).format(*limits))


def problem_of(text, axes, frame=None, claims=""):
    grid = given_grid(axes, frame)
    report = symcnn.parse(text).report
    read = read_claims(claims, grid.names) if claims else ()
    return compiled(report, grid, {name: read_measure(name, grid.names) for name in MEASURES}, read)


def agrees(problem, names, n, edges):
    """Every answer is that of visiting all points."""
    measures = [problem.outputs[name] for name in names]
    points = brute.visited(problem, measures)
    assert count(problem) == len(points)
    for smallest in (True, False):
        assert top(problem, names[0], n, smallest) == brute.top(points, n, smallest)
    directions = ["min", "max", "min"][: len(names)]
    expected = brute.front(points, directions)
    assert pareto(problem, list(zip(names, directions, strict=True))) == expected
    assert histogram(problem, names[0], edges) == brute.histogram(points, edges)
    ends = (brute.top(points, 1, True), brute.top(points, 1, False))
    assert extremes(problem, names[0]) == ((ends[0][0], ends[1][0]) if points else None)


QUESTIONS = (
    st.lists(st.sampled_from(MEASURES), min_size=1, max_size=3),
    st.integers(1, 30),
    st.lists(st.fractions(-50, 3000, max_denominator=3), min_size=2, max_size=4).map(sorted),
)


@settings(max_examples=40, deadline=None)
@given(networks(), *QUESTIONS)
def test_networks(problem, names, n, edges):
    agrees(problem, names, n, edges)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(networks(), *QUESTIONS)
def test_many_networks(problem, names, n, edges):
    agrees(problem, names, n, edges)


@st.composite
def problems_of_tapes(draw):
    """Random operations on x and y as measures, and comparisons of them as claims."""
    tape, ranges = draw(tapes())
    kinds = [node.kind for node in tape.nodes]
    truths = [n for n, kind in enumerate(kinds) if kind in ("at_least", "equal", "negate", "all", "any")]
    numbers = [n for n in range(len(kinds)) if n not in truths]
    picked = draw(st.lists(st.sampled_from(truths), max_size=2)) if truths else []
    a, b = (draw(st.sampled_from(numbers)) for _ in range(2))
    where = tape.all([*picked, draw(st.sampled_from([tape.at_least(a, b), tape.negate(tape.equal(a, b))]))])
    axes = [Axis((name,), (draw(st.permutations(range(low, high + 1))),)) for name, (low, high) in ranges.items()]
    outputs = {str(n): tape.whole(draw(st.sampled_from(numbers))) for n in range(3)}
    return Problem(
        grid=Grid(tuple(axes), {}), tape=tape, intervals=Intervals(tape, ranges), outputs=outputs, conditions={},
        where=where,
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(problems_of_tapes(), st.integers(1, 3), st.integers(1, 9), QUESTIONS[2])
def test_tapes(problem, objectives, n, edges):
    agrees(problem, ["0", "1", "2"][:objectives], n, edges)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(problems_of_tapes(), st.integers(1, 3), st.integers(1, 9), QUESTIONS[2])
def test_many_tapes(problem, objectives, n, edges):
    agrees(problem, ["0", "1", "2"][:objectives], n, edges)


def test_values_beyond_64_bits():
    problem = problem_of("input(H,W,2) conv(F1,K) dense(N) dense(3)", {
        "F1": [10**16, 10**15, 10**17], "N": [10**9, 3, 10**12], "K": [1, 3], "H": "4..6", "W": [5], "F2": [1],
    }, None, "params <= 10^25 and macs/params >= 1")  # fmt: skip
    agrees(problem, ["macs", "params"], 7, [0, 10**20, Fraction(10**30, 7)])
    assert Search(problem, problem.where, []).wide


def test_values_that_no_float_holds():
    problem = problem_of("input(H,W,2) conv(F1,K) dense(N) dense(3)", {
        "F1": [10**n for n in range(300, 340, 7)], "N": [10**400, 3], "K": [1, 3], "H": "4..6", "W": [5], "F2": [1],
    }, None, "params <= 10^720 and macs >= 10^310")  # fmt: skip
    agrees(problem, ["macs", "params"], 7, [0, 10**320, 10**800])


def test_what_takes_too_many_boxes_is_answered_otherwise():
    problem = problem_of("input(H,W,2) conv(F1,K) dense(N) dense(3)", {
        "F1": "1..900", "N": "1..50", "K": [1, 3], "H": "4..200", "W": "9..300", "F2": [1],
    }, None, "H*F1*N % 3 == N*W % 7")  # fmt: skip
    assert count(problem, 10, lambda asked: "visited") == "visited"
    assert top(problem, "macs", 3, False, 10, lambda *asked: asked[1:]) == ("macs", 3, False)
    objectives = [("params", "min"), ("macs", "max")]
    assert pareto(problem, objectives, 10, lambda *asked: asked[1:]) == (objectives,)
    assert histogram(problem, "params", [0, 10**6], 10, lambda *asked: asked[1:]) == ("params", [0, 10**6])


def test_a_quotient_by_0_of_numbers_is_a_claim_as_others():
    tape = Tape()
    x, two, by_zero = tape.symbol("x"), tape.constant(2), tape.floor(tape.constant(3), tape.constant(0))
    for where, expected in ((tape.at_least(by_zero, two), 0), (tape.at_least(two, by_zero), 5)):
        grid = Grid((Axis(("x",), (range(5),)),), {})
        problem = Problem(
            grid=grid, tape=tape, intervals=Intervals(tape, {"x": (0, 4)}), outputs={"x": tape.whole(x)},
            conditions={}, where=where,
        )  # fmt: skip
        assert count(problem) == expected
        agrees(problem, ["x"], 3, [0, 2, 4])


def test_a_grid_without_axes_has_one_point():
    tape = Tape()
    two = tape.constant(2)
    problem = Problem(Grid((), {}), tape, Intervals(tape, {}), {"x": tape.whole(two)}, {}, tape.at_least(two, two))
    agrees(problem, ["x"], 3, [0, 2, 4])
