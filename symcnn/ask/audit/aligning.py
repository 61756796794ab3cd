"""Which row of the network a published row is: by names where they are given, by order, by the numbers themselves.

The best of all alignments that keep the order (Needleman & Wunsch 1970).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from symcnn.ask.audit.case import Case
from symcnn.ask.audit.numbers import Number
from symcnn.ask.audit.published import Line
from symcnn.propagate import Step

SAME_NAME, SAME_KIND, HOLDS, ZERO, NOT_ZERO = 8, 3, 3, 1, -3  # what speaks for a pair, and against it
UNLISTED, UNLISTED_ZERO, UNKNOWN, UNKNOWN_ZERO = -4, 0, -6, -1  # what it costs to leave out a row, or a line
IMPOSSIBLE = -1_000
LONGEST = 100  # characters of a name that tell its kind

Fits = Callable[[Step], bool]


def _category(*ends: str) -> Fits:
    return lambda step: step.layer.category.endswith(ends)


KINDS: tuple[tuple[str, Fits], ...] = (  # the first that is found in the name of a line
    (r"depth_?-?wise|\bdw", lambda step: step.keyword in ("dwconv", "conv")),
    (r"separable|sepconv", lambda step: step.keyword == "sepconv"),
    (r"conv\w*transpose|transposed|deconv|up_?-?conv|convt", lambda step: step.keyword == "convt"),
    (r"conv", _category("convolution")),
    (r"pool|global_?average|sub_?sampl|\bgap\b", _category("pooling")),
    (r"flatten", lambda step: step.keyword == "flatten"),
    (r"batch_?-?\s?norm|\bbn", _category("batch normalisation")),
    (r"norm", _category("normalisation")),
    (r"pad(ding)?\d|_pad\b|padding", _category("margins")),
    (r"drop", _category("dropout")),
    (r"dense|linear|fully|\bfc|_fc|\bf\d|output", lambda step: step.keyword in ("dense", "linear")),
    (r"softmax", lambda step: step.keyword == "dense" or step.layer.category.endswith("activation")),
    (r"relu|tanh|sigmoid|gelu|swish|silu|elu|activation", _category("activation")),
    (r"input", lambda step: step.keyword == "input"),
    (r"\badd|concat", _category("join")),
    (r"reshape", lambda step: step.keyword == "reshape"),
    (r"embed", lambda step: step.keyword == "embed"),
    (r"lstm|gru|rnn", _category("recurrence")),
)


def kind_of(name: str) -> Fits | None:
    """What kind of layer a name speaks of, its type in brackets first; None where that is not known.

    >>> kind_of("Conv_1 + ReLU") is kind_of("block1_conv (Conv2D)"), kind_of("stage 1")
    (True, None)
    """
    _, bracket, type_ = name[:LONGEST].partition("(")
    found = _kind_in(type_) if bracket else None
    return found or _kind_in(name[:LONGEST])


def _kind_in(words: str) -> Fits | None:
    """The kind that is named first, and of those that begin there the most particular."""
    places = [(match.start(), at) for at, (pattern, _) in enumerate(KINDS) if (match := _found(pattern, words))]
    return KINDS[min(places)[1]][1] if places else None


def _found(pattern: str, words: str) -> re.Match[str] | None:
    return re.search(pattern, words, re.IGNORECASE)


def align(cases: Mapping[str, Case], lines: Sequence[Line], steps: Sequence[Step]) -> list[int | None]:
    """The number of the step that each line is; None where it is none of the network."""
    best = _scores(cases, lines, steps)
    found: list[int | None] = [None] * len(lines)
    i, j = len(lines), len(steps)  # from the end back
    while i and j:
        if best[i][j] == best[i][j - 1] + _unlisted(cases, j - 1):
            j -= 1
        elif best[i][j] == best[i - 1][j] + _unknown(lines[i - 1]):
            i -= 1
        else:
            i, j = i - 1, j - 1
            found[i] = j
    return _in_another_order(cases, lines, steps, found)


def _in_another_order(
    cases: Mapping[str, Case], lines: Sequence[Line], steps: Sequence[Step], found: Sequence[int | None]
) -> list[int | None]:
    """What is left may stand in another order, as paths of a join do: a row of that name, or one that fits in all."""
    rows, left = list(found), sorted(set(range(len(steps))) - set(found))
    own = {steps[at].name: at for at in left}
    rows = [own.get(line.name) if at is None else at for line, at in zip(lines, rows, strict=True)]
    left = sorted(set(left) - set(rows))
    for i, line in enumerate(lines):
        if rows[i] is None and not line.is_empty:
            rows[i] = next((at for at in left if _holds(cases, line, at, steps[at])), None)
            left = [at for at in left if at != rows[i]]
    return rows


def _holds(cases: Mapping[str, Case], line: Line, at: int, step: Step) -> bool:
    kind = kind_of(line.name)
    shape = line.shape is None or line.shape.holds(step.output_shape.dims)
    numbers = all(number.holds(cases[quantity].derived[at]) for quantity, number in line.values.items())
    return kind is not None and kind(step) and shape and numbers


def _scores(cases: Mapping[str, Case], lines: Sequence[Line], steps: Sequence[Step]) -> list[list[int]]:
    kinds = [kind_of(line.name) for line in lines]
    again = _repeated(lines)
    best = [[0] * (len(steps) + 1) for _ in range(len(lines) + 1)]
    for j in range(len(steps)):
        best[0][j + 1] = best[0][j] + _unlisted(cases, j)
    for i, line in enumerate(lines):
        best[i + 1][0] = best[i][0] + _unknown(line)
        for j, step in enumerate(steps):
            best[i + 1][j + 1] = max(
                best[i][j] + _pair(cases, line, kinds[i], again[i], j, step),
                best[i][j + 1] + _unknown(line),
                best[i + 1][j] + _unlisted(cases, j),
            )
    return best


def _unlisted(cases: Mapping[str, Case], at: int) -> int:
    """What it costs that a row of the network is not published."""
    counted = (case for name, case in cases.items() if name not in ("size", "shape", "activations"))
    return UNLISTED if any(case.derived[at] for case in counted) else UNLISTED_ZERO


def _unknown(line: Line) -> int:
    return UNKNOWN_ZERO if line.is_empty else UNKNOWN


def _repeated(lines: Sequence[Line]) -> list[bool]:
    """Whether lines print the numbers before them: a running total to which a row adds nothing."""
    pairs = zip(lines[1:], lines, strict=False)
    return [False, *(not line.is_empty and line.values == last.values for line, last in pairs)]


def _pair(cases: Mapping[str, Case], line: Line, kind: Fits | None, again: bool, at: int, step: Step) -> int:
    """What speaks for a line being a row."""
    score = SAME_NAME if line.name and line.name == step.name else 0
    if not score and kind is not None:
        score = SAME_KIND if kind(step) else IMPOSSIBLE
    for quantity, number in line.values.items():
        score += _agreement(cases[quantity].derived[at], number, again)
    if line.shape is not None:
        score += HOLDS if line.shape.holds(step.output_shape.dims) else 0
    return score


def _agreement(derived: int, number: Number, again: bool) -> int:
    value, holds = number.value, number.holds(derived)
    if holds or (again and not derived):
        return HOLDS if derived else ZERO
    return NOT_ZERO if bool(value) != bool(derived) else 0
