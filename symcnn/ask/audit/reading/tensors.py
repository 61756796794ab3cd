"""Rows of single weights, as frameworks name them (`conv.weight`, `conv.bias`), put together to rows of layers."""

from __future__ import annotations

import re
from itertools import groupby

from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.published import Line, Published

TENSOR = re.compile(r"(?P<layer>.+)[./](?:weight|bias|kernel|gamma|beta)(?::0)?")


def together(published: Published) -> Published:
    """The same with one row for the weights of a layer, where all rows are single weights."""
    if len(published.lines) < 2 or not all(TENSOR.fullmatch(line.name) for line in published.lines):
        return published
    groups = [(name, list(lines)) for name, lines in groupby(published.lines, _layer)]
    lines = tuple(Line(name, _sums(rows)) for name, rows in groups)
    return Published(lines, published.totals, published.read_as, published.open_end)


def _layer(line: Line) -> str:
    match = TENSOR.fullmatch(line.name)
    return match["layer"] if match else line.name


def _sums(lines: list[Line]) -> dict[str, Number]:
    names = dict.fromkeys(name for line in lines for name in line.values)
    return {name: _sum([line.values[name] for line in lines if name in line.values]) for name in names}


def _sum(numbers: list[Number]) -> Number:
    if len(numbers) == 1:
        return numbers[0]
    text = " + ".join(number.text for number in numbers)
    return Number(text, sum(n.value for n in numbers), sum(n.last_place for n in numbers))
