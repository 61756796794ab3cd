"""Where the grammar files are: `symcnn/grammar/` in a wheel, `grammar/` beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

PLACES = (Path(__file__).parents[1] / "grammar", Path(__file__).resolve().parents[2] / "grammar")
MAIN = "network.lark"


def folder() -> Path:
    """The folder of the `.lark` files."""
    return next(place for place in PLACES if (place / MAIN).is_file())


def read(name: str) -> str:
    """The text of one grammar file."""
    return (folder() / name).read_text(encoding="utf-8")


def everything() -> str:
    """All grammar files in one text: what the parser's tables depend on."""
    return "".join(read(path.name) for path in sorted(folder().glob("*.lark")))
