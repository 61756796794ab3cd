"""Tables of cells: which column is what, by its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from symcnn.ask.audit.numbers import LONGEST, Number
from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Line, Printed, Published
from symcnn.errors import SymcnnError

HEADINGS = (  # the first that is found in a heading, and what the column is then
    (r"%|percent|\bshare\b|fraction|ratio", ""),
    (r"input|kernel|connected|filter|stride|activation function|(?<!\\)time|memory", ""),
    (r"non-?trainable", "buffers"),
    (r"param|weights", "params"),
    (r"mult-?\s?add|madd|mac", "macs"),
    (r"flop|operations|\bops\b", "flops"),
    (r"size|elements|values", "size"),
    (r"shape|dimension|output", "shape"),
    (r"layer|name|type|block|module|stage", "name"),
)
SCALES = (
    (r"\bG(?=\W|$|flop|mac)|billion|10\^?\{?9", 10**9),
    (r"\bM(?=\W|$|flop|mac)|million|10\^?\{?6", 10**6),
    (r"\bk(?=\W|$|flop|mac)|thousand|10\^?\{?3", 10**3),
)
TOTAL = re.compile(r"[\W_]*(grand )?(total|sum|summe|all|overall|gesamt|somme|\\sum|[ΣƩ∑])(?![a-z])", re.IGNORECASE)
SIZE = re.compile(r"\d+|None|\?|-1", re.IGNORECASE)
SHAPE = re.compile(r"[\[(]?\s*(\d+|None|\?)(\s*([x×,]|\\times|@)\s*(\d+|None|\?))*\s*,?\s*[\])]?", re.IGNORECASE)


class Heading(NamedTuple):
    """What a column is, and in which unit."""

    kind: str
    scale: int = 1


def heading(text: str) -> Heading:
    """What a column is; of no known kind, nothing.

    >>> heading("# Parameters"), heading("FLOPs (M)").scale, heading("Activation Size").kind
    (Heading(kind='params', scale=1), 1000000, 'size')
    """
    kind = next((kind for pattern, kind in HEADINGS if re.search(pattern, text, re.IGNORECASE)), "")
    scale = next((scale for pattern, scale in SCALES if re.search(pattern, text, re.IGNORECASE)), 1)
    return Heading(kind, scale if kind in ("params", "macs", "flops") else 1)


def shape(text: str, *, batch: bool = False) -> Printed | None:
    """A shape as it is printed: `(None, 26, 26, 32)`, `26x26x32`; with `batch`, its first size is that.

    >>> shape("(None, 26, 26, 32)").dims, shape("28×28×8").dims, shape("--")
    ((26, 26, 32), (28, 28, 8), None)
    """
    plain = text.strip().strip("$")
    if len(plain) > LONGEST or not SHAPE.fullmatch(plain):
        return None
    sizes = tuple(int(s) if s.isdigit() else None for s in SIZE.findall(plain))
    return Printed(plain, sizes[1:] if batch or (sizes[0] is None and len(sizes) > 1) else sizes)


def published(rows: Sequence[Sequence[str]], read_as: str) -> Published:
    """Read a table whose first row are headings.

    Raises SymcnnError where no heading names a quantity.
    """
    headings = _headings(rows[0], rows[1:])
    if not any(h.kind not in ("", "name") for h in headings):
        names = ", ".join(cell.strip() for cell in rows[0] if cell.strip())
        message = f"no column of the table is a quantity; its headings are: {names}"
        raise SymcnnError("E602", message, None, "name a column params, MACs, FLOPs, output shape or size")
    lines = [_line(row, headings) for row in rows[1:] if any(cell.strip() for cell in row)]
    summed = [TOTAL.match(line.name) is not None or _is_sum(lines, at) for at, line in enumerate(lines)]
    totals = [pair for line, is_sum in zip(lines, summed, strict=True) if is_sum for pair in line.values.items()]
    rest = tuple(line for line, is_sum in zip(lines, summed, strict=True) if not is_sum)
    return Published(rest, tuple(totals), read_as)


def _is_sum(lines: Sequence[Line], at: int) -> bool:
    """Whether a row is the last, and alone without a name."""
    return 0 < at == len(lines) - 1 and not lines[at].name and all(line.name for line in lines[:at])


def _headings(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Heading]:
    """The headings, a kind once; without a name, the first column of words is the names."""
    found: list[Heading] = []
    for at, one in enumerate(_as_filled(cells, rows)):
        second = one.kind in {h.kind for h in found} or _is_part(cells, at)
        found.append(Heading("") if second else one)
    if not any(h.kind == "name" for h in found):
        unnamed = [at for at, h in enumerate(found) if not h.kind and any(_is_words(row, at) for row in rows)]
        for at in unnamed[:1]:
            found[at] = Heading("name")
    return found


def _as_filled(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Heading]:
    """The headings; a `Tensor Size` under which shapes stand is one of shapes."""
    for at, cell in enumerate(cells):
        one = heading(cell)
        shapes = one.kind == "size" and any(_is_map(row[at]) for row in rows if at < len(row))
        yield Heading("shape") if shapes else one


def _is_map(cell: str) -> bool:
    printed = shape(cell)
    return printed is not None and len(printed.dims) > 1 and number(cell) is None


def _is_part(cells: Sequence[str], at: int) -> bool:
    """Whether a column is of weights, beside one of parameters, which are weights and biases."""
    weights = heading(cells[at]).kind == "params" and "param" not in cells[at].lower()
    others = [cell for cell in cells if heading(cell).kind == "params"]
    return weights and any("param" in cell.lower() for cell in others)


def _is_words(row: Sequence[str], at: int) -> bool:
    return at < len(row) and bool(re.search(r"[A-Za-z]", row[at])) and number(row[at]) is None


def _line(cells: Sequence[str], headings: Sequence[Heading]) -> Line:
    columns = [(h, cell.strip()) for h, cell in zip(headings, cells, strict=False) if h.kind]
    name = " ".join(cell.strip(" *`:") for h, cell in columns if h.kind == "name")
    values = {h.kind: n for h, c in columns if h.kind not in ("name", "shape") and (n := _cell(c, h)) is not None}
    printed = next((shape(cell) for h, cell in columns if h.kind == "shape"), None)
    if not name:
        name = next((cell for cell in cells if TOTAL.match(cell)), "")
    return Line(name, values, printed)


def _cell(text: str, head: Heading) -> Number | None:
    """The number in a cell.

    Raises SymcnnError for words where a number should be.
    """
    found = number(text.rpartition("=")[2], head.scale)  # of `(3*3 + 1)*32 = 320` the result
    if found is None and re.search(r"\d", text):
        message = f"'{text}' is no number of {head.kind}"
        raise SymcnnError("E602", message, None, "write for example 18,496 or 4.1M")
    return found
