"""What torchinfo prints: a tree of modules, `--` for nothing, `(recursive)` for weights that were counted before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import heading, shape

HEAD = re.compile(r"^Layer \(type.*depth-idx.*\)", re.MULTILINE)
TREE = re.compile(r"^[\s│├└─|+-]*")
GAP = re.compile(r"\s{2,}")
UNITS = {"GIGABYTES": 10**9, "MEGABYTES": 10**6, "KILOBYTES": 10**3, "G": 10**9, "M": 10**6, "K": 10**3}
WORK = re.compile(r"Total mult-adds \((?:Units\.)?(\w+)\):\s*([\d.,]+)")
TOTALS = (("Total params", "params"),)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows: how deep they are in the tree, and their cells."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if HEAD.match(line))
    body = (line for line in lines[at + 1 :] if not line.startswith("==="))
    for line in body:
        if re.match(r"Total params|Input size", line):
            return
        tree = TREE.match(line)
        depth = len(tree[0]) if tree else 0
        cells = GAP.split(line[depth:].strip())
        if len(cells) > 1:
            yield depth, cells


def _kinds(text: str) -> list[str]:
    head = next(line for line in text.splitlines() if HEAD.match(line))
    return ["name", *(heading(cell).kind for cell in GAP.split(head.strip())[1:])]


def _lines(text: str) -> Iterator[Line]:
    """The modules without others inside them: those count what is in them."""
    rows, kinds = list(_rows(text)), _kinds(text)
    for at, (depth, cells) in enumerate(rows):
        behind = rows[at + 1][0] if at + 1 < len(rows) else 0
        if behind <= depth:
            yield _line(dict(zip(kinds, cells, strict=False)))


def _line(cells: dict[str, str]) -> Line:
    shared = "(recursive)" in cells.get("params", "")
    values = {"params": Number("(recursive)" if shared else "--", 0)}
    found = number(cells.get("params", ""))
    if found is not None:
        values["params"] = found
    work = number(cells.get("macs", ""))
    if work is not None:
        values["macs"] = work
    return Line(cells["name"], values, shape(cells.get("shape", ""), batch=True))


def _totals(text: str) -> Iterator[tuple[str, Number]]:
    for words, quantity in TOTALS:
        match = re.search(rf"^{words}:\s*([\d,]+)", text, re.MULTILINE)
        found = number(match[1]) if match else None
        if found is not None:
            yield quantity, found
    work = WORK.search(text)
    found = number(work[2], UNITS.get(work[1], 1)) if work else None
    if found is not None:
        yield "macs", found


def _read(text: str, quantity: str) -> Published:
    return Published(tuple(_lines(text)), tuple(_totals(text)), "torchinfo summary")


READER = Reader(20, lambda text: HEAD.search(text) is not None, _read)
