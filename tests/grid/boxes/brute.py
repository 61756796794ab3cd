"""The answers of boxes, by visiting every point of a small grid with Python's integers."""

from fractions import Fraction
from itertools import pairwise, product

from symcnn.grid.exactly import values_at


def visited(problem, measures):
    """The number of each point where all holds, with the values of measures."""
    found = []
    for number, places in enumerate(product(*map(range, problem.grid.shape))):
        values = values_at(problem.tape, columns_at(problem.grid, places))
        if values[problem.where] and all(values[place] for place in problem.conditions.values()):
            found.append((number, [Fraction(values[m.numerator], values[m.denominator]) for m in measures]))
    return found


def columns_at(grid, places):
    return {
        name: column[place]
        for axis, place in zip(grid.axes, places, strict=True)
        if not axis.has_words
        for name, column in zip(axis.names, axis.columns, strict=True)
    }


def top(points, n, smallest):
    rows = [(value, number) for number, (value, *_) in points]
    return sorted(rows, key=lambda row: (row[0] if smallest else -row[0], row[1]))[:n]


def front(points, directions):
    signs = [1 if direction == "min" else -1 for direction in directions]
    first = {}
    for number, values in points:
        first.setdefault(tuple(values), number)
    rows = [[s * v for s, v in zip(signs, values, strict=True)] for values in first]
    best = [row for row in rows if not any(other != row and all(map(le, other, row)) for other in rows)]
    back = [tuple(s * v for s, v in zip(signs, row, strict=True)) for row in best]
    return sorted((values, first[values]) for values in back)


def le(a, b):
    return a <= b


def histogram(points, edges):
    values = [value for _, (value, *_) in points]
    counts = [sum(low <= value < high for value in values) for low, high in pairwise(edges)]
    counts[-1] += sum(value == edges[-1] for value in values)
    return counts
