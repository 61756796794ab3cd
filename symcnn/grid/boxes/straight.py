"""In which names formulas are lines - no product of them with themselves, or with each other - and which lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from symcnn.grid.arrays import needed
from symcnn.grid.tape import Tape

Products = Mapping[str, frozenset[str]]
"""For each name in a formula the names that it is multiplied with; itself in a square, all in what is no polynomial."""


def products_in(tape: Tape, wanted: Sequence[int]) -> dict[int, Products]:
    """What is multiplied with what in some nodes, and in those that they are made of.

    >>> tape = Tape()
    >>> f, k = tape.symbol("F"), tape.symbol("K")
    >>> node = tape.add([f, tape.multiply([f, tape.power(k, tape.constant(2))])])
    >>> {name: sorted(others) for name, others in products_in(tape, [node])[node].items()}
    {'F': ['K'], 'K': ['F', 'K']}
    """
    found: dict[int, Products] = {}
    for place in needed(tape, wanted):
        node = tape.nodes[place]
        parts = [found[argument] for argument in node.arguments]
        if node.kind == "symbol":
            found[place] = {str(node.value): frozenset()}
        elif node.kind == "add":
            found[place] = _joined(parts)
        elif node.kind == "multiply":
            found[place] = _joined([*parts, *_crossed(parts)])
        else:
            found[place] = {name: frozenset(_joined(parts)) for name in _joined(parts)}
    return found


def _joined(parts: Sequence[Products]) -> Products:
    names = sorted({name for part in parts for name in part})
    return {name: frozenset().union(*(part[name] for part in parts if name in part)) for name in names}


def _crossed(parts: Sequence[Products]) -> list[Products]:
    """Each name with those of the other factors."""
    return [
        {name: frozenset(parts[other]) for name in part}
        for number, part in enumerate(parts)
        for other in range(len(parts))
        if other != number
    ]


def is_straight(products: Products, names: Collection[str]) -> bool:
    """Whether a formula is a line in some names together, given the others."""
    return all(products[name].isdisjoint(names) for name in names if name in products)


def at(tape: Tape, wanted: int, values: Mapping[str, int]) -> int:
    """A node with numbers for names in which it is a line.

    >>> tape = Tape()
    >>> f, k = tape.symbol("F"), tape.symbol("K")
    >>> tape.nodes[at(tape, tape.multiply([f, k]), {"F": 5})].arguments == (k, tape.constant(5))
    True
    """
    found: dict[int, int] = {}
    for place in needed(tape, [wanted]):
        node = tape.nodes[place]
        parts = [found[argument] for argument in node.arguments]
        if node.kind == "symbol" and node.value in values:
            found[place] = tape.constant(values[str(node.value)])
        else:
            changed = tape.add if node.kind == "add" else tape.multiply
            found[place] = place if parts == [*node.arguments] else changed(parts)
    return found[wanted]


def slope(tape: Tape, wanted: int, name: str) -> int:
    """By how much a node grows with a name in which it is a line.

    >>> tape = Tape()
    >>> f, k = tape.symbol("F"), tape.symbol("K")
    >>> slope(tape, tape.add([tape.multiply([f, k]), k]), "F") == k
    True
    """
    nothing = tape.constant(0)
    found: dict[int, int] = {}
    for place in needed(tape, [wanted]):
        node = tape.nodes[place]
        parts = [found[argument] for argument in node.arguments]
        if node.kind == "symbol" and node.value == name:
            found[place] = tape.constant(1)
        elif node.kind == "multiply":
            factors = [part if part != nothing else own for part, own in zip(parts, node.arguments, strict=True)]
            found[place] = nothing if factors == [*node.arguments] else tape.multiply(factors)
        else:
            found[place] = tape.add(parts) if node.kind == "add" else nothing
    return found[wanted]
