"""What a caller gives as published: text, a file, numbers in order, numbers by name, totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from symcnn.ask.audit.entry import MEASURES
from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.numbers import read as read_number
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.reading import KNOWN, read
from symcnn.errors import SymcnnError
from symcnn.text.files import read_file

QUANTITIES = tuple(name for name in MEASURES if name != "size")
SUFFIXES = (".csv", ".tsv", ".md", ".tex", ".txt")
TOTAL = "total"  # of numbers that are given so, the total; among totals, parameters with running statistics are `total`


def given(published: Any, quantity: str, totals: Mapping[str, Any]) -> Published:
    """Everything that is published, together.

    Raises SymcnnError for what cannot be read.
    """
    if quantity not in QUANTITIES:
        raise SymcnnError("E602", f"unknown quantity '{quantity}'", None, f"known: {', '.join(QUANTITIES)}")
    rows = _rows(published, quantity)
    more = [(_quantity(name, quantity), number(name, value)) for name, value in totals.items()]
    if not rows.lines and not rows.totals and not more:
        raise SymcnnError("E602", "there is nothing published to audit", None, f"what can be read: {KNOWN}")
    return Published(rows.lines, (*rows.totals, *more), rows.read_as, rows.open_end and not more)


def _rows(published: Any, quantity: str) -> Published:
    if isinstance(published, Mapping):
        return _by_name(published, quantity)
    if isinstance(published, (str, PathLike)):
        text = _text(published)
        return read(text, quantity) if text.strip() else Published(())
    lines = tuple(Line("", {quantity: number(quantity, value)}) for value in published)
    return Published(lines, open_end=True)


def _by_name(published: Mapping[str, Any], quantity: str) -> Published:
    lines = [Line(name, {quantity: number(name, value)}) for name, value in published.items() if name != TOTAL]
    totals = [(quantity, number(TOTAL, published[TOTAL]))] if TOTAL in published else []
    return Published(tuple(lines), tuple(totals), "names")


def _text(published: str | PathLike[str]) -> str:
    """The text of a file that is named, or the text that is given."""
    word = fspath(published)
    one_word = not isinstance(published, str) or "\n" not in word
    named = word == "-" or not isinstance(published, str) or word.lower().endswith(SUFFIXES)
    return read_file(word) if one_word and (named or _is_file(word)) else word


def _is_file(word: str) -> bool:
    try:
        return Path(word).is_file()
    except (OSError, ValueError):  # longer than any name, or with a NUL in it
        return False


def _quantity(name: str, quantity: str) -> str:
    """The quantity of a total that goes by a name: `total` is that of the numbers in order."""
    if name == TOTAL:
        return quantity
    if name not in QUANTITIES:
        raise SymcnnError("E602", f"unknown quantity '{name}'", None, f"known: {', '.join(QUANTITIES)}")
    return name


def number(name: str, value: Any) -> Number:
    """A published number, as text or as a number.

    Raises SymcnnError.
    """
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = None
    found = read_number(str(value)) if value is not None and not isinstance(value, (bool, float)) else None
    if found is None:
        message = f"{name}: {value!r} is no published number"
        raise SymcnnError("E602", message, None, "write an integer, or text such as '4.09G' or '18,496'")
    return found
