"""How many points of a rectangle of whole numbers lie on one side of a line: sums of quotients rounded down.

The points with g - a*i - b*j >= 0 are, for each i, those up to a quotient; the sum of such quotients over all i
is found as greatest common divisors are, by exchanging what divides with what is added
(Graham, Knuth, Patashnik, Concrete Mathematics, 3.5). The time does not depend on the size of the rectangle.
Below two lines are, up to some i, the points below the one, and from there on those below the other.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from symcnn.grid.arrays import numpy

Line: TypeAlias = tuple[Any, ...]
"""Start, and steps along i and j, of start + by_i*i + by_j*j."""


def below_a_line(weights: Any, line: Line, shape: tuple[Any, Any]) -> int:
    """How many i < rows and j < columns have start + by_i*i + by_j*j >= 0; of each line so many times.

    >>> np = numpy()
    >>> below_a_line(np.array([1, 10]), (np.array([3, 10]), np.array([-1, -2]), np.array([-2, 1])), (5, 4))
    206
    """
    start, by_i, by_j = line
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


def below_two_lines(weights: Any, a: Line, b: Line, shape: tuple[int, int], wide: bool = False) -> int:
    """How many i < rows and j < columns are on the right side of two lines; `wide` if 64 bits hold no products of them.

    >>> np = numpy()
    >>> a, b = ([np.array([n]) for n in line] for line in ((3, -1, -2), (-2, 1, 0)))
    >>> below_two_lines(np.array([1]), a, b, (5, 4))
    2
    """
    np = numpy()
    a, b = _mirrored(a, b, shape[1])
    rises = b[2] > 0
    if not rises.any():
        return _below_both(weights, a, b, shape, wide)
    start, by_i, by_j = b
    others = np.where(rises, -start - 1, start), np.where(rises, -by_i, by_i), np.where(rises, -by_j, by_j)
    above = _below_both(weights * np.where(rises, -1, 1), a, others, shape, wide)  # where b does not hold, but a does
    return below_a_line(weights * rises, a, shape) + above


def _mirrored(a: Line, b: Line, columns: int) -> tuple[Line, Line]:
    """The same lines, with j counted from the other end where the first rises with it."""
    np = numpy()
    rises = a[2] > 0
    if not rises.any():
        return a, b
    sign = np.where(rises, -1, 1)
    first, second = ((start + by_j * rises * (columns - 1), by_i, by_j * sign) for start, by_i, by_j in (a, b))
    return first, second


def _below_both(weights: Any, a: Line, b: Line, shape: tuple[int, int], wide: bool) -> int:
    """The same where no line rises with j: up to some i the one ends each column first, from there on the other."""
    np = numpy()
    rows, columns = shape
    first, last = _where_lower(a, b, rows, wide)
    before = first > 0  # the rows of the second are before, or after
    rest = np.where(before, 0, last), np.where(before, first, rows - last)
    return _part(weights, a, first, last - first, columns) + _part(weights, b, *rest, columns)


def _where_lower(a: Line, b: Line, rows: int, wide: bool) -> tuple[Any, Any]:
    """Between which i the first line ends columns no later than the second.

    A half is added to the first, which changes no floor: so a line along j is the lower one where it fails.
    """
    np = numpy()
    kind = object if wide else int
    (start, by, down), (start_b, by_b, down_b) = ([part.astype(kind) for part in line] for line in (a, b))
    flat = (down == 0) & (down_b == 0)  # then the lower one is that which fails first
    down, down_b = down - flat, down_b - flat
    ahead = 2 * (down_b * start - down * start_b) + down_b
    first, last = steps_of_a_line(ahead, 2 * (down_b * by - down * by_b), rows)
    return np.asarray(first).astype(np.int64), np.asarray(last).astype(np.int64)


def _part(weights: Any, line: Line, first: Any, rows: Any, columns: int) -> int:
    """The points below lines in some rows only."""
    np = numpy()
    there = np.flatnonzero(rows)
    start, by_i, by_j = line
    parts = ((start + by_i * first).take(there), by_i.take(there), by_j.take(there))
    return below_a_line(weights.take(there), parts, (rows.take(there), columns))


def _falling(start: Any, by: Any, most: Any) -> tuple[Any, Any]:
    """A line from its highest start, and by how much it falls at each step."""
    np = numpy()
    if not (by > 0).any():
        return start, -by
    return start + np.maximum(by, 0) * (most - 1), np.abs(by)


def _steps(start: Any, by: Any, most: Any) -> Any:
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
        (by_step, a), (by_start, b) = _divided(a, m), _divided(b, m)
        twice += int(np.dot(weights * n, (n - 1) * by_step + 2 * by_start))
        most = a * n + b
        at = np.flatnonzero(most - a >= m)  # else the last quotient is 0
        weights, m, a, most = weights.take(at), m.take(at), a.take(at), most.take(at)
        n, b = _divided(most, m)
        m, a = a, m
    return twice // 2


def _divided(a: Any, m: Any) -> tuple[Any, Any]:
    """Quotients and remainders; NumPy has both at once for 64 bits only."""
    if object in (a.dtype, m.dtype):
        return a // m, a % m
    quotient, rest = numpy().divmod(a, m)
    return quotient, rest


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
