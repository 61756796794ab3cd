"""The solver's optima of random tapes, against trying all points."""

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symcnn import SymcnnError
from symcnn.grid.axes import Axis
from symcnn.grid.cpsat import Model
from symcnn.grid.exactly import values_at
from symcnn.grid.intervals import Intervals
from symcnn.grid.line import needed
from symcnn.grid.linear import WIDEST
from symcnn.grid.optimum import optimum
from symcnn.grid.tape import Tape
from tests.grid.test_tape import TRUTHS, tapes

AXES = st.lists(st.integers(-4, 12), min_size=1, max_size=5, unique=True).map(sorted)


def counts(tape, goal, values):
    """Whether no divisor is 0 at a point: the solver is asked of no others."""
    floors = [tape.nodes[place] for place in needed(tape, goal) if tape.nodes[place].kind == "floor"]
    return all(values[node.arguments[1]] != 0 for node in floors)


@settings(max_examples=60, deadline=None)
@given(tapes(), AXES, AXES, st.booleans(), st.integers(0, 20))
def test_optima_are_those_of_all_points(case, xs, ys, largest, pick):
    tape, _ = case
    goals = [place for place, node in enumerate(tape.nodes) if node.kind not in ("constant", "symbol")]
    assume(goals)
    goal = goals[pick % len(goals)]
    truths = [p for p in goals if tape.nodes[p].kind in TRUTHS and p != goal]
    demanded = truths[:1]
    intervals = Intervals(tape, {"x": (xs[0], xs[-1]), "y": (ys[0], ys[-1])})
    try:
        model = Model(tape, intervals, [Axis(("x",), (tuple(xs),)), Axis(("y",), (tuple(ys),))])
        for truth in demanded:
            model.require(truth)
        found = optimum(model, model.linear(goal), largest, 60)
    except SymcnnError as error:
        if error.code != "E505":
            raise
        return
    points = [(values_at(tape, {"x": x, "y": y}), x, y) for x, y in product(xs, ys)]
    valid = [v for v, _, _ in points if all(v[t] and counts(tape, t, v) for t in demanded) and counts(tape, goal, v)]
    if not valid:
        assert found.status == "impossible"
        return
    expected = (max if largest else min)(v[goal] for v in valid)
    assert (found.status, found.value, found.bound) == ("optimal", expected, expected)
    assert values_at(tape, found.columns)[goal] == expected


def test_numbers_beyond_64_bits_are_refused_in_words():
    tape = Tape()
    x = tape.symbol("x")
    cube = tape.power(x, tape.constant(4))
    model = Model(tape, Intervals(tape, {"x": (1, 10**6)}), [Axis(("x",), (range(1, 10**6 + 1),))])
    with pytest.raises(SymcnnError, match="beyond the solver's 64 bits"):
        model.linear(cube)


def test_a_common_divisor_keeps_within_64_bits():
    tape = Tape()
    x = tape.symbol("x")
    square = tape.multiply([x, x])
    values = range(2**40, 2**45 + 1, 2**40)
    assert values[-1] ** 2 > WIDEST
    model = Model(tape, Intervals(tape, {"x": (values[0], values[-1])}), [Axis(("x",), (values,))])
    assert optimum(model, model.linear(square), True, 10).value == 2**90


def test_names_that_change_together():
    tape = Tape()
    goal = tape.add([tape.symbol("x"), tape.symbol("y")])
    axis = Axis(("x", "y"), ((1, 2, 9), (7, 8, 0)))
    model = Model(tape, Intervals(tape, axis.ranges()), [axis])
    found = optimum(model, model.linear(goal), True, 10)
    assert (found.value, found.columns) == (10, {"x": 2, "y": 8})


@pytest.mark.parametrize("divisor", [-5, -2, -1, 1, 2, 3, 7])
@pytest.mark.parametrize("shift", [-7, 0, 4])
def test_quotients_are_rounded_down(divisor, shift):
    """The solver's own division rounds to 0: -7/2 would be -3."""
    tape = Tape()
    x, y = tape.symbol("x"), tape.symbol("y")
    top = tape.add([x, tape.constant(shift)])
    by_number, by_name = tape.floor(top, tape.constant(divisor)), tape.floor(top, y)
    for number in range(-4, 5):
        for place in (by_number, by_name):
            axes = [Axis(("x",), ((number,),)), Axis(("y",), ((divisor,),))]
            intervals = Intervals(tape, {"x": (-4, 4), "y": (divisor, divisor)})
            for largest in (True, False):
                model = Model(tape, intervals, axes)
                assert optimum(model, model.linear(place), largest, 10).value == (number + shift) // divisor
