"""What is proved along a line, against all its points."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symcnn.grid.line import Line, needed, straight
from symcnn.grid.tape import Tape
from tests.grid.test_tape import TRUTHS, tapes

LINES = (tapes(), st.integers(-4, 4), st.integers(-4, 4), st.integers(1, 3))


def lines(case, y, first, step):
    tape, _ = case
    for place in range(len(tape.nodes)):
        yield tape.nodes[place].kind, Line(tape, place, "x", first, step, {"y": y}), place


@settings(max_examples=150, deadline=None)
@given(*LINES, st.integers(0, 4), st.integers(0, 6))
def test_facts_hold_at_every_point(case, y, first, step, start, length):
    for _, line, place in lines(case, y, first, step):
        for end in (start + length, None):
            fact = line.facts(start, end)[place]
            values = [line.values(t)[place] for t in range(start, (start + 40 if end is None else end) + 1)]
            assert fact.low is None or fact.low <= min(values)
            assert fact.high is None or fact.high >= max(values)
            assert not fact.up or values == sorted(values)
            assert not fact.down or values == sorted(values, reverse=True)


@settings(max_examples=150, deadline=None)
@given(*LINES)
def test_the_parts_are_where_a_truth_holds(case, y, first, step):
    for kind, line, _ in lines(case, y, first, step):
        if kind in TRUTHS:
            expected = [t for t in range(31) if line.holds(t)]
            assert [t for a, b in line.parts(0, 30) for t in range(a, b + 1)] == expected
            assert [t for a, b in line.parts(0, 30, backwards=True) for t in range(b, a - 1, -1)] == expected[::-1]
            assert line.first_one(0, 30) == min(expected, default=None)
            assert line.last(0, 30) == max(expected, default=None)


@settings(max_examples=150, deadline=None)
@given(*LINES)
def test_what_is_decided_stays_so(case, y, first, step):
    for kind, line, _ in lines(case, y, first, step):
        since = line.decided_from() if kind in TRUTHS else None
        if since is not None:
            assert len({line.holds(t) for t in range(since, since + 50)}) == 1


@settings(max_examples=150, deadline=None)
@given(*LINES)
def test_the_root_of_a_straight_line(case, y, first, step):
    tape, _ = case
    for kind, line, place in lines(case, y, first, step):
        if kind == "equal" and straight(tape, place, "x") is not None:
            root = line.only_root(place)
            holds = [t for t in range(60) if line.holds(t)]
            assert root is None or holds == ([root] if 0 <= root < 60 else [])


@pytest.mark.parametrize("digits", [3, 30, 300])
def test_numbers_of_any_size(digits):
    """The largest x with x^3 - 5 x^2 <= 10^digits - 1, against the next one."""
    tape = Tape()
    x = tape.symbol("x")
    value = tape.add([tape.power(x, tape.constant(3)), tape.multiply([tape.constant(-5), x, x])])
    line = Line(tape, tape.at_least(tape.constant(10**digits - 1), value), "x", 1, 1, {})
    found = line.last(0, None) + 1
    assert found**3 - 5 * found**2 < 10**digits <= (found + 1) ** 3 - 5 * (found + 1) ** 2


def test_only_what_a_truth_is_made_of_is_looked_at():
    tape = Tape()
    x, y = tape.symbol("x"), tape.symbol("y")
    tape.multiply([y, y])
    truth = tape.at_least(x, tape.constant(3))
    assert [tape.nodes[place].value for place in needed(tape, truth)] == ["x", 3, 0]


QUOTIENTS = [
    (100, 0, 0, 1),
    (7, 3, 2, 1),
    (-100, 0, 0, 1),
    (-9, -2, 3, 2),
    (50, -3, 1, 1),
    (5, 3, -40, 1),
    (9, 1, 4, 0),
]


@pytest.mark.parametrize(("a", "b", "c", "d"), QUOTIENTS)
def test_rounded_quotients_of_lines(a, b, c, d):
    """(a + b*x)//(c + d*x), where the divisor has one sign."""
    tape = Tape()
    x = tape.symbol("x")
    top, bottom = (tape.add([tape.constant(k), tape.multiply([tape.constant(m), x])]) for k, m in ((a, b), (c, d)))
    place = tape.floor(top, bottom)
    for start in range(6):
        for end in (*range(start, start + 12), None):
            line = Line(tape, place, "x", 1, 1, {})
            fact = line.facts(start, end)[place]
            values = [line.values(t)[place] for t in range(start, (start + 30 if end is None else end) + 1)]
            assert fact.low is None or fact.low <= min(values)
            assert fact.high is None or fact.high >= max(values)
            assert not fact.up or values == sorted(values)
            assert not fact.down or values == sorted(values, reverse=True)


def test_a_quotient_of_a_growing_divisor_falls():
    tape = Tape()
    place = tape.floor(tape.constant(60), tape.symbol("x"))
    assert Line(tape, place, "x", 1, 1, {}).facts(0, None)[place][:4] == (0, 60, False, True)
