"""What is probably not meant. The result is exact all the same, so these are warnings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from symcnn.elaborate.program import Result
from symcnn.errors import Finding
from symcnn.layers.embedding import Embedding
from symcnn.layers.sliding import Sliding
from symcnn.propagate import Step

FEW_CHANNELS = (1, 3, 4)
LARGE = 16  # a last size that is a side of an image rather than its channels
LARGE_TABLE = 6000  # entries: more than the dimensions of today's models
LONG_NAME = 4  # shorter names differ by one letter on purpose
DIGITS = "0123456789"


def lint(result: Result) -> list[Finding]:
    """All warnings about a network, in the order of its text."""
    rules = (_channels_first, _dropped_pixels, _bias_before_norm, _dimension_first)
    found = [finding for rule in rules for finding in rule(result.steps)]
    once = {(w.code, w.span): w for w in [*found, *_similar_symbols(result)]}  # a layer in a repeat is one place
    return sorted(once.values(), key=lambda w: (w.span.start, w.code))


def _channels_first(steps: list[Step]) -> Iterator[Finding]:
    """W601: `input(3,224,224)`."""
    for step in steps:
        if step.keyword != "input":
            continue
        dims = step.output_shape.dims
        if len(dims) < 3 or not all(isinstance(n, int) for n in dims):
            continue
        if dims[0] in FEW_CHANNELS and min(dims[1:]) >= LARGE:  # 1x1x1000 is a map of one position
            swapped = "x".join(map(str, (*dims[1:], dims[0])))
            message = "the first size is small and the last one large: sizes are height, width, channels"
            yield Finding(
                "W601",
                message,
                step.place.call,
                f"if {dims[0]} is the number of channels, write {swapped.replace('x', ',')}",
            )


def _similar_symbols(result: Result) -> Iterator[Finding]:
    """W602: two free symbols that differ by one letter or by case."""
    places = result.evaluation.places
    free = sorted(name for name in places if name not in result.evaluation.given)
    by_letters = {name.rstrip(DIGITS): name for name in reversed(free)}  # F1 and F2 are meant to differ
    for a, b in combinations(sorted(by_letters), 2):
        if _alike(a, b):
            earlier, later = sorted((by_letters[a], by_letters[b]), key=lambda name: places[name].start)
            message = f"the symbols '{earlier}' and '{later}' look alike"
            yield Finding("W602", message, places[later], f"did you mean '{earlier}' both times?")


def _alike(a: str, b: str) -> bool:
    if a.lower() == b.lower():
        return len(a) > 1
    return min(len(a), len(b)) >= LONG_NAME and _one_slip_apart(a, b)


def _one_slip_apart(a: str, b: str) -> bool:
    """Whether one letter added, left out, replaced or exchanged with its neighbour gives the other."""
    if len(a) > len(b):
        a, b = b, a
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    swapped = a[start : start + 2][::-1] + a[start + 2 :]
    return a[start + 1 :] == b[start + 1 :] or swapped == b[start:]


def _dropped_pixels(steps: list[Step]) -> Iterator[Finding]:
    """W607: rows or columns at the end that no window sees."""
    for step in steps:
        if not isinstance(step.layer, Sliding) or step.copy_of is not None:
            continue
        lost = step.layer.dropped(step.input_shape)
        if any(lost):
            message = f"{step.keyword}: no window sees {_last(max(lost), len(lost))} of {step.input_shape}"
            yield Finding(
                "W607",
                message,
                step.place.call,
                "the stride does not divide the size; pad=same or a size that fits uses them",
            )


def _last(count: int, axes: int) -> str:
    """`the last row or column`, `the last 2 positions`."""
    one, many = ("position", "positions") if axes == 1 else ("row or column", "rows or columns")
    return f"the last {count} {many}" if count > 1 else f"the last {one}"


def _bias_before_norm(steps: list[Step]) -> Iterator[Finding]:
    """W608: batch normalisation subtracts the mean, and a bias with it."""
    normalised = (step for step in steps if step.layer.category == "batch normalisation")
    for before, after in ((steps[at], step) for step in normalised for at in step.inputs[:1]):
        if before.layer.category != "attention" and getattr(before.layer, "bias", False) is True:
            message = f"the bias of {before.keyword} has no effect before {after.keyword}"
            yield Finding("W608", message, before.place.call, "write bias=false")


def _dimension_first(steps: list[Step]) -> Iterator[Finding]:
    """W609: `embed(128,20000)`; small vocabularies (bytes, amino acids) have more dimensions than entries, too.

    So has a table of positions beside one of tokens: `embed(50257,12288)` and `embed(2048,12288)`.
    """
    tables = [step.layer for step in steps if isinstance(step.layer, Embedding)]
    meant = [
        one.dim for one in tables if isinstance(one.vocab, int) and isinstance(one.dim, int) and one.vocab >= one.dim
    ]
    for step in steps:
        if isinstance(step.layer, Embedding) and isinstance(step.layer.dim, int):
            vocab, dim = step.layer.vocab, step.layer.dim
            if isinstance(vocab, int) and dim > max(vocab, LARGE_TABLE) and dim not in meant:
                message = f"every one of {vocab} tokens has {dim} values: the size of the vocabulary comes first"
                yield Finding(
                    "W609", message, step.place.call, f"if {dim} is the vocabulary, write embed({dim},{vocab})"
                )
