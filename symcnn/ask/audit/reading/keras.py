"""What `model.summary()` of Keras prints, as version 3 draws its boxes, and as version 2 draws its lines.

`Param #` counts running statistics too, and so does `Total params`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import shape

HEAD = re.compile(r"Layer \(type\)\s.*Param #")
TOTALS = (("Total params", "total"), ("Trainable params", "params"), ("Non-trainable params", "buffers"))

TORCH = re.compile(r"\[-1,")  # a shape as torchsummary prints it; it does not count running statistics


def _rows(text: str) -> Iterator[list[str]]:
    """The rows, lines that go on in the next one put together."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if HEAD.search(line))
    split = _boxed if "┃" in lines[at] or "│" in lines[at] else _by_columns(lines[at])
    row: list[str] = []
    for line in lines[at + 1 :]:
        if "params:" in line:
            break
        if not re.search(r"\w", line.replace("_", "")):
            continue  # a line that separates rows
        cells = split(line)
        if len(cells) >= 3 and cells[2]:
            yield from [row] if row else []
            row = cells
        elif len(cells) >= 3:
            row = [f"{a} {b}".strip() for a, b in zip(row, cells, strict=False)]
    if row:
        yield row


def _boxed(line: str) -> list[str]:
    return [cell.strip() for cell in re.split("[│┃|]", line)[1:-1]]


def _by_columns(head: str) -> Callable[[str], list[str]]:
    """Cut lines where the headings begin."""
    starts = [0, *(head.index(words) for words in ("Output Shape", "Param #", "Connected to") if words in head)]
    return lambda line: [line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]


def _totals(text: str) -> Iterator[tuple[str, Number]]:
    for words, quantity in TOTALS:
        match = re.search(rf"^\W*{words}:\s*([\d,]+)", text, re.MULTILINE)
        found = number(match[1]) if match else None
        if found is not None:
            yield quantity, found


def _line(cells: list[str], quantity: str) -> Line:
    found = number(cells[2])
    return Line(cells[0], {} if found is None else {quantity: found}, shape(_first_shape(cells[1])))


def _first_shape(cell: str) -> str:
    """An input layer of Keras 2 has a list of shapes; torchsummary writes the batch as -1."""
    return cell.strip("[]").replace("-1", "None", 1) if TORCH.match(cell) else cell.strip("[]")


def _read(text: str, quantity: str) -> Published:
    lines, totals = list(_rows(text)), list(_totals(text))
    if not any(TORCH.match(cells[1]) for cells in lines):
        return Published(tuple(_line(cells, "total") for cells in lines), tuple(totals), "Keras summary")
    weights = [("params", found) for name, found in totals if name == "total"]
    return Published(tuple(_line(cells, "params") for cells in lines), tuple(weights), "torchsummary")


READER = Reader(10, lambda text: HEAD.search(text) is not None, _read)
