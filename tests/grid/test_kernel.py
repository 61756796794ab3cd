"""Every engine of dense values against single points with Python's integers, over random tapes and odd shapes."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symcnn.grid.arrays import fits
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.exactly import values_at
from symcnn.grid.intervals import Intervals
from symcnn.grid.kernel import kernel
from symcnn.grid.kernel.dense import Dense
from symcnn.grid.kernel.loops import Loops, function_of
from symcnn.grid.kernel.tiled import Cut
from symcnn.grid.tape import Tape
from tests.grid.test_tape import OPERATIONS, TRUTHS, applied


class Source(Loops):
    """The loops that numba compiles, run by Python: many can be tried."""

    @property
    def function(self):
        return function_of(self.source)


ENGINES = {"numpy": Dense, "source": Source, "numba": Loops}
EXAMPLES = {"numpy": 300, "source": 300, "numba": 6}
SMALL = st.integers(-4, 9)
LARGE = st.sampled_from([0, 1, 2, 3, 7, 2**31, 2**62, 2**63 - 1, 2**63, 2**64 + 1, -1, -5, -(2**63)])
NAMES = "xyzuv"


@st.composite
def problems(draw, numbers=SMALL):
    """A tape of random operations on names, a grid, and some nodes that are wanted."""
    names = NAMES[: draw(st.integers(1, 5))]
    tape = Tape()
    places = [*map(tape.symbol, names), *map(tape.constant, draw(st.lists(numbers, max_size=3)))]
    wanted = []
    for kind in draw(st.lists(st.sampled_from(OPERATIONS), min_size=1, max_size=8)):
        a, b, c = (places[draw(st.integers(0, len(places) - 1))] for _ in range(3))
        made = applied(tape, kind, a, b, c)
        wanted.append(made)
        if kind not in TRUTHS:
            places.append(made)
    columns = [tuple(draw(st.lists(numbers, min_size=1, max_size=4))) for _ in names]
    return tape, Grid(_axes(names, columns, draw(st.booleans())), {}), wanted


def _axes(names, columns, coupled):
    """An axis each, or the first two names together."""
    if coupled and len(names) > 1:
        length = min(map(len, columns[:2]))
        first = Axis((names[0], names[1]), (columns[0][:length], columns[1][:length]))
        return (first, *(Axis((n,), (c,)) for n, c in zip(names[2:], columns[2:], strict=True)))
    return tuple(Axis((n,), (c,)) for n, c in zip(names, columns, strict=True))


def points_of(grid):
    """The values of all names at each point, straight from the columns."""
    places = product(*(range(len(axis)) for axis in grid.axes))
    pairs = [(axis, at) for axis in grid.axes for at in range(len(axis.names))]
    for point in places:
        of = dict(zip(map(id, grid.axes), point, strict=True))
        yield {axis.names[at]: axis.columns[at][of[id(axis)]] for axis, at in pairs}


def intervals_of(tape, grid):
    return Intervals(tape, {name: ends for axis in grid.axes for name, ends in axis.ranges().items()})


def check(engine, tape, grid, wanted, points, start, stop):
    exact = [values_at(tape, point) for point in points_of(grid)][start:stop]
    intervals = intervals_of(tape, grid)
    if engine != "numpy" and not fits(intervals, wanted):
        with pytest.raises(OverflowError):
            ENGINES[engine](grid, intervals, wanted, points)
        return
    found = ENGINES[engine](grid, intervals, wanted, points).values(start, stop)
    for place in wanted:
        assert [int(value) for value in found[place].tolist()] == [values[place] for values in exact], tape.nodes


@pytest.mark.parametrize("engine", ENGINES)
def test_values_are_those_of_points(engine):
    @settings(max_examples=EXAMPLES[engine], deadline=None)
    @given(problems(), st.integers(1, 40), st.data())
    def values_agree(problem, points, data):
        tape, grid, wanted = problem
        start = data.draw(st.integers(0, grid.size - 1))
        check(engine, tape, grid, wanted, points, start, data.draw(st.integers(start + 1, grid.size)))

    values_agree()


@pytest.mark.parametrize("engine", ENGINES)
def test_values_beyond_64_bits_are_exact(engine):
    @settings(max_examples=EXAMPLES[engine], deadline=None)
    @given(problems(LARGE), st.integers(1, 40))
    def values_agree(problem, points):
        tape, grid, wanted = problem
        check(engine, tape, grid, wanted, points, 0, grid.size)

    values_agree()


def test_numbers_around_the_widest_are_exact_in_every_engine():
    """2**63 - 1 fits; one more does not, and goes another way."""
    tape = Tape()
    square = tape.multiply([tape.symbol("x"), tape.symbol("x")])
    for top, wide in ((3_037_000_499, False), (3_037_000_500, True)):
        grid = Grid((Axis(("x",), (range(top - 3, top + 1),)),), {})
        intervals = intervals_of(tape, grid)
        for engine in (Dense, *(() if wide else (Source, Loops))):
            found = engine(grid, intervals, [square]).values(0, 4)[square]
            assert [int(value) for value in found] == [x * x for x in range(top - 3, top + 1)]
            assert (found.dtype == object) is wide


def test_short_sweeps_are_numpys_and_long_ones_numbas():
    tape = Tape()
    node = tape.multiply([tape.symbol("x"), tape.symbol("y")])
    for length, engine in ((1000, Dense), (100_000, Loops)):
        grid = Grid((Axis(("x",), (range(1, length),)), Axis(("y",), (range(1, length),))), {})
        assert type(kernel(grid, intervals_of(tape, grid), [node])) is engine
    wide = Grid((Axis(("x",), (range(2**40, 2**40 + 100_000),)), Axis(("y",), (range(2**40, 2**40 + 100_000),))), {})
    assert type(kernel(wide, intervals_of(tape, wide), [node])) is Dense


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(1, 50), st.data())
def test_tiles_cover_a_range_once(shape, points, data):
    size = int(np.prod(shape))
    start = data.draw(st.integers(0, size - 1))
    stop = data.draw(st.integers(start + 1, size))
    cut = Cut.of(shape, points)
    ranges = [
        ((row * cut.length + first) * cut.inner, (row * cut.length + last) * cut.inner)
        for row, first, last in cut.ranges(start, stop)
    ]
    assert ranges[0][0] <= start < ranges[0][1]
    assert ranges[-1][0] < stop <= ranges[-1][1]
    assert all(a[1] == b[0] for a, b in pairwise(ranges))
    assert all(low % cut.inner == 0 and high - low <= max(points, cut.inner) for low, high in ranges)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_long_axis_and_tables_of_every_size(engine):
    """Wide enough for tiles, tables for the whole grid, and tables that are kept while axes before stay."""
    tape = Tape()
    x, y, z, u = map(tape.symbol, "xyzu")
    third = tape.floor(tape.multiply([y, z, u]), tape.constant(3))
    node = tape.add([tape.multiply([x, z]), third, tape.multiply([x, x, u]), tape.power(y, tape.constant(2)), z])
    truth = tape.at_least(tape.multiply([y, z]), tape.constant(50))
    grid = Grid(tuple(Axis((n,), (range(1, k + 1),)) for n, k in zip("xyzu", (9, 31, 70, 90), strict=True)), {})
    if engine == "source":
        grid = grid.only(3, range(4)).only(2, range(5))  # Python is slow
    made = ENGINES[engine](grid, intervals_of(tape, grid), [node, truth])
    values = made.values(0, grid.size)
    a, b, c, d = np.ix_(*(np.arange(1, k + 1) for k in grid.shape))
    assert (values[node].reshape(grid.shape) == a * c + b * c * d // 3 + a * a * d + b * b + c).all()
    assert (values[truth].reshape(grid.shape) == (b * c >= 50)).all()
    start, stop = grid.size // 7, grid.size // 7 + grid.size // 25
    assert (made.values(start, stop)[node] == values[node][start:stop]).all()


def test_the_last_operation_is_the_only_one_over_all_axes():
    """And what it takes lies together in memory, spread over short last axes."""
    tape = Tape()
    x, y, z, u, v = map(tape.symbol, NAMES)
    node = tape.add([tape.multiply([x, y, z]), tape.multiply([x, z, v]), tape.multiply([y, u]), v, x])
    lengths = zip(NAMES, (30, 20, 40, 6, 5), strict=True)
    grid = Grid(tuple(Axis((name,), (range(1, length + 1),)) for name, length in lengths), {})
    ops = Dense(grid, intervals_of(tape, grid), [node]).plan.ops
    assert [op.kind for op in ops if op.axes == 0b11111] == ["add"]
