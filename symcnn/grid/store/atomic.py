"""Files that appear under their name when they are whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from symcnn.errors import SymcnnError

UNFINISHED = ".unfinished"


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A name to write to; the file gets its own name when all is written, and is removed where that fails.

    Raises SymcnnError where it cannot be written: a full disk, a folder that is read-only or missing.
    """
    partial = path.with_name(f".{path.name}{UNFINISHED}")
    try:
        yield partial
        _flush(partial)
        partial.replace(path)
    except OSError as error:
        raise not_written(path, error) from None
    finally:
        _remove(partial)


def _flush(path: Path) -> None:
    """See that the file is on the disk before it has its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    with suppress(OSError):  # a folder that is read-only: nothing was written
        path.unlink(missing_ok=True)


def not_written(path: Path, error: OSError) -> SymcnnError:
    """The error for a file that cannot be written."""
    why = os.strerror(error.errno) if error.errno else "not all of it could be stored"  # NumPy gives no number
    return SymcnnError("E601", f"{path} cannot be written: {why}", None, "what was written before is kept")
