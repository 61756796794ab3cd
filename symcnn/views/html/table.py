"""The layers as a table whose blocks fold: a tick in the row of a block shows or hides what is inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from symcnn import fold
from symcnn.report import Report
from symcnn.views.contract import COLUMNS, heading
from symcnn.views.html.cells import cell, code

FEW = 60  # rows that are shown at first, where there are more
DEEPEST = 9  # levels that are indented


class Line(NamedTuple):
    """A row of the table with the numbers of the blocks around it; a block has a number of its own."""

    node: fold.Node
    at: int  # of its first layer
    around: tuple[int, ...]
    block: int | None


class Layers:
    """The rows of a network, and which of its blocks are open at first."""

    def __init__(self, report: Report, columns: tuple[str, ...], *, written: bool, depth: int | None) -> None:
        self.report, self.columns = report, columns
        found = list(_lines(fold.nested(report), [], [0]))
        self.lines = [line for line in found if not (written and line.node.row.implied)]
        self.depth = _depth(self.lines) if depth is None else depth

    @property
    def blocks(self) -> int:
        """How many rows have others inside."""
        return sum(line.block is not None for line in self.lines)

    def rules(self) -> str:
        """The style that hides what is inside a block without a tick."""
        return "".join(f".symcnn:has(.b{n}:not(:checked)) .i{n}{{display:none}}\n" for n in range(self.blocks))

    def table(self, *, sortable: bool) -> str:
        """Write the table; a column to sort by has a button as its heading."""
        head = "".join(_heading(column, sortable=sortable) for column in self.columns)
        body = "\n".join(map(self._row, self.lines))
        return f'<table class="layers"><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>'

    def _row(self, line: Line) -> str:
        names = ["block"] * (line.block is not None) + [f"i{n}" for n in line.around]
        cells = "".join(self._cell(line, column) for column in self.columns)
        return f'<tr class="{" ".join(names)}">{cells}</tr>' if names else f"<tr>{cells}</tr>"

    def _cell(self, line: Line, column: str) -> str:
        value = COLUMNS[column].of(self.report, line.node.row, line.at)
        if column == "name":
            return f'<td class="name l{min(len(line.around), DEEPEST)}">{self._name(line, value)}</td>'
        return f"<td><code>{code(value)}</code></td>" if column == "layer" else cell(self.report, value)

    def _name(self, line: Line, name: str) -> str:
        way, dot, last = name.rpartition(".") if ".." not in name else _way_of_many(name)
        words = f'<span class="way">{escape(way + dot)}</span>{escape(last)}' if way else escape(name)
        if line.block is None:
            return words
        ticked = " checked" if len(line.around) < self.depth - 1 else ""
        title = f"{_count(line.node)} rows inside"
        return f'<label title="{title}"><input type="checkbox" class="b{line.block}"{ticked}>{words}</label>'


def _lines(nodes: Sequence[fold.Node], around: list[int], numbers: list[int], at: int = 0) -> Iterator[Line]:
    """All rows, the outer before the inner; `numbers` holds the next free number of a block."""
    for node in nodes:
        block = numbers[0] if node.inside else None
        numbers[0] += bool(node.inside)
        yield Line(node, at, tuple(around), block)
        if block is not None:
            yield from _lines(node.inside, [*around, block], numbers, at)
        at += _layers(node)


def _layers(node: fold.Node) -> int:
    return sum(map(_layers, node.inside)) if node.inside else 1


def _count(node: fold.Node) -> int:
    return sum(1 + _count(inner) for inner in node.inside)


def _depth(lines: Sequence[Line]) -> int:
    """The depth at which few rows are seen: as deep as there are few, at least the first."""
    deepest = 1 + max(len(line.around) for line in lines)
    seen = [sum(len(line.around) < depth for line in lines) for depth in range(1, deepest + 1)]
    return max([depth for depth, rows in enumerate(seen, 1) if rows <= FEW], default=1)


def _way_of_many(name: str) -> tuple[str, str, str]:
    """`stage2.block1..3` as `stage2` and `block1..3`."""
    first, dots, last = name.partition("..")
    way, dot, own = first.rpartition(".")
    return way, dot, own + dots + last


def _heading(column: str, *, sortable: bool) -> str:
    number = ' class="n"' if COLUMNS[column].number else ""
    words = escape(heading(column))
    if not sortable:
        return f'<th scope="col"{number}>{words}</th>'
    return (
        f'<th scope="col"{number} data-column="{column}" aria-sort="none"><button type="button">{words}</button></th>'
    )
