"""Which command is meant, and what becomes of errors: exit 0 done, 1 an expectation failed, 2 wrong input."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

COMMANDS = ("check", "compare", "fmt", "scaling", "show")
LATER = ("audit", "design", "draw", "export", "import", "plot", "repl", "solve", "sweep", "zoo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    from symcnn.errors import SymcnnError

    words = list(sys.argv[1:] if arguments is None else arguments)
    _make_output_safe()
    try:
        return _dispatch(words)
    except SymcnnError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        _close_output()  # the reader has what it wanted
        return 0
    except KeyboardInterrupt:
        return 130


def _dispatch(words: list[str]) -> int:
    if words and words[0] in LATER:
        from symcnn.errors import SymcnnError

        raise SymcnnError("E901", f"the command '{words[0]}' is not there yet", None, "there are: show, check, fmt")
    command = words.pop(0) if words and words[0] in COMMANDS else "show"
    module: Any = import_module(f"symcnn.cli.{command}")
    return int(module.run(words))


def _make_output_safe() -> None:
    """A terminal without UTF-8 gets escapes instead of a traceback; long integers print whole."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.set_int_max_str_digits(0)


def _close_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run() -> None:
    """Run as a program: without collecting garbage (a one-liner makes little), and ending at once."""
    gc.disable()
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        _close_output()
    os._exit(code)
