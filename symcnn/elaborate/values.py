"""What an expression can be besides a number: words, lists, blocks; and what to call each in a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.elaborate.scope import Block, Tensor, Unread
from symcnn.record import Record

WORDS = ("valid", "same", "causal", "full")
SHOWN = 66  # characters of a value in a message
KINDS = ("int", "nat", "rational", "real")
BLOCK = "block"  # the kind of a parameter that stands for a block: net resnet(block=bottleneck)


class Word(Record):
    """`same`, `valid`, `causal`, `full`: a word where a padding is expected."""

    name: str


class ListValue(Record):
    """`[64,128]`: for iteration, numbered from 1."""

    elements: tuple[Any, ...]


class RangeValue(Record):
    """`1..n by 2`: both ends included."""

    start: Any
    stop: Any
    step: Any


class BlockName(Record):
    """The name of a layer where a value is expected."""

    name: str


KINDS_OF_VALUES: dict[type, str] = {
    tuple: "a tuple",
    ListValue: "a list",
    Word: "a word",
    BlockName: "a block",
    Block: "a block",
    Tensor: "a tensor",
    RangeValue: "a range",
    Unread: "a block",
}


def describe(value: object) -> str:
    """Name the kind of a value for a message.

    >>> describe(True), describe((3, 5)), describe(ListValue((64,)))
    ('true or false', 'a tuple', 'a list')
    """
    if isinstance(value, bool):
        return "true or false"
    if _is_condition(value):
        return "a condition"
    return KINDS_OF_VALUES.get(type(value), "a number")


def is_number(value: object) -> bool:
    """Whether a value is a number or a formula."""
    return not (isinstance(value, (bool, *KINDS_OF_VALUES)) or _is_condition(value))


def _is_condition(value: object) -> bool:
    """Whether a value is a comparison that depends on symbols."""
    return bool(getattr(value, "is_Relational", False) or getattr(value, "is_Boolean", False))


def brief(value: object) -> str:
    """Write a value for a message, which need not show a thousand digits.

    >>> brief(10**200)
    '1000000000000000000000…'
    """
    from symcnn.algebra.printing import text

    shown = text(value)
    return shown if len(shown) <= SHOWN else f"{shown[: SHOWN // 3]}…"


def did_you_mean(word: str, candidates: Iterable[str], cutoff: float = 0.6) -> str:
    """Suggest the nearest candidate, or say nothing.

    >>> did_you_mean("cnv", ["conv", "pool"])
    "did you mean 'conv'?"
    """
    near = nearest(word, candidates, cutoff)
    return f"did you mean '{near}'?" if near else ""


def nearest(word: str, candidates: Iterable[str], cutoff: float = 0.6) -> str:
    """Find the candidate most like a word; empty where none is."""
    from difflib import get_close_matches  # a millisecond that only a mistake needs

    ordered = sorted(set(candidates))
    by_case = [c for c in ordered if c.lower() == word.lower()]
    return next(iter(by_case or get_close_matches(word, ordered, 1, cutoff)), "")
