"""What an answer needs is brought in while the user types."""

from __future__ import annotations

from importlib import import_module
from threading import Thread

NEEDED = ("sympy", "symcnn.algebra.presentation.written", "symcnn.algebra.floordiv", "symcnn.repl.answers")


def start() -> Thread:
    """Import in the background. A module that is wanted earlier is waited for: Python locks each while it is read."""
    thread = Thread(target=_bring, name="symcnn imports", daemon=True)
    thread.start()
    return thread


def _bring() -> None:
    for name in NEEDED:
        import_module(name)
