"""What the zoo holds, read from the text of its files: nothing is computed, so that a list is there at once."""

from __future__ import annotations

import re
from typing import Any

from symcnn.record import Record
from symcnn.text import tree
from symcnn.text.modules import families, family


class Entry(Record):
    """A net of the zoo: what it takes, what it is, and what its file says of its number of parameters."""

    name: str
    family: str
    takes: tuple[str, ...]  # `n`, `classes=1000`: as they are written
    about: str
    params: str  # a number or a formula; empty where the file makes no claim

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain data: a number of parameters as an integer, a formula as text."""
        params: Any = int(self.params.replace("_", "")) if self.params.replace("_", "").isdigit() else self.params
        return {
            "name": self.name,
            "family": self.family,
            "about": self.about,
            "takes": list(self.takes),
            "params": params or None,
        }


def entries() -> tuple[Entry, ...]:
    """Every net of the zoo, by families.

    >>> next(entry for entry in entries() if entry.name == "resnet18").params
    '11_689_512'
    """
    return tuple(entry for name in families() for entry in _of_family(name))


def _of_family(name: str) -> list[Entry]:
    program = family(name)
    nets = [one for one in program.body if isinstance(one, tree.Definition) and one.keyword == "net"]
    return [Entry(net.name, name, _takes(net), about(net, program), _params(net)) for net in nets]


def _takes(net: tree.Definition) -> tuple[str, ...]:
    return tuple(formal.span.text for formal in net.formals)


def about(net: tree.Definition, program: tree.Program) -> str:
    """The comment above a net; else what its family is, and the call that makes the net."""
    lines = program.span.source.text.splitlines()
    at = net.span.line - 2
    above = []
    while at >= 0 and lines[at].startswith("#"):
        above.append(lines[at])
        at -= 1
    words = " ".join(line.lstrip("# ").strip() for line in reversed(above))
    return words.rstrip(".") or f"{_title(lines[0])}{_made_of(net)}"


def _title(line: str) -> str:
    """The first comment of a file as far as its source, or its explanation."""
    return re.split(r" \(|: |\. ", line.lstrip("# "))[0].rstrip(".")


def _made_of(net: tree.Definition) -> str:
    """`: wrn(4,10)` for a net that is a call with arguments."""
    first = net.body.body[0] if net.body.body else None
    return f": {first.span.text}" if isinstance(first, tree.Call) and first.arguments and first.name != "input" else ""


def _params(net: tree.Definition) -> str:
    """The right side of the net's own `expect params == …`."""
    for element in net.body.body:
        claim = element.claim if isinstance(element, tree.Expect) else None
        if isinstance(claim, tree.Compare) and claim.operator == "==" and claim.left == tree.Name("params"):
            return " ".join(claim.right.span.text.split())
    return ""
