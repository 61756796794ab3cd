"""The options of every command as plain records, for what is made of them: completion, a manual, the docs."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any

from symcnn.cli.main import COMMANDS
from symcnn.record import Record


class Option(Record):
    """An option: how it is written, what it takes (empty for a switch), what it does."""

    flags: tuple[str, ...]
    takes: str
    about: str


class Command(Record):
    """A command: its name, what it does, its usage, its words and its options."""

    name: str
    about: str
    usage: str
    words: tuple[Option, ...]  # what is not an option: `flags` is empty
    options: tuple[Option, ...]


def commands() -> tuple[Command, ...]:
    """Every command, in the alphabet's order.

    >>> [option.flags for command in commands() if command.name == "fmt" for option in command.options]
    [('-h', '--help'), ('--check',), ('--line',), ('--json',)]
    """
    return tuple(_command(name) for name in sorted(COMMANDS))


def _command(name: str) -> Command:
    module: Any = import_module(f"symcnn.cli.{name}")
    parser: argparse.ArgumentParser = module.options()
    found = [_option(parser, action) for action in parser._actions]
    usage = " ".join(parser.format_usage().removeprefix("usage:").split())
    words = tuple(one for one in found if not one.flags)
    return Command(name, COMMANDS[name], usage, words, tuple(one for one in found if one.flags))


def _option(parser: argparse.ArgumentParser, action: argparse.Action) -> Option:
    """An action of argparse; `%%` in its help is a percent sign."""
    about = (action.help or "") % {**vars(action), "prog": parser.prog}
    takes = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    return Option(tuple(action.option_strings), takes, about)
