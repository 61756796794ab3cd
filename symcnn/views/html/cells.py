"""Values in HTML: numbers as text, formulas in MathML, what users wrote escaped and in colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any

from symcnn import forms
from symcnn.algebra.exact import decimal, is_fraction, is_symbolic
from symcnn.algebra.printing import is_sum, mathml, text
from symcnn.highlight import SymcnnLexer
from symcnn.layers.contract import Shape
from symcnn.report import Report
from symcnn.views.contract import NOT_KNOWN, is_axes, number, plain

COLOURED = {"Name.Builtin": "sl", "Name.Function": "sf", "Name.Class": "sf", "Keyword": "sk", "Comment": "sc"}
COLOURED |= {"Literal.Number": "sn", "Name.Attribute": "sa", "Operator.Word": "sk"}


def cell(report: Report, value: Any) -> str:
    """A cell of a table: its class, what it is sorted by, and how it is shown."""
    if isinstance(value, int) or is_fraction(value):
        return f'<td class="n" data-n="{text(value)}">{plain(number(report, value))}</td>'
    if isinstance(value, Shape):
        return f'<td title="{escape(str(value))}">{shape(report, value)}</td>'
    written = number(report, forms.value(report, value))
    title = escape(plain(written))
    return f'<td class="n" title="{title}">{formula(written)}</td>'


def formula(value: Any) -> str:
    """A value that is not text of a user: a number, a formula, one an axis."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Shape):
        return _sizes(value.dims) + (" tokens" if value.tokens else "")
    if is_axes(value):
        return _sizes(value) if value else "-"
    if not is_symbolic(value):
        return plain(value)
    return maths(mathml(value))


def maths(pieces: Sequence[str]) -> str:
    """Mathematics between whose pieces a line may end."""
    written = "<wbr>".join(f'<math displaystyle="true">{piece}</math>' for piece in pieces)
    return written if len(pieces) == 1 else f'<span class="f">{written}</span>'


def shape(report: Report, value: Shape) -> str:
    """A shape in the order of the other formulas."""
    sizes = tuple(forms.value(report, size) for size in value.sizes)
    return formula(value._replace(sizes=sizes, channels=forms.value(report, value.channels)))


def _sizes(sizes: Sequence[Any]) -> str:
    if all(isinstance(size, int) for size in sizes):
        return "×".join(map(decimal, sizes))  # 1024, as in the text
    return maths([("<mo>×</mo>" if at else "") + _size(size, len(sizes)) for at, size in enumerate(sizes)])


def _size(size: Any, count: int) -> str:
    """A size as a factor: a sum needs brackets."""
    words = f"<mn>{decimal(size)}</mn>" if isinstance(size, int) else f"<mrow>{''.join(mathml(size))}</mrow>"
    if count == 1 or not is_sum(size):
        return words
    from symcnn.algebra.presentation.mathml import fenced

    return fenced("(", words, ")")


def code(words: str) -> str:
    """Text of the language in colours; text that is none stays as it is."""
    tokens = [(_colour(str(kind)), word) for _, kind, word in SymcnnLexer().get_tokens_unprocessed(words)]
    joined = [(colour, "".join(word for _, word in group)) for colour, group in groupby(tokens, lambda t: t[0])]
    return "".join(f'<span class="{c}">{escape(word)}</span>' if c else escape(word) for c, word in joined)


def _colour(kind: str) -> str:
    found = [colour for name, colour in COLOURED.items() if f"{kind}.".startswith(f"Token.{name}.")]
    return found[0] if found else ""
