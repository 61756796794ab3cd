"""What a user looks up by name: layers, words of the language, functions, quantities, networks of the zoo.

Formulas on a page are never written by hand: each is what symcnn derives from the page's example.
The command `symcnn help`, the prompt's `?name` and the pages of `docs/reference` are made from here.
"""

from __future__ import annotations

from collections.abc import Callable

from symcnn.elaborate.functions import FUNCTIONS, SPECIAL
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.layers import LAYERS
from symcnn.quantities import QUANTITIES
from symcnn.reference import functions, layers, quantities, words
from symcnn.reference.families import families
from symcnn.text.catalogue import Entry, entries

__all__ = ["contents", "names", "page"]

WIDTH = 79


def page(name: str) -> str:
    """Write the page of a name, as plain text: `page("conv")`, `page("macs")`, `page("for")`.

    Raises SymcnnError with the nearest name where there is no such page.

    >>> print(page("relu").splitlines()[0])
    relu
    """
    found = [write(name) for known, write in _kinds() if name in known]
    if found:
        return "\n\n".join(found)
    help_ = did_you_mean(name, names()) or "symcnn help lists everything that has a page"
    raise SymcnnError("E602", f"there is no page on '{name}'", None, help_)


def names() -> tuple[str, ...]:
    """Every name that has a page, sorted."""
    return tuple(sorted({name for known, _ in _kinds() for name in known}))


def _kinds() -> list[tuple[tuple[str, ...], Callable[[str], str]]]:
    """The kinds of pages: the names that have one, and what writes it."""
    return [
        (tuple(LAYERS), layers.page),
        (tuple(words.WORDS), words.page),
        ((*FUNCTIONS, *SPECIAL), functions.page),
        (tuple(QUANTITIES), quantities.page),
        (tuple(entry.name for entry in entries()), _network),
    ]


def _network(name: str) -> str:
    """A network of the zoo; several families may have one of that name."""
    return "\n\n".join(_entry(entry) for entry in entries() if entry.name == name)


def _entry(entry: Entry) -> str:
    signature = f"{entry.name}({','.join(entry.takes)})" if entry.takes else entry.name
    word = f"zoo:{entry.name}"
    lines = [f"{signature}: a network of the zoo, family {entry.family}", "", f"  {entry.about}", ""]
    lines += [f"  parameters  {entry.params}", ""] if entry.params else []
    return "\n".join([*lines, f"$ symcnn {word}", f"$ symcnn fmt zoo:{entry.family}"])


def contents() -> str:
    """List everything that has a page, by families.

    >>> "convolution" in contents()
    True
    """
    sections = [("Layers", families()), ("Words", words.sections()), ("Values", functions.sections())]
    sections.append(("Quantities", {"": tuple(QUANTITIES)}))
    return "\n\n".join("\n".join([title, *_rows(rows)]) for title, rows in sections)


def _rows(rows: dict[str, tuple[str, ...]]) -> list[str]:
    """A line a family, or more where its names are many."""
    import textwrap

    wide = max(map(len, rows))
    found = []
    for title, row in rows.items():
        head = f"  {title.ljust(wide)}  " if wide else "  "
        found += textwrap.wrap(" ".join(row), WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
    return found
