"""The rows of a sweep as Parquet: one file, or a folder of parts that any reader takes for one table.

Each part names in its metadata the sweep that it belongs to, so that a sweep that was stopped at any moment goes on
with the parts that are missing: a part has its name only when it is whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from symcnn.errors import SymcnnError
from symcnn.extras import required
from symcnn.grid.store.atomic import UNFINISHED, appearing, not_written
from symcnn.record import Record

KEY = b"symcnn.sweep"
REPEATS = b"symcnn.repeats"  # marks a column with few values: that of an axis
WIDEST = 2**63 - 1


class Parts(Record):
    """The parts of one sweep under a path; with one part, the path is a file."""

    path: Path
    identity: str  # what the sweep is: a text that is the same for the same sweep
    count: int

    def file(self, number: int) -> Path:
        """The file of a part."""
        return self.path if self.count == 1 else self.path / f"part-{number:05}.parquet"

    def missing(self) -> list[int]:
        """The numbers of the parts that are not there yet.

        Raises SymcnnError where the path holds something else, or cannot be read.
        """
        if self.path.exists() and self.path.is_dir() != (self.count > 1):
            raise self._taken()
        self._check_others()
        return [number for number in range(self.count) if not self._is_there(number)]

    def _is_there(self, number: int) -> bool:
        file = self.file(number)
        if not file.exists():
            return False
        if _identity(file) != self.identity:
            raise self._taken()
        return True

    def _check_others(self) -> None:
        """See that a folder has nothing but parts, and remove what was left unfinished."""
        own = {self.file(number).name for number in range(self.count)}
        for file in sorted(self.path.iterdir()) if self.path.is_dir() else []:
            if file.name.endswith(UNFINISHED):
                file.unlink()
            elif file.name not in own:
                raise self._taken()

    def _taken(self) -> SymcnnError:
        help_ = "remove it, or choose another name; a sweep that was stopped goes on when it is asked for as it was"
        return SymcnnError("E601", f"{self.path} holds something else than this sweep", None, help_)

    def write(self, number: int, tables: Iterable[Any], schema: Any) -> None:
        """Write a part from its tables.

        Raises SymcnnError where it cannot be written; nothing is left of it then.
        """
        from pyarrow.parquet import ParquetWriter

        file = self.file(number)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_written(file, error) from None
        named = schema.with_metadata({KEY: self.identity.encode()})
        with appearing(file) as partial, ParquetWriter(partial, named, **_compact(schema)) as writer:
            for table in tables:
                writer.write_table(table.cast(named))

    def rows(self) -> int:
        """How many rows all parts have."""
        from pyarrow.parquet import read_metadata

        return sum(read_metadata(self.file(number)).num_rows for number in range(self.count))


def _identity(file: Path) -> str:
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import read_schema

    try:
        return str((read_schema(file).metadata or {}).get(KEY, b"").decode())
    except (OSError, ArrowInvalid):
        return ""


def _compact(schema: Any) -> dict[str, Any]:
    """How columns are written: values that repeat by number, whole numbers that do not by their differences."""
    types = arrow()
    repeating = [field.name for field in schema if field.metadata and REPEATS in field.metadata]
    spread = [field.name for field in schema if field.name not in repeating and field.type == types.int64()]
    encodings = {"column_encoding": dict.fromkeys(spread, "DELTA_BINARY_PACKED")} if spread else {}
    return {"compression": "zstd", "use_dictionary": repeating, **encodings}


def arrow() -> Any:
    """Arrow, which comes with an extra.

    Raises SymcnnError where it is not installed.
    """
    return required("pyarrow", "Parquet needs pyarrow", "sweep")


def column_type(low: int, high: int) -> Any:
    """The narrowest type that holds whole numbers between two bounds; text where none does (it is exact).

    >>> column_type(0, 2**40)
    DataType(int64)
    """
    types = arrow()
    if low >= -WIDEST - 1 and high <= WIDEST:
        return types.int64()
    digits = max(len(str(abs(low))), len(str(abs(high))))
    return types.decimal128(digits) if digits <= 38 else types.string()
