"""Whole networks in another notation, translated: `32C5-MP2`, VGSL."""

from __future__ import annotations

import re

from symcnn.errors import Source, Span, SymcnnError

LONGEST_HELP = 200  # characters of a translation


HYPHENS = re.compile(r"\s*\w+(-\w+)+\s*")


HYPHEN_PARTS: tuple[tuple[str, str], ...] = (
    (r"(\d+)[xX](\d+)[xX](\d+)", "input({1},{2},{0})"),
    (r"(\d+)[xX](\d+)", "input({0},{1},1)"),
    (r"(\d+)[cC](\d+)", "conv({0},{1})"),
    (r"[cC](\d+)[kK](\d+)", "conv({0},{1})"),
    (r"(?:MP|mp|P|p|M)(\d+)", "pool({0})"),
    (r"(?:AP|ap|A)(\d+)", "avgpool({0})"),
    (r"(\d+)[nNfF]?(?:[cC])?", "dense({0})"),
    (r"(?:FC|fc)(\d+)", "dense({0})"),
)


def hyphen_notation(source: Source) -> SymcnnError | None:
    """`1x29x29-20C4-MP2-150N`: channels first, then maps and kernel, one layer a hyphen."""
    text = source.text.strip()
    if not HYPHENS.fullmatch(text):
        return None
    words = text.split("-")
    written = [from_hyphens(word) or "…" for word in words]
    if not re.search(r"\d", words[0]) or written[0] == "…" or written.count("…") > len(written) // 2:
        return None
    return _notation(source, "this is the hyphen notation for networks", " ".join(written))


def _notation(source: Source, message: str, meant: str) -> SymcnnError:
    """The error for a whole text in another notation."""
    start = len(source.text) - len(source.text.lstrip())
    span = Span(source, start, len(source.text.rstrip()))
    shown = meant if len(meant) <= LONGEST_HELP else f"{meant[:LONGEST_HELP]} …"
    return SymcnnError("E111", message, span, f"write: {shown}")


def from_hyphens(word: str) -> str | None:
    """One part between two hyphens."""
    return _translated(word, HYPHEN_PARTS)


def _translated(word: str, parts: tuple[tuple[str, str], ...]) -> str | None:
    for pattern, template in parts:
        match = re.fullmatch(pattern, word)
        if match:
            return template.format(*match.groups())
    return None


VGSL = re.compile(r"\[(?P<n>\d+),(?P<h>\d+),(?P<w>\d+),(?P<c>\d+)\s+(?P<layers>[^\[\]]*)\]?")


VGSL_PARTS: tuple[tuple[str, str], ...] = (
    (r"Cs(\d+),(\d+),(\d+)", "conv({2},({0},{1}),pad=same) sigmoid"),
    (r"Ct(\d+),(\d+),(\d+)", "conv({2},({0},{1}),pad=same) tanh"),
    (r"Cr(\d+),(\d+),(\d+)", "conv({2},({0},{1}),pad=same) relu"),
    (r"Cl(\d+),(\d+),(\d+)", "conv({2},({0},{1}),pad=same)"),
    (r"Mp(\d+),(\d+)", "pool(({0},{1}))"),
    (r"F[strlm](\d+)", "dense({0})"),
)


def vgsl_notation(source: Source) -> SymcnnError | None:
    """`[1,48,0,1 Cr3,3,32 Mp2,2]`: batch, height, width, channels; 0 is a size left open."""
    match = VGSL.fullmatch(source.text.strip())
    if not match:
        return None
    height, width = (size if int(size) else name for name, size in (("H", match["h"]), ("W", match["w"])))
    layers = [_translated(word, VGSL_PARTS) or "…" for word in match["layers"].split()]
    meant = " ".join([f"input({height},{width},{match['c']})", *layers])
    return _notation(source, "this is the VGSL notation for networks", meant)
