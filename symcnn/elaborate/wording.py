"""Mistakes in a body that is read once for all rounds, in the letters of the text.

Inside, the number of a round and a size that is not known yet are symbols whose names have a blank, as no name
in a text has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from symcnn.algebra.exact import exact, is_symbolic
from symcnn.algebra.printing import text
from symcnn.elaborate.values import is_number
from symcnn.errors import Note, Span, SymcnnError
from symcnn.layers.contract import AXIS_NAMES

LETTERS = "ijklmrtuv"  # for the rounds of a repeat without an index
CHANNELS = "size of channels"


def size_name(axis: int) -> str:
    """The name of a size that is not known yet."""
    return f"size {axis}"


def sizes_in_words(words: str, axes: int) -> str:
    """Call sizes that are not known yet by the names of their axes.

    >>> sizes_in_words("size 0 - 2 > size of channels", 2)
    'height - 2 > channels'
    """
    for axis, name in enumerate(AXIS_NAMES.get(axes, ())):
        words = words.replace(size_name(axis), name)
    return words.replace(CHANNELS, "channels")


def free_letter(taken: Collection[str]) -> str:
    """The first letter for an index that is no name of the text."""
    return next((letter for letter in LETTERS if letter not in taken), "round")


def in_letters(words: str, number: str, index: str, first: Any, by: Any) -> str:
    """Write the number of a round in terms of its index, which is first + by*number.

    >>> in_letters("round 1 at 9 + 3 and 2*round 1 at 9 + 3", "round 1 at 9", "i", 1, 1)
    'i + 2 and 2*i + 1'
    >>> in_letters("2**(round 1 at 9 + 1) - round 1 at 9 + 3", "round 1 at 9", "i", 2, 1)
    '2**(i - 1) - i + 5'
    """
    from sympy import Symbol

    if number not in words:
        return words
    symbol = Symbol(index)
    own = exact((symbol - first) / by)

    def as_one(found: re.Match[str]) -> str:
        minus, slope, start = found.groups(default="")
        moved = first * int(slope or 1)
        rest = int(start.replace(" ", "") or 0) + (moved if minus else -moved)
        sign = "+" if rest > 0 else "-"
        return f"{minus}{f'{slope}*' * bool(slope)}{index}" + f" {sign} {abs(rest)}" * bool(rest)

    if by == 1 and not is_symbolic(first):
        words = re.sub(rf"(?<![*/] )(?<![*/.\w])(- ?)?(?:(\d+)\*)?{number}(?!\d)( [+-] \d+)?(?![\d*/])", as_one, words)
    plain = text(own) if own == symbol else f"({text(own)})"
    return re.sub(rf"{number}(?!\d)", plain, words)


def in_round(values: Mapping[str, Any], number: int) -> str:
    """What a message says of a round: the values of its names, or which of the rounds it is.

    >>> in_round({"c": 64, "n": 2}, 0), in_round({}, 3)
    ('in round c = 64, n = 2', 'in round 4')
    """
    return f"in round {_which(values, number + 1)}"


def in_copy(values: Mapping[str, Any], number: int) -> str:
    """What a message says of one of several copies of a path, the first of which is number 1."""
    return f"in copy {_which(values, number)}"


def _which(values: Mapping[str, Any], number: int) -> str:
    shown = [f"{name} = {text(value)}" for name, value in values.items() if is_number(value)]
    return ", ".join(shown) or str(number)


@contextmanager
def in_a_round(span: Span, number: str, index: str, first: Any, by: Any, count: Any) -> Iterator[None]:
    """Say of a mistake that it is in a round of a repeat that is read once for all."""
    try:
        yield
    except SymcnnError as error:
        last = exact(first + by * (count - 1))
        reworded = error.reworded(lambda words: in_letters(words, number, index, first, by))
        label = f"in a round {index} = {text(first)}..{text(last)}" + (f" by {text(by)}" if by != 1 else "")
        raise reworded.reached_by(Note(span, label)) from None


@contextmanager
def with_unknown_sizes(axes: int) -> Iterator[None]:
    """Say of a mistake on sizes that are not known what these are."""
    try:
        yield
    except SymcnnError as error:
        raise error.reworded(lambda words: sizes_in_words(words, axes)) from None
