"""What was typed in earlier sessions: a file in the user's own folder for such state, or nowhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory


def folder() -> Path | None:
    """The user's folder for state; None where there is no home."""
    places = [os.environ.get("XDG_STATE_HOME", "")]
    if sys.platform == "win32":
        places.append(os.environ.get("LOCALAPPDATA", ""))
    home = os.path.expanduser("~")  # noqa: PTH111  (Path raises where there is no home)
    own = ("Library", "Application Support") if sys.platform == "darwin" else (".local", "state")
    places.append(os.path.join(home, *own))  # noqa: PTH118
    base = next((Path(place) for place in places if os.path.isabs(place)), None)  # noqa: PTH117
    return base / "symcnn" if base is not None else None


def open_history() -> History:
    """The history of earlier sessions; one that is forgotten where the folder cannot be written."""
    place = folder()
    if place is None:
        return InMemoryHistory()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = place / "history"
        with file.open("ab"):
            pass
        file.chmod(0o600)
    except OSError:
        return InMemoryHistory()
    return Lasting(str(file))


class Lasting(FileHistory):
    """A file of lines; a disk that is full by now is no reason to stop."""

    def load_history_strings(self) -> Iterable[str]:
        """The lines of earlier sessions, the latest first."""
        try:
            return list(super().load_history_strings())
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        """Keep a line."""
        with suppress(OSError):
            super().store_string(string)
