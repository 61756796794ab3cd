"""Formulas on a tape against the same networks read with numbers, and intervals against all points."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symcnn
from symcnn.ask.claims import read_claims, read_measure
from symcnn.ask.pieces import pieces
from symcnn.ask.problem import compiled
from symcnn.given_axes import given_grid
from symcnn.grid.arrays import fits, numpy, values_over
from symcnn.grid.exactly import values_at
from symcnn.grid.intervals import Intervals
from symcnn.grid.tape import Tape

DEPTH = Path(__file__).parents[1] / "cases" / "depth.txt"
CASES = [line.rsplit(" | ", 1) for line in DEPTH.read_text().splitlines() if line and not line.startswith("#")]
PLAIN = [
    ["conv(F,K) pool(2) conv(2*F,K,pad=same) dense(N) dense(10)", "H=12,13 W=14 C=1,3 F=4 K=1,3,5,7,9 N=3"],
    ["conv(F,K,S) up(2) dwconv(3,bias=false) gap dense(F)", "H=12,15 W=14 C=3 F=4,5 K=1,3 S=1,2,3"],
    ["param a: rational conv(floor(a*32),3) conv(max(8,floor(a*64)),3)", "a=1/4,1/2,1,3/2 H=9 W=8 C=3"],
    ["if n >= 2 { conv(n,3) } else { dense(n) }", "n=1,2,3 H=9 W=8 C=3"],
]
WANTED = {name: read_measure(name, ()) for name in ("params", "macs", "activations")}


def axes_of(values):
    return dict(word.split("=", 1) for word in values.split())


def reader(text):
    return lambda values: symcnn.parse(text, **values).report


@pytest.mark.parametrize(("text", "values"), [*PLAIN, *CASES])
def test_a_tape_gives_what_the_network_with_these_numbers_has(text, values):
    grid = given_grid(axes_of(values))
    seen = 0
    for piece in pieces(reader(text), grid):
        problem = compiled(piece.report, piece.grid, WANTED) if piece.report else None
        for point in piece.grid.points():
            seen += 1
            check(text, point, problem, piece.grid)
    assert seen == grid.size


def check(text, point, problem, grid):
    found = values_at(problem.tape, columns_at(grid, point)) if problem else []
    holds = problem and all(found[place] for place in problem.conditions.values())
    try:
        net = symcnn.parse(text, **point)
    except symcnn.SymcnnError:
        assert not holds, (point, "has no network")
        return
    assert holds, (point, "has a network")
    for name, ratio in problem.outputs.items():
        assert found[ratio.numerator] == getattr(net, name) * found[ratio.denominator], (name, point)
        for place, value in enumerate(found):
            low, high = problem.intervals[place]
            assert low <= value <= high


def columns_at(grid, point):
    """The whole numbers that stand in the columns for the values of a point."""
    below = {n: d for axis in grid.axes for n, d in zip(axis.names, axis.denominators, strict=False)}
    return {name: int(value * below.get(name, 1)) for name, value in point.items()}


def test_claims_are_decided_at_each_point():
    net = symcnn.parse("conv(F,K) dense(10)", H=9, W=8, C=1)
    grid = given_grid({"F": "1..9", "K": "1,3"})
    claims = read_claims("params <= 2k and not (K == 3 or F > 6), macs/params >= 1 + 1/2", grid.names)
    problem = compiled(net.report, grid, WANTED, claims)
    for point in grid.points():
        numbers = net(**point)
        expected = numbers.params <= 2000 and point["K"] == 1 and point["F"] <= 6
        expected = expected and 2 * numbers.macs >= 3 * numbers.params
        assert values_at(problem.tape, point)[problem.where] == expected


TRUTHS = ["at_least", "equal", "negate"]
OPERATIONS = [*TRUTHS, "add", "multiply", "floor", "minimum", "maximum", "choose", "power"]


@st.composite
def tapes(draw):
    """A tape of random operations on x and y, and small ranges of both."""
    tape = Tape()
    places = [tape.symbol("x"), tape.symbol("y"), *map(tape.constant, draw(st.lists(st.integers(-3, 3), max_size=3)))]
    for kind in draw(st.lists(st.sampled_from(OPERATIONS), min_size=1, max_size=6)):
        a, b, c = (places[draw(st.integers(0, len(places) - 1))] for _ in range(3))
        made = applied(tape, kind, a, b, c)
        if kind not in TRUTHS:  # truths are not added
            places.append(made)
    low_x, low_y = draw(st.integers(-4, 4)), draw(st.integers(-4, 4))
    return tape, {"x": (low_x, low_x + draw(st.integers(0, 3))), "y": (low_y, low_y + draw(st.integers(0, 3)))}


def applied(tape, kind, a, b, c):
    zero = tape.constant(0)
    if kind in ("add", "multiply"):
        return getattr(tape, kind)([a, b])
    if kind in ("minimum", "maximum"):
        return tape.extreme(kind, [a, b])
    if kind == "power":
        return tape.power(a, tape.extreme("minimum", [tape.extreme("maximum", [b, zero]), tape.constant(4)]))
    if kind == "negate":
        return tape.negate(tape.at_least(a, b))
    if kind == "choose":
        return tape.choose(tape.at_least(a, b), b, c)
    return getattr(tape, kind)(a, b)


@settings(max_examples=300, deadline=None)
@given(tapes())
def test_an_interval_holds_every_value(case):
    tape, ranges = case
    intervals = Intervals(tape, ranges)
    spans = [range(low, high + 1) for low, high in ranges.values()]
    for x, y in product(*spans):
        for place, value in enumerate(values_at(tape, {"x": x, "y": y})):
            low, high = intervals[place]
            assert low <= value <= high, (tape.nodes[place], x, y)


@settings(max_examples=300, deadline=None)
@given(tapes())
def test_arrays_have_the_values_of_points(case):
    tape, ranges = case
    intervals = Intervals(tape, ranges)
    spans = [range(low, high + 1) for low, high in ranges.values()]
    points = list(product(*spans))
    columns = {name: [point[at] for point in points] for at, name in enumerate(("x", "y"))}
    wanted = range(len(tape.nodes))
    expected = [values_at(tape, {"x": x, "y": y}) for x, y in points]
    for wide in (False, True):
        if wide or fits(intervals, wanted):
            found = values_over(tape, wanted, columns, wide)
            rows = [numpy().broadcast_to(found[place], len(points)).tolist() for place in wanted]
            assert [list(map(int, row)) for row in rows] == [list(column) for column in zip(*expected, strict=True)]


def test_64_bits_are_used_only_where_they_suffice():
    tape = Tape()
    x = tape.symbol("x")
    square = tape.multiply([x, x])
    assert fits(Intervals(tape, {"x": (1, 3_037_000_499)}), [square])
    assert not fits(Intervals(tape, {"x": (1, 3_037_000_500)}), [square])
    difference = tape.add([square, tape.negative(tape.multiply([x, x, x]))])
    assert not fits(Intervals(tape, {"x": (1, 3_037_000_499)}), [difference])
