"""What the commands share: reading a network from words, and an option parser that speaks like our errors."""

from __future__ import annotations

import argparse
import os
import re
from typing import NoReturn

from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.given import make_conventions
from symcnn.points import Written
from symcnn.quantities.contract import BITS
from symcnn.quantities.profiles import PROFILES
from symcnn.text import tree
from symcnn.text.files import looks_like_a_file
from symcnn.text.modules import file_program
from symcnn.text.parse import parse

BINDING = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)


class Options(argparse.ArgumentParser):
    """argparse, with its complaints in the one family of errors."""

    def error(self, message: str) -> NoReturn:
        """Complain about an option."""
        words = message.removeprefix("unrecognized arguments: ").split()
        options = [option for action in self._actions for option in action.option_strings]
        near = did_you_mean(words[0].partition("=")[0], options) if words and words[0].startswith("-") else ""
        raise SymcnnError("E602", message, None, near or f"see: {self.prog} --help")


def split_words(words: list[str]) -> tuple[str, dict[str, str]]:
    """Split the words of a command into a text (or file) and values for symbols.

    >>> split_words(["conv(F,3)", "F=32"])
    ('conv(F,3)', {'F': '32'})
    """
    texts: list[str] = []
    bindings: dict[str, str] = {}
    for word in words:
        match = BINDING.fullmatch(word)
        if match is None or _is_network(match[2]):
            texts.append(word)
        else:
            _bind(match[1], match[2], bindings)
    return " ".join(texts), bindings


def _is_network(value: str) -> bool:
    """Whether `F=32 conv(F,3)` in one word is a network that lacks its `let`."""
    return bool(re.search(r"\s\w+\(", value))


def _bind(name: str, value: str, bindings: dict[str, str]) -> None:
    if not value.strip():
        raise SymcnnError("E602", f"{name}= has no value", None, f"write for example {name}=32, without spaces")
    if name in bindings:
        raise SymcnnError("E602", f"{name} has two values: {bindings[name]} and {value}", None, "give it once")
    bindings[name] = value


def program_of(text: str) -> tuple[tree.Program, str | None]:
    """The program that a text or file name stands for, and the net that was named in it."""
    return file_program(text) if looks_like_a_file(text) else (parse(_as_utf8(text)), None)


def add_conventions(parser: Options) -> None:
    """Add the options for what is counted."""
    parser.add_argument("--profile", metavar="NAME", help=f"count operations as: {', '.join(PROFILES)}")
    parser.add_argument("--dtype", metavar="TYPE", help=f"bytes a number: {', '.join(BITS)}")
    parser.add_argument("--batch", metavar="N", help="images at a time, for memory")


def written_of(text: str, chosen: argparse.Namespace) -> Written:
    """What is written in a text or file, with the conventions that are chosen."""
    program, net = program_of(text)
    return program, net, make_conventions(chosen.profile, chosen.dtype, chosen.batch)


def _as_utf8(text: str) -> str:
    """The text of a word that the shell passed as UTF-8 where Python expected ASCII (LANG=C)."""
    try:
        return os.fsencode(text).decode() if any("\udc80" <= c <= "\udcff" for c in text) else text
    except UnicodeError:
        return text
