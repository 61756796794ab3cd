"""The text of boxes: `conv 3×3, 64, /2`, the size of what comes out, the times of a repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symcnn.algebra.exact import is_symbolic
from symcnn.algebra.printing import is_sum
from symcnn.figures.drawing import TIMES, Line, Piece
from symcnn.figures.formula import tidy
from symcnn.figures.kinds import SYMBOLS
from symcnn.layers.contract import Layer, Shape, language_name
from symcnn.propagate import Over, Step
from symcnn.report import Report
from symcnn.rows import one_line
from symcnn.structure import GROUP, Part

WINDOWS = ("kernel", "size")
WIDTHS = ("filters", "units", "dim")
UNSAID = ("pad", "bias", "biases", "affine", "stats", "ceil", "outpad", "std", "rate", "tokens", "crop")
SIGNS = {"stride": "/", "f": "×"}
PLURALS = {"groups": " groups", "heads": " heads", "vocab": " words"}
LONGEST_CALL = 32  # characters of a call that are shown as they were written
LONGEST_SIZE = 32  # characters of a shape in one line
SIMPLE_CALL = re.compile(r"\w+\(([\w,. ]+)\)")
NAME = re.compile(r"[A-Za-z_]\w*")


def title(report: Report, step: Step) -> Line:
    """A layer in the words of papers; of its arguments those that say what it does.

    >>> import symcnn
    >>> net = symcnn.parse("conv(F,7,2) pool(2) pool(3,2) conv(F,3x1,groups=2) tokens mha(8)")
    >>> [str(title(net.report, step)) for step in net.report.steps]
    ['input', 'conv 7×7, F, /2', 'pool 2×2', 'pool 3×3, /2', 'conv 3×1, F, 2 groups', 'tokens', 'mha, 8 heads']
    """
    layer, shown = step.layer, _shown_by(report)
    if layer.category == "join":
        return Line((f"concat ({step.keyword})" if step.keyword == "split" else step.keyword,))
    words: list[Piece] = [step.keyword]
    for pieces in _arguments(layer, step.input_shape, shown):
        is_first = len(words) == 1 and not str(pieces[0]).startswith(tuple(SIGNS.values()))
        words += [" " if is_first and len(pieces) == 1 else ", ", *pieces]
    return Line(tuple(words))


def _shown_by(report: Report) -> Any:
    return lambda value: report.published(value) if is_symbolic(value) or isinstance(value, tuple) else value


def _arguments(layer: Layer, x: Shape, shown: Any) -> list[tuple[Piece, ...]]:
    """The arguments that are shown: the window first, then the width, then what differs from the defaults."""
    given = {name: getattr(layer, name) for name, info in layer.fields.items() if info.kind not in ("tensor", "sides")}
    windows = [(given.pop(name), layer.fields[name].kind == "per_axis") for name in WINDOWS if name in given]
    found = [_window(value, x, shown, every_axis=every_axis) for value, every_axis in windows]
    found += [(shown(given.pop(name)),) for name in WIDTHS if given.get(name) is not None]
    window = next((getattr(layer, name) for name in WINDOWS if name in layer.fields), None)
    for name, value in given.items():
        info = layer.fields[name]
        is_usual = value in (info.default, None) or (name == "stride" and value == window)
        if name not in UNSAID and info.kind != "sizes" and not is_usual:
            alone = len(layer.fields) == 1 and name not in (*SIGNS, *PLURALS)
            found.append((shown(value),) if alone else _named(language_name(name), value, shown))
    return found


def _window(value: Any, x: Shape, shown: Any, *, every_axis: bool) -> tuple[Piece, ...]:
    """A window with a size an axis: 3×3, also where one number was written."""
    sizes = shown(value) if isinstance(value, tuple) else (shown(value),) * (max(x.axes, 1) if every_axis else 1)
    return (sizes if len(sizes) > 1 else sizes[0],)


def _named(name: str, value: Any, shown: Any) -> tuple[Piece, ...]:
    if isinstance(value, bool):
        return (name if value else f"no {name}",)
    if not isinstance(value, (int, tuple, Fraction)) and not is_symbolic(value):
        return (f"{name} {value}",)
    if name in PLURALS:
        return (shown(value), PLURALS[name])
    return (SIGNS.get(name, f"{name} "), shown(value))


def part_title(report: Report, part: Part) -> Line:
    """The name of a block, with its arguments where these mean the same outside of it."""
    if part.kind == GROUP:
        return Line((part.label,))
    words = one_line(part.call)
    found = SIMPLE_CALL.fullmatch(words)
    names = set(NAME.findall(found[1])) if found else {""}
    is_clear = names <= set(report.symbols) and len(words) <= LONGEST_CALL and not report.style.names
    return Line((f"{part.keyword}({found[1]})" if found and is_clear else part.keyword,))


def size_lines(report: Report, shape: Shape) -> list[Line]:
    """The size of what comes out; long formulas have a line each."""
    shown = report.shape(shape)
    if len(tidy(shown)) <= LONGEST_SIZE:
        return [Line((shown,), small=True)]
    *sizes, last = shown.dims
    unit = " tokens" * shown.tokens
    lines = [Line((*_factor(size), " ×"), small=True) for size in sizes]
    return [*lines, Line((*_factor(last), unit), small=True)]


def _factor(size: Any) -> tuple[Piece, ...]:
    """A size that stands next to others: a sum has brackets."""
    return ("(", size, ")") if is_sum(size) else (size,)


def rounds_line(report: Report, over: Over, steps: Sequence[Step]) -> Line:
    """How often something stands there: `n ×`, or `i = 1, …, d` where its sizes depend on i."""
    name = report.indices.name_of(over, steps)
    if not name:
        return times_line(report.published(over.count))
    first, last = (report.published(end) for end in report.indices.ends(over))
    return Line((f"{name} = ", first, ", …, ", last))


def times_line(count: Any) -> Line:
    """A count in front of what is repeated."""
    return Line((count, TIMES))


def symbol_of(step: Step) -> str:
    """The sign in the circle of a join; empty for one that is a box."""
    return SYMBOLS.get(step.keyword, "") if step.layer.category == "join" else ""
