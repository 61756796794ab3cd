"""Dense values of formulas over a grid: planned once for the shape of the grid, then evaluated a tile at a time."""

from __future__ import annotations

from collections.abc import Sequence

from symcnn.grid.arrays import fits
from symcnn.grid.axes import Grid
from symcnn.grid.intervals import Intervals
from symcnn.grid.kernel.dense import Dense
from symcnn.grid.kernel.loops import Loops, has_numba
from symcnn.grid.kernel.tiled import Tiled

LONG = 3 * 10**9  # points: below, compiling takes longer than it saves


def kernel(grid: Grid, intervals: Intervals, wanted: Sequence[int], points: int | None = None) -> Tiled:
    """What evaluates some nodes over a grid fastest: NumPy, or for long sweeps numba where it is installed.

    `points` says about how many are asked for at once, where these are few.
    """
    if points is not None:
        return Dense(grid, intervals, wanted, points)
    long = grid.size >= LONG and fits(intervals, wanted) and has_numba()
    return Loops(grid, intervals, wanted) if long else Dense(grid, intervals, wanted)
