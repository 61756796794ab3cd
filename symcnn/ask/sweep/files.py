"""The rows of a sweep as arrays, data frames and files, a range of the grid at a time where the format allows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from symcnn.ask.listing import Listing, plain
from symcnn.errors import SymcnnError
from symcnn.grid.arrays import numpy
from symcnn.grid.store.atomic import appearing

Blocks = Iterator[Mapping[str, Any]]


def table(columns: tuple[str, ...], blocks: Blocks) -> dict[str, Any]:
    """All rows, an array for each column."""
    np = numpy()
    parts = [*blocks]
    return {name: np.concatenate([part[name] for part in parts] or [np.empty(0, np.int64)]) for name in columns}


def structured(columns: tuple[str, ...], blocks: Blocks) -> Any:
    """All rows as a NumPy array with named fields; what is wider than 64 bits, a fraction or a block is an object."""
    np = numpy()
    whole = table(columns, blocks)
    found = np.empty(len(whole[columns[0]]), [(name, column.dtype) for name, column in whole.items()])
    for name, column in whole.items():
        found[name] = column
    return found


def frame(library: str, columns: tuple[str, ...], blocks: Blocks) -> Any:
    """All rows as a data frame of pandas or polars; fractions, blocks and what 64 bits do not hold are text."""
    module = _imported(library, f"pip install {library}")
    return module.DataFrame({name: _plain(column) for name, column in table(columns, blocks).items()})


def _imported(name: str, how: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise SymcnnError("E603", f"{name} is not installed", None, f"install it: {how}") from None


def _plain(column: Any) -> Any:
    """A column of numbers as it is, one of objects as a list of numbers, or of texts where it is not numbers."""
    if column.dtype != object:
        return column
    values = [plain(value) for value in column.tolist()]
    small = all(isinstance(value, int) and abs(value) < 2**63 for value in values)
    return values if small else [str(value) for value in values]


def write(path: str | PathLike[str], columns: tuple[str, ...], blocks: Blocks) -> int:
    """Write rows to a file whose name says the format; return how many there were.

    Raises SymcnnError for another name, or an extra that is not installed.
    """
    name = fspath(path)
    suffix = name.rpartition(".")[2] if "." in name else ""
    if suffix not in WRITERS:
        known = ", ".join(f".{suffix}" for suffix in (*WRITERS, "parquet"))
        raise SymcnnError("E602", f"'{name}' says no format that rows can be written in", None, f"known: {known}")
    with appearing(Path(name)) as partial:
        return WRITERS[suffix](partial, columns, blocks)


def write_listing(path: str | PathLike[str], found: Listing) -> int:
    """Write chosen rows to a file whose name says the format; return how many there are.

    Raises SymcnnError for another name, and for Parquet, which is for many rows.
    """
    if fspath(path).endswith(".parquet"):
        known = ", ".join(f".{suffix}" for suffix in WRITERS)
        raise SymcnnError("E602", "chosen rows are few: they are not written as Parquet", None, f"known: {known}")
    np = numpy()
    block = {name: np.array([row[at] for row in found.rows], object) for at, name in enumerate(found.columns)}
    return write(path, found.columns, iter([block]))


def _csv(path: Path, columns: tuple[str, ...], blocks: Blocks) -> int:
    import csv

    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        for block in blocks:
            lists = [list(map(plain, block[name].tolist())) for name in columns]
            rows.writerows(zip(*lists, strict=True))
            count += len(lists[0])
    return count


def _json_lines(path: Path, columns: tuple[str, ...], blocks: Blocks) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for block in blocks:
            lists = [list(map(plain, block[name].tolist())) for name in columns]
            lines = [json.dumps(dict(zip(columns, row, strict=True))) for row in zip(*lists, strict=True)]
            file.write("\n".join([*lines, ""]))
            count += len(lines)
    return count


def _npy(path: Path, columns: tuple[str, ...], blocks: Blocks) -> int:
    """Arrays of text where numbers do not suffice: a file of objects would run code when it is read."""
    np = numpy()
    whole = {name: np.asarray(_plain(column)) for name, column in table(columns, blocks).items()}
    found = np.empty(len(whole[columns[0]]), [(name, column.dtype) for name, column in whole.items()])
    for name, column in whole.items():
        found[name] = column
    with path.open("wb") as file:
        np.save(file, found, allow_pickle=False)
    return len(found)


WRITERS: dict[str, Callable[[Path, tuple[str, ...], Blocks], int]] = {
    "csv": _csv,
    "jsonl": _json_lines,
    "npy": _npy,
}
