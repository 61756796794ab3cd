"""The parser's tables: built once from the grammar (0.2 s), then read from the user's own cache (2 ms).

The cache holds JSON, never a pickle, so that nothing in it is ever run; and it is used only where
the folder belongs to the user and nobody else may write into it.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from typing import Any

import lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from symcnn.text import grammar_files

OPTIONS: dict[str, Any] = {"parser": "lalr", "lexer": "basic", "start": ["start", "value"], "maybe_placeholders": True}


DAMAGE = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    lark.exceptions.LarkError,
)


def build(**options: Any) -> lark.Lark:
    """Build the parser from the grammar files; `strict=True` refuses every conflict."""

    def read_import(_: object, name: str) -> tuple[str, str]:
        return name, grammar_files.read(name)

    text = grammar_files.read(grammar_files.MAIN)
    return lark.Lark(text, import_paths=[read_import], **OPTIONS, **options)


def load(transformer: object, lexer_callbacks: dict[str, Any]) -> lark.Lark:
    """Make a parser that hands its rules to `transformer`, from the cache if there is one."""

    def parser(text: str) -> lark.Lark:
        make: Any = lark.Lark._load_from_dict  # what lark's own stand-alone parsers call
        made: lark.Lark = make(**_decode(text, made_from), transformer=transformer, lexer_callbacks=lexer_callbacks)
        return made

    made_from = f"lark {lark.__version__}\n{grammar_files.everything()}"
    path = _cache_file()
    try:
        if path is not None and os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                return parser(file.read())
    except DAMAGE:
        pass  # unreadable, cut short, of another grammar, no tables at all: build them anew
    text = _encode(build(), made_from)
    if path is not None:
        _store(path, text)
    return parser(text)


def _encode(parser: lark.Lark, made_from: str) -> str:
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"]["import_paths"] = []  # a function, which is no longer needed
    return json.dumps({"made_from": made_from, "data": data, "memo": memo})


def _decode(text: str, made_from: str) -> dict[str, Any]:
    """JSON has only text keys; lark's tables have numbers."""

    def restore(pairs: dict[str, Any]) -> dict[Any, Any]:
        return {int(key): value for key, value in pairs.items()} if next(iter(pairs), "").isdecimal() else pairs

    tables: dict[str, Any] = json.loads(text, object_hook=restore)
    if not isinstance(tables, dict) or tables.pop("made_from", None) != made_from:
        raise ValueError("made from another grammar")
    return tables


def _cache_file() -> str | None:
    """The user's cache file; None where there is no safe folder."""
    folder = _user_cache_folder()
    return os.path.join(folder, "parser-tables.json") if folder else None


def _user_cache_folder() -> str | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    home = os.path.join(os.path.expanduser("~"), ".cache")
    folder = os.path.join(base if os.path.isabs(base) else home, "symcnn")
    try:
        if not os.path.isabs(folder):
            return None  # there is no home
        if not os.path.isdir(folder):
            os.makedirs(folder, mode=0o700)
        return folder if _is_private(folder) else None
    except OSError:
        return None


def _is_private(folder: str) -> bool:
    """Whether the folder is the user's own and nobody else may write into it."""
    if not hasattr(os, "getuid"):
        return True  # Windows: the profile folder is private by default
    status = os.stat(folder)
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _store(path: str, text: str) -> None:
    """Write beside and rename, so that another process never reads half a file."""
    import tempfile

    written = None
    try:
        with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(path), delete=False, encoding="utf-8") as file:
            written = file.name
            file.write(text)
        os.replace(written, path)
    except OSError:  # a read-only or full disk costs the next start 0.2 s, nothing else
        with suppress(OSError):
            if written is not None:
                os.unlink(written)
