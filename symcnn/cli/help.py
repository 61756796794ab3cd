"""`symcnn --help`: all of it on one screen; `symcnn help NAME`: the page of a layer, a word, a quantity, a command."""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from typing import Any

from symcnn.cli.arguments import Options
from symcnn.cli.main import COMMANDS
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError

SCREEN = """usage: symcnn TEXT [NAME=VALUE ...] [options]   or   symcnn COMMAND ...
One line of text that describes a network goes in, exact formulas come out.

  symcnn 'conv(F,K) pool(2) dense(10)'
  symcnn 'conv(F,K) pool(2) dense(10)' F=32 K=3 --only params
  symcnn zoo:resnet50 --depth 1

TEXT       a network in quotes, a file (net.cnn or net.cnn:name), zoo:name, -
--only     params, macs, shape, rf, conditions ...; --latex --markdown --json
all others symcnn show --help

{commands}

symcnn help conv: a layer, word, quantity or command; symcnn help: a list of all"""
WIDTH = 80
EXAMPLES = """examples:
  symcnn help
  symcnn help conv
  symcnn help macs"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn help",
        description="Show the page of a layer, a word of the language, a quantity, a network of the zoo or a command.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to look up; nothing: the list of all")
    parser.add_argument("--json", action="store_true", help="the pages as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_args(words)
    pages = {name: _page(name) for name in chosen.names} or {"": _contents()}
    print(json.dumps(pages, indent=2, ensure_ascii=False) if chosen.json else "\n\n".join(pages.values()))
    return 0


def screen() -> str:
    """What symcnn is, on one screen.

    >>> len(screen().splitlines()) <= 30
    True
    """
    import textwrap

    wide = max(map(len, COMMANDS))
    short = {name: textwrap.shorten(about, WIDTH - wide - 4, placeholder=" ...") for name, about in COMMANDS.items()}
    lines = [f"  {name.ljust(wide)}  {about}" for name, about in sorted(short.items())]
    return SCREEN.format(commands="\n".join(lines))


def _contents() -> str:
    from symcnn.reference import contents

    return f"{contents()}\n\nCommands\n  {' '.join(sorted(COMMANDS))}\n\nsymcnn help NAME shows one of them."


def _page(name: str) -> str:
    """The page of a command, of something of the language, or of both."""
    from symcnn import reference

    found = [reference.page(name)] if name in reference.names() else []
    if name in COMMANDS:
        module: Any = import_module(f"symcnn.cli.{name}")
        found.append(module.options().format_help().rstrip())
    if found:
        return "\n\n".join(found)
    help_ = did_you_mean(name, [*reference.names(), *COMMANDS]) or "symcnn help lists everything that has a page"
    raise SymcnnError("E602", f"there is no page on '{name}'", None, help_)
