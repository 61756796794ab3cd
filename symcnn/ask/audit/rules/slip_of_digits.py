"""A number is written down wrong: one digit wrong, two exchanged, one left out, one doubled."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from symcnn.ask.audit.rules.contract import Rule, Slip

ALL = ("params", "buffers", "total", "macs", "flops", "activations", "size")


def _slips(value: int) -> Iterable[Slip]:
    """What a number may become by one slip.

    >>> [slip.words for slip in _slips(18496) if slip.value == 18494]
    ['one digit is wrong: 4 for 6']
    """
    digits = str(value)
    seen = {digits}
    for number, words in [*_exchanged(digits), *_shorter(digits), *_longer(digits), *_wrong(digits)]:
        if number not in seen and not number.startswith("0") and number:
            seen.add(number)
            yield Slip(words, int(number))


def _exchanged(digits: str) -> Iterable[tuple[str, str]]:
    for at, (a, b) in enumerate(pairwise(digits)):
        yield digits[:at] + b + a + digits[at + 2 :], f"two digits are exchanged: {b}{a} for {a}{b}"


def _shorter(digits: str) -> Iterable[tuple[str, str]]:
    for at, digit in enumerate(digits):
        if len(digits) > 1:
            yield digits[:at] + digits[at + 1 :], f"a digit is left out: {digit}"


def _longer(digits: str) -> Iterable[tuple[str, str]]:
    for at, digit in enumerate(digits):
        yield digits[:at] + digit + digits[at:], f"a digit is doubled: {digit}"


def _wrong(digits: str) -> Iterable[tuple[str, str]]:
    for at, digit in enumerate(digits):
        for other in "0123456789":
            yield digits[:at] + other + digits[at + 1 :], f"one digit is wrong: {other} for {digit}"


RULE = Rule("slip of digits", ALL, slips=_slips)
