"""What was published: rows with names, numbers and shapes, and totals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symcnn.ask.audit.numbers import Number
from symcnn.record import Record


class Printed(Record):
    """A shape as it is printed, without the batch; an open size is None."""

    text: str
    dims: tuple[int | None, ...]

    def holds(self, dims: tuple[Any, ...]) -> bool:
        """Whether it is that shape: channels last or first, or not said of a map; sizes of 1 left out or not.

        >>> Printed("(32, 26, 26)", (32, 26, 26)).holds((26, 26, 32)), Printed("(120, 1)", (120, 1)).holds((120,))
        (True, True)
        """
        own = tuple(size for size in self.dims if size != 1)
        real = tuple(size for size in dims if size != 1)
        orders = (real, real[-1:] + real[:-1], *([dims[:-1]] if len(dims) > 2 and len(self.dims) > 1 else []))
        return any(len(o) == len(own) and all(a in (None, b) for a, b in zip(own, o, strict=True)) for o in orders)


class Line(Record):
    """A row as it was published."""

    name: str
    values: Mapping[str, Number]  # by quantity
    shape: Printed | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it claims nothing but zeros."""
        return self.shape is None and all(number.value == 0 for number in self.values.values())


class Published(Record):
    """Rows in order, totals by quantity, and how they were read."""

    lines: tuple[Line, ...]
    totals: tuple[tuple[str, Number], ...] = ()
    read_as: str = "numbers"
    open_end: bool = False  # a list of numbers, the last of which may be the total

    @property
    def quantities(self) -> tuple[str, ...]:
        """What is published of the rows or in total, in order."""
        named = [name for line in self.lines for name in line.values]
        return tuple(dict.fromkeys([*named, *(name for name, _ in self.totals)]))
