"""What the commands share: reading a network from words, and an option parser that speaks like our errors."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from symcnn.errors import SymcnnError
from symcnn.text import tree
from symcnn.text.files import looks_like_a_file, read_file, split_name
from symcnn.text.parse import parse

BINDING = re.compile(r"([A-Za-z_]\w*)=(.+)", re.DOTALL)


class Options(argparse.ArgumentParser):
    """argparse, with its complaints in the one family of errors."""

    def error(self, message: str) -> NoReturn:
        """Complain about an option."""
        raise SymcnnError("E602", message, None, f"see: {self.prog} --help")


def split_words(words: list[str]) -> tuple[str, dict[str, str]]:
    """Split the words of a command into a text (or file) and values for symbols.

    >>> split_words(["conv(F,3)", "F=32"])
    ('conv(F,3)', {'F': '32'})
    """
    bindings = {match[1]: match[2] for word in words if (match := BINDING.fullmatch(word))}
    texts = [word for word in words if not BINDING.fullmatch(word)]
    return " ".join(texts), bindings


def program_of(text: str) -> tuple[tree.Program, str | None]:
    """The program that a text or file name stands for, and the net that was named in it."""
    if looks_like_a_file(text):
        file, net = split_name(text)
        return parse(read_file(file), "<stdin>" if file == "-" else file), net or None
    return parse(text), None
