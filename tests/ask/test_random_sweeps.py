"""Random networks over random grids: every value and every point left out against the network read with numbers."""

import random

import pytest

import symcnn
from symcnn.errors import SymcnnError
from symcnn.grid.arrays import fits
from symcnn.grid.kernel.loops import Loops
from symcnn.grid.tiles import Scan
from tests.ask.reading import rows_read
from tests.grid.test_kernel import Source
from tests.oracles.random_text import VALUES, random_branches, random_network, random_sequence

KINDS = [random_network, random_branches, random_sequence]
QUANTITIES = "params,macs,activations"
POINTS = 24
STRETCHED = {106}  # a size that is 1 at some points only is stretched there; a formula asks for equal sizes
QUICK, ALL, COMPILED = 60, 500, 3


def random_axes(seed, text):
    """Some values for every symbol of a network, of not too many points; one symbol may follow from another."""
    rng = random.Random(f"axes {seed}")
    names = sorted(symcnn.parse(text).symbols)
    axes, points = {}, 1
    for name in rng.sample(names, len(names)):
        low, high = VALUES[name]
        count = rng.randint(1, min(3, high - low + 1, max(1, POINTS // points)))
        axes[name] = sorted(rng.sample(range(low, high + 1), count))
        points *= count
    if {"F", "G"} <= axes.keys() and rng.random() < 0.3:
        axes["F"] = "2*G"
    return axes


def check(seed):
    text = KINDS[seed % len(KINDS)](seed)
    try:
        sweep = symcnn.sweep(text, quantity=QUANTITIES, **random_axes(seed, text))
        rows = sweep.rows()
    except SymcnnError:
        assert not rows_anywhere(seed, text), text
        return
    expected, missing = rows_read(sweep, text)
    if seed in STRETCHED:
        assert len(rows) < len(expected)
        assert all(row in expected for row in rows)
        return
    assert rows == expected, text
    assert sum(sweep.left_out.values()) == missing, text
    for _, problem in sweep.made.parts:
        check_engines(problem, [Source, *([Loops] if seed < COMPILED else [])])


def rows_anywhere(seed, text):
    """Whether the network can be read with the numbers of some point."""
    try:
        axes = random_axes(seed, text)
    except SymcnnError:
        return False  # it is no network at all
    from symcnn.given_axes import given_grid

    for point in given_grid(axes).points():
        try:
            symcnn.parse(text, **point, **{"F": 2 * point["G"]} if axes.get("F") == "2*G" else {})
        except SymcnnError:
            continue
        return True
    return False


def check_engines(problem, engines):
    scan = Scan(problem)
    wanted = scan.kernel.wanted
    if not wanted or not fits(problem.intervals, wanted):
        return
    values = scan.kernel.values(0, problem.grid.size)
    for engine in engines:
        found = engine(problem.grid, problem.intervals, wanted).values(0, problem.grid.size)
        assert all((found[place] == values[place]).all() for place in wanted)


@pytest.mark.parametrize("seed", range(QUICK))
def test_random_sweeps(seed):
    check(seed)


@pytest.mark.slow
def test_many_random_sweeps():
    for seed in range(QUICK, ALL):
        check(seed)
