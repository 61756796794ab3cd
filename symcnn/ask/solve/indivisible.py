"""Why a quantity is never equal to a number: all its values leave the same remainder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd

from symcnn.ask.solve.lines import Case
from symcnn.grid.tape import Tape

Terms = Mapping[tuple[int, ...], int]  # coefficients of products of nodes; the empty product is the constant
MOST_TERMS = 1000


def indivisible(cases: Sequence[Case]) -> str:
    """The remainder that excludes a solution, in words; nothing where there is no such reason.

    The difference is a sum of products with whole coefficients; what divides all of them divides it but for its
    constant.
    """
    tape, difference = cases[0].tape, cases[0].differences[0].numerator
    if any(case.differences[0].numerator != difference or case.tape is not tape for case in cases):
        return ""
    terms = expanded(tape, difference)
    divisor = gcd(*(c for product, c in terms.items() if product))
    rest = terms.get((), 0) % divisor if divisor else 0
    return f": left - right is never a multiple of {divisor:,}, for its remainder is always {rest:,}" if rest else ""


def expanded(tape: Tape, place: int) -> Terms:
    """A node as a sum of products of nodes, multiplied out while that is short."""
    node = tape.nodes[place]
    if node.kind == "constant":
        return {(): int(node.value)}
    if node.kind == "add":
        return _sum([expanded(tape, a) for a in node.arguments])
    if node.kind == "multiply":
        return _products(tape, place)
    return {(place,): 1}


def _sum(parts: Sequence[Terms]) -> Terms:
    found: dict[tuple[int, ...], int] = {}
    for part in parts:
        for product, c in part.items():
            found[product] = found.get(product, 0) + c
    return {product: c for product, c in found.items() if c}


def _products(tape: Tape, place: int) -> Terms:
    found: Terms = {(): 1}
    for argument in tape.nodes[place].arguments:
        other = expanded(tape, argument)
        if len(found) * len(other) > MOST_TERMS:
            return {(place,): 1}
        found = _sum([{tuple(sorted((*a, *b))): x * y} for a, x in found.items() for b, y in other.items()])
    return found
