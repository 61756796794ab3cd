"""Libraries that come with an extra: imported where they are needed, and named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from symcnn.errors import SymcnnError


def required(module: str, what: str, extra: str) -> Any:
    """A module of an extra, for what needs it.

    >>> required("json", "this", "none").dumps([1])
    '[1]'
    >>> required("no_such_library", "a sweep needs it", "sweep")
    Traceback (most recent call last):
    symcnn.errors.SymcnnError: error E603: a sweep needs it, and it is not installed
      help: install it: pip install 'symcnn[sweep]'

    Raises SymcnnError where it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        help_ = f"install it: pip install 'symcnn[{extra}]'"
        raise SymcnnError("E603", f"{what}, and it is not installed", None, help_) from None
