"""How many points of a rectangle of whole numbers lie on one side of a line: sums of quotients rounded down.

The points with g - a*i - b*j >= 0 are, for each i, those up to a quotient; the sum of such quotients over all i
is found as greatest common divisors are, by exchanging what divides with what is added
(Graham, Knuth, Patashnik, Concrete Mathematics, 3.5). The time does not depend on the size of the rectangle.
"""

from __future__ import annotations

from typing import Any

from symcnn.grid.arrays import numpy


def below_a_line(start: Any, by_i: Any, by_j: Any, rows: int, columns: int) -> Any:
    """For each start and steps, how many i < rows and j < columns have start + by_i*i + by_j*j >= 0.

    The numbers are whole; as floats, which divide faster, they are below 2**52, where floats are exact.

    >>> np = numpy()
    >>> below_a_line(np.array([3, 10]), np.array([-1, -2]), np.array([-2, 1]), 5, 4).tolist()
    [6, 20]
    """
    np = numpy()
    start = start + np.maximum(by_i, 0) * (rows - 1) + np.maximum(by_j, 0) * (columns - 1)
    by_i, by_j = np.abs(by_i), np.abs(by_j)
    some = _steps(start, by_i, rows)
    full = _steps(start - by_j * (columns - 1), by_i, rows)
    between = some - full
    return full * columns + between + _quotients(between, by_j, by_i, start - by_i * (some - 1))


def _over(a: Any, b: Any) -> Any:
    """A quotient rounded down. A float below 2**52 is never rounded up to a whole number that it does not reach."""
    np = numpy()
    return np.floor(a / b) if getattr(a, "dtype", None) == np.float64 else a // b


def _steps(start: Any, by: Any, most: int) -> Any:
    """How many i < most have start - by*i >= 0."""
    np = numpy()
    steps = np.minimum(_over(start, np.maximum(by, 1)) + 1, most)
    return np.where(start >= 0, np.where(by > 0, steps, most), 0)


def _quotients(count: Any, divisor: Any, step: Any, start: Any) -> Any:
    """The sum over i < count of (start + step*i)//divisor; of nothing it is 0."""
    np = numpy()
    total = np.zeros_like(start)
    at = np.flatnonzero(count > 0)  # then divisor > 0, start >= 0
    n, m, a, b = (part.take(at) for part in (count, divisor, step, start))
    while len(at):
        by_step, by_start = _over(a, m), _over(b, m)
        total[at] += _over(n * (n - 1), 2) * by_step + n * by_start
        a, b = a - by_step * m, b - by_start * m
        most = a * n + b
        more = np.flatnonzero(most >= m)
        at, m, a, most = at.take(more), m.take(more), a.take(more), most.take(more)
        n = _over(most, m)
        m, a, b = a, m, most - n * m
    return total


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
