"""The axes of a grid: names that take values, alone or several together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any

from symcnn.algebra.exact import fraction
from symcnn.record import Record


class Axis(Record):
    """One axis: the values of a name, or of several that change together (a row of a data frame each).

    >>> axis = Axis(("F",), (range(8, 33, 8),))
    >>> len(axis), axis.at(1)
    (4, {'F': 16})
    """

    names: tuple[str, ...]
    columns: tuple[Sequence[int], ...]  # one of equal length for each name
    denominators: tuple[int, ...] = ()  # of values that are fractions: 3 over 4; none where all are whole
    words: tuple[tuple[Any, ...], ...] = ()  # what whole numbers from 0 stand for: blocks
    places: Sequence[int] = ()  # where these stand on the axis that this one was cut from; none where it is whole

    def __len__(self) -> int:
        return len(self.columns[0])

    def at(self, number: int) -> dict[str, Any]:
        """The values at a place of the axis, as a user gave them."""
        return {
            name: self.value(at, column[number])
            for at, (name, column) in enumerate(zip(self.names, self.columns, strict=True))
        }

    def value(self, at: int, number: int) -> Any:
        """What a number in a column stands for."""
        if self.words and self.words[at]:
            return self.words[at][number]
        return fraction(number, self.denominators[at]) if self.denominators else number

    @property
    def has_words(self) -> bool:
        """Whether a name takes what is no number."""
        return any(self.words)

    def odd(self) -> list[dict[str, Any]]:
        """The values at the first places with a zero, and with a fraction, for each name.

        >>> Axis(("a",), ((4, 0, 1, 2),), (4,)).odd()
        [{'a': 0}, {'a': Fraction(1, 4)}]
        """
        found = []
        for at, column in enumerate(self.columns):
            below = self.denominators[at] if self.denominators else 1
            zeros = (n for n, value in enumerate(column[:1] if isinstance(column, range) else column) if value == 0)
            parts = (n for n, value in enumerate(column if below > 1 else ()) if value % below)
            found += [self.at(place) for place in (next(zeros, None), next(parts, None)) if place is not None]
        return found

    def only(self, places: Sequence[int]) -> Axis:
        """The axis with some of its places."""
        columns = tuple(tuple(column[place] for place in places) for column in self.columns)
        return self.replaced(columns=columns, places=tuple(self.origins[place] for place in places))

    @property
    def origins(self) -> Sequence[int]:
        """Where the places stand on the axis that this one was cut from."""
        return self.places or range(len(self))

    def ranges(self) -> dict[str, tuple[int, int]]:
        """The least and the greatest number in the column of each name."""
        return {name: (min(column), max(column)) for name, column in zip(self.names, self.columns, strict=True)}


class Grid(Record):
    """All combinations of the places of some axes, the last axis changing fastest; coupled names follow from others.

    >>> grid = Grid((Axis(("F",), ([8, 16],)), Axis(("K",), ([3, 5],))), {})
    >>> grid.size, list(grid.points())
    (4, [{'F': 8, 'K': 3}, {'F': 8, 'K': 5}, {'F': 16, 'K': 3}, {'F': 16, 'K': 5}])
    """

    axes: tuple[Axis, ...]
    coupled: Mapping[str, Any]  # formulas in the names of the axes: F2 = 2*F1

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of places on each axis."""
        return tuple(map(len, self.axes))

    @property
    def size(self) -> int:
        """The number of points."""
        return prod(self.shape)

    @property
    def names(self) -> tuple[str, ...]:
        """The names with a value at every point, in the order of the axes; coupled ones last."""
        return (*(name for axis in self.axes for name in axis.names), *self.coupled)

    def only(self, axis: int, places: Sequence[int]) -> Grid:
        """The part of the grid at some places of one axis."""
        return self.replaced(axes=(*self.axes[:axis], self.axes[axis].only(places), *self.axes[axis + 1 :]))

    def at(self, number: int) -> dict[str, Any]:
        """The values at a point by its number, coupled names left out."""
        values: dict[str, Any] = {}
        for axis in reversed(self.axes):
            number, place = divmod(number, len(axis))
            values = axis.at(place) | values
        return values

    def before(self, number: int, shape: Sequence[int]) -> int:
        """How many points come before one, by its number in the grid of this shape that this one was cut from.

        >>> part = Grid((Axis(("F",), ([8, 16, 32],)), Axis(("K",), ([3],))), {}).only(0, [0, 2])
        >>> [part.before(number, (3, 1)) for number in range(4)]
        [0, 1, 1, 2]
        """
        if self.shape == tuple(shape):
            return number
        count = 0
        for at, (axis, own) in enumerate(zip(self.axes, self.shape, strict=True)):
            digit, number = divmod(number, prod(shape[at + 1 :]))
            place = bisect_left(axis.origins, digit)
            count = count * own + place
            if place == own or axis.origins[place] != digit:
                return count * prod(self.shape[at + 1 :])
        return count

    def points(self) -> Iterator[dict[str, Any]]:
        """All points in order, coupled names left out."""
        return map(self.at, range(self.size))
