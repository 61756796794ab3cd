"""Where the grammar files are: `symcnn/grammar/` in a wheel, `grammar/` beside it in a checkout."""

from __future__ import annotations

import os

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PLACES = (os.path.join(PACKAGE, "grammar"), os.path.join(os.path.dirname(PACKAGE), "grammar"))
MAIN = "network.lark"


def folder() -> str:
    """The folder of the `.lark` files."""
    return next(place for place in PLACES if os.path.isfile(os.path.join(place, MAIN)))


def read(name: str) -> str:
    """The text of one grammar file."""
    with open(os.path.join(folder(), name), encoding="utf-8") as file:
        return file.read()


def everything() -> str:
    """All grammar files in one text: what the parser's tables depend on."""
    return "".join(read(name) for name in sorted(os.listdir(folder())) if name.endswith(".lark"))
