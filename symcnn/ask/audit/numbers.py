"""Numbers as they are printed: `18,494`, `138M`, `4.09 G`, `~60,000`, and what they leave open."""

from __future__ import annotations

import re
from typing import Any

from symcnn.algebra.exact import divide
from symcnn.record import Record

UNITS = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mio": 10**6,
    "million": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "g": 10**9,
    "billion": 10**9,
    "t": 10**12,
}
LONGEST = 100  # characters of a number, with what is behind it in brackets
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
TIMES = r"\s*(?:×|x|\*|·|\\times|\\cdot)\s*10\s*(?:\^|\*\*)?\s*\{?(?P<times>\d{1,2})\}?"  # 1.2 × 10^6
WRITTEN = re.compile(
    r"(?P<about>~|≈|≃|about|approx\.?|ca\.)?\s*"
    r"(?P<whole>\d{1,3}(?:(?P<mark>[,'’   ])\d{3})(?:(?P=mark)\d{3})*|\d[\d_]*)"
    rf"(?P<decimals>\.\d+)?(?:e(?P<power>\+?\d{{1,2}})|{TIMES})?"
    r"\s*(?P<unit>thousand|million|billion|mio|bn|[kmbgt])?\s*(?:macs?|flops?|params?|parameters|weights)?",
    re.IGNORECASE,
)
POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")  # 540.900: a count has no decimals, so the points group its digits
BEHIND = re.compile(r"\s*(?:\(.*\)|\[\^?\w{1,3}\])\s*$")  # `542,230 (2.07 MB)`


class Number(Record):
    """A published number: its text, its value, and the value of its last digit where it was rounded."""

    text: str
    value: Any  # an int, or a fraction
    last_place: Any = 0  # 0: every digit is there

    def holds(self, value: Any) -> bool:
        """Whether a value rounds to the digits that are printed.

        >>> read("138M").holds(138_357_544), read("60M").holds(60_965_224), read("18,494").holds(18_496)
        (True, False, False)
        """
        return bool(2 * abs(value - self.value) <= self.last_place)

    def cut_off(self, value: Any) -> bool:
        """Whether a value has the digits that are printed, and others behind them that were dropped.

        >>> read("60M").cut_off(60_965_224)
        True
        """
        return bool(self.last_place and self.value <= value < self.value + self.last_place)


def read(text: str, scale: int = 1) -> Number | None:
    """The number that a text is, in units of `scale`; None where it is none.

    >>> read("542,230 (2.07 MB)").value, read("4.1 M").last_place, read("--")
    (542230, 100000, None)
    """
    if len(text) > LONGEST:
        return None
    plain = BEHIND.sub("", text.replace("~~", "").strip().strip("*`$_†‡§").replace("\\,", ",").replace("{,}", ","))
    if re.search(r"10[⁰¹²³⁴⁵⁶⁷⁸⁹]", plain):
        plain = plain.translate(SUPERSCRIPTS)
    if scale == 1 and POINTS.fullmatch(plain):
        return Number(plain, int(plain.replace(".", "")))
    match = WRITTEN.fullmatch(plain)
    return None if match is None else _number(match, scale)


def _number(match: re.Match[str], scale: int) -> Number:
    decimals = (match["decimals"] or "")[1:]
    unit = UNITS.get((match["unit"] or "").lower(), 1) * 10 ** int(match["power"] or match["times"] or 0) * scale
    digits = re.sub(r"\D", "", match["whole"]) + decimals
    last_place = divide(unit, 10 ** len(decimals))
    value = int(digits) * last_place
    if match["about"] and not decimals:
        last_place *= 10 ** (len(digits) - len(digits.rstrip("0"))) if int(digits) else 1
    exact = unit == 1 and not decimals and not match["about"]
    return Number(match[0].strip(), value, 0 if exact else last_place)


def grouped(value: Any) -> str:
    """Write a number with separators.

    >>> grouped(542230), grouped(-12)
    ('542,230', '-12')
    """
    return f"{value:,}" if isinstance(value, int) else str(value)
