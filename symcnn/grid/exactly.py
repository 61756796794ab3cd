"""A tape at one point, with Python's integers: slow, exact at any size, and what every engine is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import prod

from symcnn.grid.tape import Tape


def values_at(tape: Tape, point: Mapping[str, int]) -> list[int]:
    """The value of every node at a point.

    >>> tape = Tape()
    >>> half = tape.floor(tape.symbol("H"), tape.constant(2))
    >>> values_at(tape, {"H": 7})[half]
    3
    """
    return list(values_of(tape, range(len(tape.nodes)), point).values())


def values_of(tape: Tape, places: Iterable[int], point: Mapping[str, int]) -> dict[int, int]:
    """The values of some nodes, which come with all that they are made of, in order."""
    found: dict[int, int] = {}
    for place in places:
        node = tape.nodes[place]
        if node.kind == "constant":
            found[place] = int(node.value)
        elif node.kind == "symbol":
            found[place] = point[str(node.value)]
        else:
            found[place] = int(RULES[node.kind](*(found[argument] for argument in node.arguments)))
    return found


RULES: dict[str, Callable[..., int]] = {
    "add": lambda *terms: sum(terms),
    "multiply": lambda *factors: prod(factors),
    "minimum": min,
    "maximum": max,
    "floor": lambda a, b: a // b if b else 0,  # only where a condition fails
    "power": lambda a, b: a ** max(b, 0),
    "at_least": lambda a, b: a >= b,
    "equal": lambda a, b: a == b,
    "all": lambda *truths: all(truths),
    "any": lambda *truths: any(truths),
    "negate": lambda truth: not truth,
    "choose": lambda truth, a, b: a if truth else b,
}
