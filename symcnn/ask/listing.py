"""Chosen configurations as a table; what all of them share is said once above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from symcnn.algebra.printing import grouped
from symcnn.elaborate.scope import Unread
from symcnn.errors import SymcnnError
from symcnn.record import Record


class Listing(Record):
    """Some rows: configurations with their quantities.

    >>> print(Listing(("F", "K", "params"), ((8, 3, 80), (1600, 3, 16000))))
    K = 3
        F  params
    -------------
        8      80
    1,600  16,000
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __getitem__(self, at: int) -> dict[str, Any]:
        return dict(zip(self.columns, self.rows[at], strict=True))

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows for JSON: fractions and blocks as text."""
        return [{name: plain(value) for name, value in row.items()} for row in self]

    def split(self) -> tuple[dict[str, Any], list[str]]:
        """What all rows share, and the columns that vary."""
        shared = {c: self.rows[0][at] for at, c in enumerate(self.columns) if self._is_shared(at)}
        return shared, [name for name in self.columns if name not in shared]

    def _is_shared(self, at: int) -> bool:
        return len(self.rows) > 1 and all(row[at] == self.rows[0][at] for row in self.rows)

    def __repr__(self) -> str:
        shared, varying = self.split()
        above = [", ".join(f"{name} = {written(value)}" for name, value in shared.items())] if shared else []
        rows = [[written(row[name]) for name in varying] for row in self]
        lines = aligned([varying, *rows]) if varying else []
        return "\n".join([*above, *lines[:1], "-" * max(map(len, lines), default=0), *lines[1:]])

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        cells = [[f"<td>{escape(written(value))}</td>" for value in row] for row in self.rows]
        body = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def written(value: Any) -> str:
    """A value as a reader wants it: 1,000, 3/4, the text of a block."""
    return value.node.span.text if isinstance(value, Unread) else grouped(value)


def plain(value: Any) -> Any:
    """A value as a file has it: whole numbers as they are, all else as text."""
    return value if isinstance(value, int) else written(value)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Put cells under each other, to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def check_number(name: str, value: object) -> None:
    """See that something of which there are so many is a whole number from 1.

    Raises SymcnnError.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        message = f"{name} {value} is no number of them"
        raise SymcnnError("E602", message, None, f"write a whole number from 1: {name} 20")
