"""Which command is meant, and what becomes of errors: exit 0 done, 1 an expectation failed, 2 wrong input."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

COMMANDS = {  # each is a module of this package
    "audit": "which published numbers hold, and what explains the others",
    "check": "whether every `expect` of files holds",
    "compare": "the difference of two networks, as formulas",
    "completion": "what makes a shell complete symcnn's words",
    "design": "the best values within limits, proved optimal",
    "draw": "a figure of a network: svg, pdf, png, tex, dot",
    "fmt": "files in canonical form",
    "help": "what a layer, a word or a quantity is, with formulas",
    "plot": "a picture over the values of symbols: curves, heat map, front, shares",
    "repl": "a prompt (what symcnn alone in a terminal does); -e LINE answers one line",
    "scaling": "how the totals grow with a symbol",
    "sensitivity": "what one more of a symbol costs",
    "show": "the table of a network (what a network without a command does)",
    "solve": "the largest, smallest or all values with which a claim holds",
    "sweep": "the values of a network over a grid: rows, the best, a front",
    "zoo": "the networks that come with symcnn",
}


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
    except RecursionError:
        print(TOO_DEEP, file=sys.stderr)
        return 2
    except OSError as error:  # a full disk; files that are read have their own messages
        print(f"error E601: the output cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


TOO_DEEP = """error E110: the formulas are nested too deeply
  help: give the symbols values"""


def _dispatch(words: list[str]) -> int:
    if words in ([], ["-h"], ["--help"]):
        return _without_words() if not words else _screen()
    _refuse_misspelt(words[0])
    command = "repl" if words[0] == "-e" else words.pop(0) if words[0] in COMMANDS else "show"
    module: Any = import_module(f"symcnn.cli.{command}")
    return int(module.run(words))


def _refuse_misspelt(word: str) -> None:
    """`sweeep`: a first word that is no layer and no word of the language, and almost a command."""
    if word in COMMANDS or not word.isidentifier():
        return
    from symcnn.elaborate.habits import HABITS
    from symcnn.elaborate.values import nearest
    from symcnn.errors import SymcnnError
    from symcnn.layers import LAYERS
    from symcnn.text.words import WORDS

    near = nearest(word, COMMANDS, 0.75)
    if near and word not in {*LAYERS, *WORDS, *HABITS} and not nearest(word, LAYERS, 0.75):
        raise SymcnnError("E602", f"there is no command '{word}'", None, f"did you mean: symcnn {near}?")


def _without_words() -> int:
    """The prompt in a terminal or for lines from a pipe; else what there is."""
    from symcnn.cli.repl import alone

    code = alone()
    return _screen() if code is None else code


def _screen() -> int:
    from symcnn.cli.help import screen

    print(screen())
    return 0


def _make_output_safe() -> None:
    """A terminal without UTF-8 gets escapes instead of a traceback; long integers print whole."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.set_int_max_str_digits(0)


def _close_output() -> None:
    """Let the rest of the output go nowhere, so that Python's own flush at the end is quiet."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  (kept open to the end)


def run() -> None:
    """Run as a program: without collecting garbage (a one-liner makes little), and ending at once."""
    gc.disable()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:  # it was closed before the program began
                stream.flush()
        except BrokenPipeError:
            pass  # the reader has what it wanted
        except OSError:
            code = 2  # a full disk
    os._exit(code)
