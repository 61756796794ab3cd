"""Points of rectangles on one side of lines, against looking at each point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symcnn.grid.boxes.lattice import below_a_line, below_two_lines, steps_of_a_line

FEW = st.integers(-9, 9)
LINES = st.tuples(st.integers(-60, 60), FEW, FEW)
SHAPES = st.tuples(st.integers(1, 12), st.integers(1, 12))
BEYOND = 10**25  # more than 64 bits hold


def looked_at(lines, shape):
    return sum(
        all(start + by_i * i + by_j * j >= 0 for start, by_i, by_j in lines)
        for i in range(shape[0]) for j in range(shape[1])
    )  # fmt: skip


def columns(lines, scale=1):
    kind = object if scale > 1 else np.int64
    return tuple(np.array([part * scale for part in parts], kind) for parts in zip(*lines, strict=True))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(LINES, st.integers(-3, 9)), min_size=1, max_size=9), SHAPES)
@pytest.mark.parametrize("scale", [1, BEYOND])
def test_below_a_line(scale, cells, shape):
    lines, weights = zip(*cells, strict=True)
    expected = sum(weight * looked_at([line], shape) for line, weight in cells)
    assert below_a_line(np.array(weights), columns(lines, scale), shape) == expected


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(LINES, LINES, st.integers(-3, 9)), min_size=1, max_size=9), SHAPES)
@pytest.mark.parametrize(("scale", "wide"), [(1, False), (1, True), (BEYOND, True)])
def test_below_two_lines(scale, wide, cells, shape):
    a, b, weights = zip(*cells, strict=True)
    expected = sum(weight * looked_at(lines, shape) for *lines, weight in cells)
    assert below_two_lines(np.array(weights), columns(a, scale), columns(b, scale), shape, wide) == expected


@settings(max_examples=100, deadline=None)
@given(st.tuples(st.integers(-60, 60), FEW), st.integers(1, 12))
def test_steps_of_a_line(line, most):
    low, high = (int(end[0]) for end in steps_of_a_line(*columns([line]), most))
    assert [*range(low, high)] == [i for i in range(most) if line[0] + line[1] * i >= 0]
