"""The names that a text uses, without reading it: which of them may be symbols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symcnn.elaborate.values import WORDS
from symcnn.layers import LAYERS
from symcnn.text import tree


def nodes(node: tree.Node) -> Iterator[tree.Node]:
    """A node and all nodes in it, in the order of the text, but for claims (`expect`)."""
    waiting: list[Any] = [node]  # a text may be nested more deeply than Python calls
    while waiting:
        one = waiting.pop()
        if isinstance(one, tree.Node) and not isinstance(one, tree.Expect):
            yield one
            waiting += reversed([vars(one)[name] for name in one.fields])
        elif isinstance(one, tuple):
            waiting += reversed(one)


def names_in(node: tree.Node) -> frozenset[str]:
    """The names in value position.

    >>> from symcnn.text.parse import parse_value
    >>> sorted(names_in(parse_value("2*F + floor(K/2)")))
    ['F', 'K']
    """
    return frozenset(each.name for each in nodes(node) if isinstance(each, tree.Name))


def symbols_of(program: tree.Program) -> tuple[str, ...]:
    """The names that a program uses and gives no value.

    >>> from symcnn.text.parse import parse
    >>> symbols_of(parse("let w = 2*F for i in 2..n { conv(w*i,3) } param a: rational"))
    ('F', 'a', 'n')
    """
    used: set[str] = set()
    bound: set[str] = {*WORDS, *LAYERS, "divisible"}
    for node in nodes(program):
        if isinstance(node, tree.Name):
            used.add(node.name)
        elif isinstance(node, tree.Param):
            used |= {each.name for each in node.declarations}
        bound |= _given_a_meaning(node)
    return tuple(sorted(used - bound))


def whole_symbols_of(program: tree.Program) -> frozenset[str]:
    """The symbols of a program that are declared nowhere to be of another kind."""
    others = {
        each.name for each in nodes(program) if isinstance(each, tree.Declaration) and each.kind not in ("", "int")
    }
    return frozenset(symbols_of(program)) - others


def _given_a_meaning(node: tree.Node) -> set[str]:
    """The names to which a node gives a meaning of their own."""
    if isinstance(node, (tree.Binding, tree.Shared)):
        return {node.name}
    if isinstance(node, tree.Keyword) and isinstance(node.value, (tree.Range, tree.List)):
        return {node.name}  # the index of a sum, or of copies
    if isinstance(node, tree.Loop):
        return set(node.names)
    if isinstance(node, tree.Labelled):
        return {node.label}
    if isinstance(node, tree.Definition):
        return {node.name, *(formal.name for formal in node.formals)}
    return set()
