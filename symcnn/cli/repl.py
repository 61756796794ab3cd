"""`symcnn repl`, and `symcnn` alone in a terminal: the prompt; with lines from a pipe, their answers."""

from __future__ import annotations

import gc
import os
import stat
import sys
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symcnn.cli.arguments import Options


def options() -> Options:
    """The options of the command."""
    import argparse

    from symcnn.cli.arguments import Options

    parser = Options(
        prog="symcnn repl",
        description="A prompt: type networks, questions and commands. Lines from a pipe are answered one by one.",
        epilog="examples:\n  symcnn repl -e 'conv(F,K) pool(2)' -e ':at F=32' -e 'params(_)/32'",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-e", dest="lines", action="append", default=[], metavar="LINE", help="answer this line")
    parser.add_argument("--json", action="store_true", help="answers as JSON, an object a line")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    if not words and _is_terminal(sys.stdin):
        return _prompt()
    chosen = options().parse_args(words)
    if not chosen.json and not chosen.lines and _is_terminal(sys.stdin):
        return _prompt()
    from symcnn.repl import script

    gc.enable()  # a script may be long
    write = script.as_json if chosen.json else script.as_text
    if chosen.lines:
        return script.run(chosen.lines, "-e", write)
    return script.run(_lines(), "<stdin>", write)


def _prompt() -> int:
    from symcnn.repl import terminal

    return terminal.run()


def alone() -> int | None:
    """Run `symcnn` without a word, where that means the prompt; None where it does not.

    It does in a terminal, and with lines from a pipe or a file.
    """
    if sys.stdin is None or sys.stdout is None:
        return None
    if _is_terminal(sys.stdin):
        return run([]) if _is_terminal(sys.stdout) else None
    if not _is_piped():
        return None
    from symcnn.repl import script

    gc.enable()
    lines = iter(_lines())
    first = next(lines, None)
    return None if first is None else script.run(chain([first], lines), "<stdin>", script.as_text)


def _lines() -> Iterable[str]:
    """The lines of standard input; what is not UTF-8 is shown, and refused, as codes."""
    if sys.stdin is None:
        return []
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdin


def _is_terminal(stream: Any) -> bool:
    try:
        return stream is not None and bool(stream.isatty())
    except ValueError:  # it is closed
        return False


def _is_piped() -> bool:
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)
