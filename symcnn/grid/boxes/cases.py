"""A truth as cases that exclude each other, each of claims that all hold: each is counted by itself."""

from __future__ import annotations

from symcnn.grid.tape import Tape

MOST_CASES = 64


def cases(tape: Tape, truth: int) -> list[tuple[int, ...]] | None:
    """The cases of a truth, each with comparisons `at_least` or their negations; None if they are too many.

    >>> tape = Tape()
    >>> x, y, two = tape.symbol("x"), tape.symbol("y"), tape.constant(2)
    >>> either = tape.any([tape.at_least(x, two), tape.at_least(y, two)])
    >>> len(cases(tape, either)), len(cases(tape, tape.negate(either)))
    (2, 1)
    """
    found: list[tuple[int, ...]] = []
    open_: list[_Open] = [((), (truth,))]
    while open_:
        known, unread = open_.pop()
        if len(found) + len(open_) > MOST_CASES:
            return None
        open_ += _step(tape, known, unread[0], unread[1:]) if unread else []
        found += [] if unread else [tuple(dict.fromkeys(known))]
    return found


_Open = tuple[tuple[int, ...], tuple[int, ...]]


def _step(tape: Tape, known: tuple[int, ...], truth: int, rest: tuple[int, ...]) -> list[_Open]:
    """What is known and unread once one more truth is read."""
    node = tape.nodes[truth]
    if node.kind == "constant":
        return [(known, rest)] if node.value else []
    if node.kind == "all":
        return [(known, (*node.arguments, *rest))]
    if node.kind == "any":
        return _one_of(tape, known, node.arguments, rest)
    if node.kind == "equal":
        a, b = node.arguments
        return [(known, (tape.at_least(a, b), tape.at_least(b, a), *rest))]
    if node.kind == "negate" and tape.nodes[node.arguments[0]].kind != "at_least":
        return _denied(tape, known, truth, rest)
    return [((*known, truth), rest)]


def _one_of(tape: Tape, known: tuple[int, ...], truths: tuple[int, ...], rest: tuple[int, ...]) -> list[_Open]:
    """The first holds; or it does not, and the second holds; and so on."""
    return [(known, (*map(tape.negate, truths[:number]), truth, *rest)) for number, truth in enumerate(truths)]


def _denied(tape: Tape, known: tuple[int, ...], truth: int, rest: tuple[int, ...]) -> list[_Open]:
    node = tape.nodes[tape.nodes[truth].arguments[0]]
    if node.kind == "negate":
        return [(known, (*node.arguments, *rest))]
    if node.kind == "any":
        return [(known, (*map(tape.negate, node.arguments), *rest))]
    if node.kind == "all":
        return _one_of(tape, known, tuple(map(tape.negate, node.arguments)), rest)
    if node.kind == "equal":
        a, b = node.arguments
        return [(known, (tape.negate(tape.at_least(*pair)), *rest)) for pair in ((a, b), (b, a))]
    return [((*known, truth), rest)]
