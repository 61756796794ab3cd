"""Where the files of `import resnet` and `zoo:resnet50` are.

A module is looked up beside the file that imports it, in the folders of `SYMCNN_PATH`, and in the zoo, in this
order. A name is letters and dots, so that it cannot leave these folders; a link that does is refused. A text that
is no file has nothing beside it: it reads the same in every folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache

from symcnn.errors import Span, SymcnnError
from symcnn.text import tree
from symcnn.text.files import SUFFIX, ZOO, read_file, split_name
from symcnn.text.parse import parse

VARIABLE = "SYMCNN_PATH"
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "zoo")
NET = re.compile(r"^net ([A-Za-z_]\w*)", re.MULTILINE)
MOST_FILES = 1_000  # of a folder, among which a misspelt name is looked for


def file_program(word: str) -> tuple[tree.Program, str | None]:
    """The program of a file or of the zoo, and the net that is named in it.

    >>> file_program("zoo:resnet50")[1]
    'resnet50'
    """
    if word.startswith(ZOO):
        return _of_zoo(word)
    file, net = split_name(word)
    return parse(read_file(file), "<stdin>" if file == "-" else file), net or None


# ------------------------------------------------------------------------ zoo


def families() -> tuple[str, ...]:
    """The names of the zoo's files."""
    return tuple(sorted(name.removesuffix(SUFFIX) for name in os.listdir(FOLDER) if name.endswith(SUFFIX)))


def family(name: str) -> tree.Program:
    """The program of a family of the zoo."""
    return _parsed(_zoo_text(name), f"{ZOO}{name}")


def _zoo_text(name: str) -> str:
    return read_file(os.path.join(FOLDER, name + SUFFIX))


def _of_zoo(word: str) -> tuple[tree.Program, str | None]:
    """`zoo:resnet50` (a net), `zoo:resnet` (a family), `zoo:resnet:resnet50` (a net of a family)."""
    name, colon, net = word.removeprefix(ZOO).partition(":")
    if colon:
        if name not in families():
            raise _unknown(f"no family '{name}' in the zoo", name, families())
        return family(name), net
    nets = _nets()
    if name in nets:
        return family(nets[name]), name
    if name in families():
        return family(name), None
    raise _unknown(f"no net '{name}' in the zoo", name, zoo_names())


def _nets() -> dict[str, str]:
    """The nets of the zoo, each with its family."""
    return {net: file for file in families() for net in NET.findall(_zoo_text(file))}


def zoo_names() -> tuple[str, ...]:
    """What may stand behind `zoo:`: nets and families."""
    return (*_nets(), *families())


def _unknown(message: str, name: str, known: tuple[str, ...]) -> SymcnnError:
    return SymcnnError("E208", f"there is {message}", None, _suggestion(name, known) or "see: symcnn zoo")


# -------------------------------------------------------------------- modules


def module(name: str, importing: str, span: Span) -> tree.Program:
    """The program of a module; its source is named by its path, or `zoo:resnet`.

    Raises SymcnnError: no such file in the search path, or one behind a link that leads elsewhere.
    """
    parts = name.split(".")
    for folder in _places(importing):
        path = os.path.join(folder, *parts) + SUFFIX
        if os.path.isfile(path):
            _check_inside(path, folder, span)
            shown = f"{ZOO}{name}" if folder == FOLDER else os.path.normpath(path)
            return _parsed(read_file(path), shown)
    raise SymcnnError("E207", f"no file {'/'.join(parts)}{SUFFIX} in the search path", span, _help(name, importing))


def _places(importing: str) -> Iterator[str]:
    """The folders in which a module is looked for, in order."""
    if importing.startswith(ZOO):
        yield FOLDER
    elif importing.endswith(SUFFIX):
        yield os.path.dirname(importing) or os.curdir
    yield from (folder for folder in os.environ.get(VARIABLE, "").split(os.pathsep) if folder)
    yield FOLDER


def _check_inside(path: str, folder: str, span: Span) -> None:
    real, inside = os.path.realpath(path), os.path.realpath(folder)
    if os.path.commonpath([real, inside]) != inside:
        message = f"{path} is a link that leads out of its folder"
        raise SymcnnError("E207", message, span, "copy the file, or put its own folder in SYMCNN_PATH")


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> tree.Program:
    """Parse a module once: a network is read several times, and so are the modules it imports."""
    return parse(text, name)


def _help(name: str, importing: str) -> str:
    known = [found for folder in _places(importing) for found in _modules_in(folder)]
    here = os.path.join(*name.split(".")) + SUFFIX
    if not importing.endswith(SUFFIX) and os.path.isfile(here):
        return f"a text has no folder of its own; to import {here} set {VARIABLE}=."
    return _suggestion(name, known) or f"it is looked for beside the file, in {VARIABLE} and in the zoo: see symcnn zoo"


def _modules_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(MOST_FILES), strict=False)]
    except OSError:
        return []
    return [name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX)]


def _suggestion(word: str, candidates: list[str] | tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, sorted(set(candidates)), 1)
    return f"did you mean '{near[0]}'?" if near else ""
