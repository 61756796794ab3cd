"""How many points of a rectangle of whole numbers lie on one side of a line: sums of quotients rounded down.

The points with g - a*i - b*j >= 0 are, for each i, those up to a quotient; the sum of such quotients over all i
is found as greatest common divisors are, by exchanging what divides with what is added
(Graham, Knuth, Patashnik, Concrete Mathematics, 3.5). The time does not depend on the size of the rectangle.
"""

from __future__ import annotations

from typing import Any

from symcnn.grid.arrays import numpy


def below_a_line(weights: Any, start: Any, by_i: Any, by_j: Any, shape: tuple[int, int]) -> int:
    """How many i < rows and j < columns have start + by_i*i + by_j*j >= 0; of each start and steps so many times.

    >>> np = numpy()
    >>> below_a_line(np.array([1, 10]), np.array([3, 10]), np.array([-1, -2]), np.array([-2, 1]), (5, 4))
    206
    """
    np = numpy()
    (start, by_i), (rows, columns) = _falling(start, by_i, shape[0]), shape
    start, by_j = _falling(start, by_j, columns)
    if np.count_nonzero(by_i < by_j) > len(start) // 2:  # the first exchange, for all at once
        by_i, by_j, rows, columns = by_j, by_i, columns, rows
    some = _steps(start, by_i, rows)
    full = _steps(start - by_j * (columns - 1), by_i, rows)
    between = some - full
    at = np.flatnonzero(between)  # there by_j > 0, and the last start is not negative
    last = start - by_i * (some - 1)
    parts = (part.take(at) for part in (weights, between, by_j, by_i, last))
    return int(np.dot(full * columns + between, weights)) + _quotients(*parts)


def _falling(start: Any, by: Any, most: int) -> tuple[Any, Any]:
    """A line from its highest start, and by how much it falls at each step."""
    np = numpy()
    if not (by > 0).any():
        return start, -by
    return start + np.maximum(by, 0) * (most - 1), np.abs(by)


def _steps(start: Any, by: Any, most: int) -> Any:
    """How many i < most have start - by*i >= 0; nothing divides by 0."""
    np = numpy()
    flat = by == 0
    if flat.any():
        return np.where(flat, (start >= 0) * most, _steps(start, by + flat, most))
    steps = start // by
    steps += 1
    return np.clip(steps, 0, most, out=steps)


def _quotients(weights: Any, n: Any, m: Any, a: Any, b: Any) -> int:
    """The sum over i < n of (b + a*i)//m, of each so many times."""
    np = numpy()
    twice = 0
    while len(n):
        (by_step, a), (by_start, b) = np.divmod(a, m), np.divmod(b, m)
        twice += int(np.dot(weights * n, (n - 1) * by_step + 2 * by_start))
        most = a * n + b
        at = np.flatnonzero(most - a >= m)  # else the last quotient is 0
        weights, m, a, most = weights.take(at), m.take(at), a.take(at), most.take(at)
        n, b = np.divmod(most, m)
        m, a = a, m
    return twice // 2


def steps_of_a_line(start: Any, by: Any, most: int) -> tuple[Any, Any]:
    """Between which i < most there is start + by*i >= 0: the first, and the one after the last.

    >>> np = numpy()
    >>> low, high = steps_of_a_line(np.array([-3, 3, -1]), np.array([2, -2, 0]), 5)
    >>> low.tolist(), high.tolist()
    ([2, 0, 0], [5, 2, 0])
    """
    np = numpy()
    rising = by > 0
    number = _steps(np.where(rising, start + by * (most - 1), start), np.abs(by), most)
    return np.where(rising, most - number, 0), np.where(rising, most, number)
