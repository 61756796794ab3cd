"""What the commands share: reading a network from words, and an option parser that speaks like our errors."""

from __future__ import annotations

import argparse
import os
import re
from typing import NoReturn

from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.given import make_conventions
from symcnn.layers import LAYERS
from symcnn.points import Written
from symcnn.quantities import QUANTITIES
from symcnn.quantities.contract import BITS
from symcnn.quantities.profiles import PROFILES
from symcnn.text import tree
from symcnn.text.files import looks_like_a_file
from symcnn.text.modules import file_program
from symcnn.text.parse import parse

NEXT = re.compile(r"[,;]\s*(?=[A-Za-z_]\w*=)(?![^(\[]*[)\]])")  # the comma of `H=28,W=28`
BINDING = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)


WORD = re.compile(r"[A-Za-z_][\w.-]*")
SUFFIXES = (".txt", ".py", ".json", ".yaml", ".yml", ".onnx", ".prototxt", ".pt", ".h5")
NO_NUMBER = re.compile(r"argument (\S+): invalid int value: '(.*)'", re.DOTALL)
HABITS = {  # what other tools call an option: the first that a command has
    "--sort": ("--by",),
    "--sort-by": ("--by",),
    "--order-by": ("--by",),
    "--rank": ("--by",),
    "--max": ("--maximize", "--largest"),
    "--min": ("--minimize", "--smallest"),
    "--limit": ("--rows",),
    "--head": ("--rows",),
    "--filter": ("--where",),
    "--constraint": ("--where",),
    "--budget": ("--where",),
    "--columns": ("--quantity",),
    "--metric": ("--quantity",),
    "--output": ("-o", "--out"),
    "--save": ("-o", "--out"),
    "--csv": ("--out",),
}


class Options(argparse.ArgumentParser):
    """argparse, with its complaints in the one family of errors."""

    def error(self, message: str) -> NoReturn:
        """Complain about an option."""
        if message.endswith("are required: -o/--out"):
            raise SymcnnError("E602", "there is no file to draw into", None, "write for example: -o net.svg")
        if number := NO_NUMBER.fullmatch(message):
            self._no_number(*number.groups())
        words = message.removeprefix("unrecognized arguments: ").split()
        options = [option for action in self._actions for option in action.option_strings]
        near = _near(words[0].partition("=")[0], options) if words and words[0].startswith("-") else ""
        raise SymcnnError("E602", message, None, near or f"see: {self.prog} --help")

    def _no_number(self, option: str, value: str) -> NoReturn:
        """`--top macs`: what the rows are ranked by has an option of its own."""
        is_name = option == "--top" and value.isidentifier()
        help_ = f"write: --top 10 --by {value}" if is_name else f"write for example {option} 10"
        raise SymcnnError("E602", f"{option} takes a whole number, not '{value}'", None, help_)


def _near(word: str, options: list[str]) -> str:
    """The option that is meant: one that other tools call so, or the nearest."""
    habit = next((option for option in HABITS.get(word, ()) if option in options), "")
    return f"it is written {habit} here" if habit else did_you_mean(word, options)


def split_words(words: list[str]) -> tuple[str, dict[str, str]]:
    """Split the words of a command into a text (or file) and values for symbols.

    >>> split_words(["conv(F,3)", "F=32"])
    ('conv(F,3)', {'F': '32'})
    """
    texts: list[str] = []
    bindings: dict[str, str] = {}
    for word in words:
        if texts and word in QUANTITIES:
            help_ = f"options take several with commas: params,{word}; one of a network is asked for by: --only {word}"
            raise SymcnnError("E602", f"'{word}' is a quantity, not a layer", None, help_)
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
    if NEXT.search(value):
        help_ = f"write: {NEXT.sub(' ', f'{name}={value}')}"
        raise SymcnnError("E602", "values are separated by spaces, not by commas", None, help_)
    if name == "input":
        help_ = f"write it in front of the other layers: 'input({value.strip('()')}) conv(32,3)'"
        raise SymcnnError("E602", "input is a layer, not a symbol", None, help_)
    if not value.strip():
        raise SymcnnError("E602", f"{name}= has no value", None, f"write for example {name}=32, without spaces")
    if name in bindings:
        raise SymcnnError("E602", f"{name} has two values: {bindings[name]} and {value}", None, "give it once")
    bindings[name] = value


def program_of(text: str) -> tuple[tree.Program, str | None]:
    """The program that a text or file name stands for, and the net that was named in it."""
    if looks_like_a_file(text):
        return file_program(text)
    if WORD.fullmatch(text) and text not in LAYERS:
        _refuse_word(text)
    return parse(_as_utf8(text)), None


def _refuse_word(word: str) -> None:
    """A word alone that is no layer: a net of the zoo without its `zoo:`, or a file that is called otherwise."""
    from symcnn.text.modules import zoo_names

    if word in zoo_names():
        raise SymcnnError("E201", f"'{word}' is a network of the zoo", None, f"write: zoo:{word}")
    if word.endswith(SUFFIXES):
        help_ = "networks live in files whose names end with .cnn; another is read with: symcnn - < FILE"
        raise SymcnnError("E601", f"'{word}' is no network, and no .cnn file", None, help_)


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
