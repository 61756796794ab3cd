"""Numbers with names before them: `conv1: 320`, `dense1 = 540900`, `fc: (5408 + 1)*100 = 540900`, `params: 542,230`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import TOTAL, heading

PARTS = re.compile(r"[\n;]|,\s+(?=[A-Za-z])")
LONGEST = 300  # characters of a pair
PAIR = re.compile(r"\s*(?:[-*•]\s+|\d+[.)]\s+)?(?P<name>[^\W\d_][^:=;|\t]*?)\s*[:=]\s*(?P<value>[^;|\t]*)")
SPACED = re.compile(r"\s*(?P<name>[^\W\d_][^:=;|\t,]*?) +(?P<value>\d\S*)\s*")
OF_ALL = re.compile(
    r"(number of |trainable |non-?trainable )?(params?|parameters|macs|mult-?\s?adds|flops|activations|buffers)",
    re.IGNORECASE,
)


class Pair(NamedTuple):
    """A name and its number."""

    name: str
    number: Number

    @property
    def is_total(self) -> bool:
        """Whether it is of the whole network."""
        return bool(TOTAL.match(self.name) or OF_ALL.fullmatch(self.name))


def _pair(part: str) -> Pair | None:
    match = PAIR.fullmatch(part) if len(part) < LONGEST else None
    found = number(match["value"].rpartition("=")[2]) if match else None
    return Pair(match["name"].strip(" *`"), found) if match and found is not None else None


def _pairs(text: str) -> list[Pair]:
    """The pairs of a text of nothing else."""
    found = [_pair(part.rstrip(" ,.")) for part in PARTS.split(text) if part.strip()]
    pairs = [pair for pair in found if pair is not None]
    return pairs if len(pairs) == len(found) else _spaced(text)


def _spaced(text: str) -> list[Pair]:
    """Pairs with nothing but a space between, a line each; `conv 1,320` alone may be read as cells with a comma."""
    lines = [line for line in text.splitlines() if line.strip()]
    matches = [SPACED.fullmatch(line) for line in lines if len(line) < LONGEST]
    found = [(match["name"], number(match["value"])) for match in matches if match]
    pairs = [Pair(name, value) for name, value in found if value is not None]
    sure = any("," not in line for line in lines) or all(OF_ALL.fullmatch(name) for name, _ in found)
    return pairs if sure and len(pairs) == len(lines) else []


def _totals(pairs: Sequence[Pair], quantity: str) -> Iterator[tuple[str, Number]]:
    """Totals by quantity; where some are not trainable, the total is that of all."""
    frozen = any(heading(p.name).kind == "buffers" and p.number.value for p in pairs)
    for pair in (p for p in pairs if p.is_total):
        kind = heading(pair.name).kind
        of_all = frozen and kind == "params" and TOTAL.match(pair.name)
        if kind != "buffers" or frozen:
            yield ("total" if of_all else kind if kind not in ("", "name") else quantity), pair.number


def _read(text: str, quantity: str) -> Published:
    pairs = _pairs(text)
    lines = tuple(Line(pair.name, {quantity: pair.number}) for pair in pairs if not pair.is_total)
    return Published(lines, tuple(_totals(pairs, quantity)), "names")


READER = Reader(60, lambda text: bool(_pairs(text)), _read)
