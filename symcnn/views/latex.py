r"""LaTeX: the layers as a booktabs table, a formula a layer, the totals as equations, the conditions as a sentence.

Needs the packages amsmath and booktabs, and longtable for more than a page of layers; `--format
document` writes a whole document. Text of the user is escaped; it is never taken as LaTeX.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn import forms
from symcnn.algebra.conditions import AtLeast, Condition, Equal, ForAll, Multiple, Unequal
from symcnn.algebra.exact import is_symbolic
from symcnn.algebra.printing import is_sum, latex, latex_lines, text
from symcnn.layers.contract import Shape
from symcnn.report import Report
from symcnn.views.contract import COLUMNS, DEFAULT_COLUMNS, NOT_KNOWN, View, cells, heading, is_axes, number, rows

ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "_": r"\_", "%": r"\%", "&": r"\&",
    "#": r"\#", "$": r"\$", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
LETTERS = {"params": "P", "macs": "M"}
PAGE = 40  # rows that fit on a page


def escape(text: str) -> str:
    r"""Text of the user, safe in LaTeX.

    >>> escape("a_b{c}")
    'a\\_b\\{c\\}'
    """
    return "".join(ESCAPES.get(character, character) for character in text)


def network(
    report: Report, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool = False, depth: int | None = None
) -> str:
    """Write the table of layers, a formula a layer, the totals and the conditions."""
    quantities = [name for name in LETTERS if name in columns and is_symbolic(report.total(name))]
    parts = [_table(report, columns, written=written, depth=depth)]
    parts += [_layers(report, name, depth) for name in quantities]
    parts += [_equation(LETTERS[name], number(report, forms.total(report, name))) for name in LETTERS]
    return "\n".join([*parts, *_conditions(report)])


# ------------------------------------------------------------------------ table


def _table(report: Report, columns: tuple[str, ...], *, written: bool, depth: int | None) -> str:
    body = [
        " & ".join(cell(_in_order(report, v), c) for v, c in zip(row, columns, strict=True))
        for row in cells(report, columns, written=written, depth=depth)
    ]
    environment = "tabular" if len(body) <= PAGE else "longtable"
    layout = "".join("r" if COLUMNS[c].number else "l" for c in columns)
    head = [r"  \toprule", f"  {' & '.join(escape(heading(c)) for c in columns)} \\\\", r"  \midrule"]
    head += [r"  \endhead"] * (environment == "longtable")
    body = [f"  {row} \\\\" for row in body]
    opened, closed = rf"\begin{{{environment}}}{{{layout}}}", rf"\end{{{environment}}}"
    return "\n".join([opened, *head, *body, r"  \bottomrule", closed])


def _in_order(report: Report, value: Any) -> Any:
    """A shape whose products are in the order of the other formulas."""
    if not isinstance(value, Shape):
        return value
    sizes = tuple(forms.value(report, size) for size in value.sizes)
    return value._replace(sizes=sizes, channels=forms.value(report, value.channels))


def cell(value: Any, column: str) -> str:
    """One cell: a layer in typewriter, a formula in mathematics."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, str):
        return rf"\texttt{{{escape(value)}}}" if column == "layer" else escape(value)
    return f"${math(value)}$"


def math(value: Any) -> str:
    """A value in LaTeX's mathematics; a shape with its sizes times each other."""
    if value is None:
        return rf"\text{{{NOT_KNOWN}}}"
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Shape):
        sizes = [text(size) if isinstance(size, int) else size for size in value.dims]  # 1024, as in the text
        return _product(sizes) + (r"\text{ tokens}" if value.tokens else "")
    return (_product(value) if value else "-") if is_axes(value) else latex(value)


def _product(sizes: Sequence[Any]) -> str:
    factors = [rf"\left({math(size)}\right)" if len(sizes) > 1 and is_sum(size) else math(size) for size in sizes]
    return r" \times ".join(factors)


# -------------------------------------------------------------------- equations


def _layers(report: Report, name: str, depth: int | None) -> str:
    """A formula for every layer that has something of a quantity."""
    found = [(row.name, getattr(row, name)) for row in rows(report, depth)]
    body = [
        _aligned(rf"{LETTERS[name]}_{{\text{{{escape(row)}}}}}", forms.value(report, value), numbered=True)
        for row, value in found
        if value != 0
    ]
    return _breakable("align", " \\\\\n".join(body))


def _equation(letter: str, value: Any) -> str:
    """A displayed equation, over several lines where one is too short."""
    if value is None or isinstance(value, str) or len(latex_lines(value)) == 1:
        return rf"\[ {letter} = {math(value)} \]"
    return _breakable("align*", _aligned(letter, value, numbered=False))


def _aligned(left: str, value: Any, *, numbered: bool) -> str:
    first, *rest = latex_lines(value)
    end = " \\notag \\\\\n" if numbered else " \\\\\n"
    return f"  {left} ={{}}& " + f"{end}  & {{}}".join([first, *rest])


def _breakable(environment: str, body: str) -> str:
    """Equations that may go over pages."""
    opened, closed = rf"\begin{{{environment}}}", rf"\end{{{environment}}}"
    return "\n".join([r"\begingroup\allowdisplaybreaks", opened, body, closed, r"\endgroup"])


# ------------------------------------------------------------------- conditions


def _conditions(report: Report) -> list[str]:
    found = [_condition(report, c) for c in report.conditions]
    if not found:
        return []
    listed = ", ".join(found[:-1]) + " and " * (len(found) > 1) + found[-1]
    return [f"This holds for {listed}."]


def _condition(report: Report, condition: Condition) -> str:
    """A condition as part of a sentence; one of another kind as its text."""
    if isinstance(condition, AtLeast):
        return _relation(report, condition.left, r"\geq", condition.right)
    if isinstance(condition, Equal):
        return _relation(report, condition.left, "=", condition.right)
    if isinstance(condition, Unequal):
        return _relation(report, condition.left, r"\neq", condition.right)
    if isinstance(condition, ForAll):
        rounds = rf"{latex(condition.index)} = {latex(condition.first)}, \dots, {latex(condition.last)}"
        return rf"{_condition(report, condition.condition)} for ${rounds}$"
    if not isinstance(condition, Multiple):
        return rf"\texttt{{{escape(str(condition))}}}"
    parts = (condition.value, condition.divisor, condition.remainder)
    left, divisor, remainder = (latex(forms.value(report, one)) for one in parts)
    return (
        rf"${left} \in \mathbb{{N}}$" if condition.divisor == 1 else rf"${left} \equiv {remainder} \pmod{{{divisor}}}$"
    )


def _relation(report: Report, left: Any, sign: str, right: Any) -> str:
    return f"${latex(forms.value(report, left))} {sign} {latex(forms.value(report, right))}$"


VIEW = View(
    "latex",
    network,
    lambda name, value: value if isinstance(value, str) else math(value),
    lambda report: "\n".join(_condition(report, c) for c in report.conditions),
)
