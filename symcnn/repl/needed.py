"""Which of what was typed an answer needs: networks that nothing refers to are left out; a session may be long."""

from __future__ import annotations

import re
from collections.abc import Iterable

from symcnn.elaborate.named import nodes
from symcnn.text import tree

LAST = "_"  # the name of the network that was typed last
NUMBERED = re.compile(r"_([1-9][0-9]{0,8})")


def needed(elements: Iterable[tree.Element], asked: Iterable[str]) -> tuple[tree.Element, ...]:
    """All elements but those networks without a name of their own that are neither asked for nor referred to.

    >>> from symcnn.text.parse import parse
    >>> body = parse("net _1 { relu } net _ { _1 } net _2 { _ } net _ { _2 }").body
    >>> [one.name for one in needed(body, ["_2"])], [one.name for one in needed(body, ["_"])]
    (['_1', '_', '_2'], ['_1', '_', '_2', '_'])
    >>> [one.name for one in needed(parse("net _1 { relu } net _ { _1 } net _2 { bn } net _ { _2 }").body, ["_"])]
    ['_2', '_']
    """
    wanted = set(asked)
    kept: list[tree.Element] = []
    for element in reversed(tuple(elements)):
        name = _own_name(element)
        if name and name not in wanted:
            continue
        wanted.discard(name)  # an earlier one of this name is not what is meant by what follows this one
        wanted |= references(element)
        kept.append(element)
    return tuple(reversed(kept))


def _own_name(element: tree.Element) -> str:
    """`_` or `_3`, the name that the prompt gave to a network; empty for all else."""
    name = element.name if isinstance(element, tree.Definition) else ""
    return name if is_own(name) else ""


def is_own(name: str) -> bool:
    """Whether a name is one that the prompt gives to networks."""
    return name == LAST or NUMBERED.fullmatch(name) is not None


def references(element: tree.Node) -> frozenset[str]:
    """The names in an element that may stand for networks of the prompt: those that begin as theirs do.

    >>> from symcnn.text.parse import parse_value
    >>> sorted(references(parse_value("params(_1)/params(_) + w")))
    ['_', '_1']
    """
    inside = element.claim if isinstance(element, tree.Expect) else element
    found = (one.name for one in nodes(inside) if isinstance(one, tree.Call | tree.Name | tree.Function))
    return frozenset(name for name in found if name.startswith(LAST))
