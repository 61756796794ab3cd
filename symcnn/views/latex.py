"""LaTeX: the layers as a booktabs table, the totals as equations, the conditions as a sentence.

Needs the packages booktabs and amsmath. Text of the user is escaped; it is never taken as LaTeX.
"""

from __future__ import annotations

from typing import Any

from symcnn.algebra.conditions import AtLeast, Condition, Equal, Multiple
from symcnn.algebra.printing import latex
from symcnn.layers.contract import Shape
from symcnn.report import Report
from symcnn.views.contract import COLUMNS, DEFAULT_COLUMNS, View, cells, heading

ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "_": r"\_", "%": r"\%", "&": r"\&",
    "#": r"\#", "$": r"\$", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
TOTALS = (("params", "P"), ("macs", "M"))


def escape(text: str) -> str:
    r"""Text of the user, safe in LaTeX.

    >>> escape("a_b{c}")
    'a\\_b\\{c\\}'
    """
    return "".join(ESCAPES.get(character, character) for character in text)


def network(report: Report, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool = False) -> str:
    """Write the table of layers, the totals and the conditions."""
    rows = [
        " & ".join(cell(v, c) for v, c in zip(row, columns, strict=True))
        for row in cells(report, columns, written=written)
    ]
    layout = "".join("r" if COLUMNS[c].number else "l" for c in columns)
    head = " & ".join(escape(heading(c)) for c in columns)
    body = [f"  {row} \\\\" for row in rows]
    table = [
        rf"\begin{{tabular}}{{{layout}}}",
        r"  \toprule",
        rf"  {head} \\",
        r"  \midrule",
        *body,
        r"  \bottomrule",
        r"\end{tabular}",
    ]
    equations = [rf"\[ {letter} = {latex(report.total(name))} \]" for name, letter in TOTALS]
    return "\n".join([*table, *equations, *_conditions(report)])


def cell(value: Any, column: str) -> str:
    """One cell: a layer in typewriter, a formula in mathematics."""
    if isinstance(value, str):
        return rf"\texttt{{{escape(value)}}}" if column == "layer" else escape(value)
    return f"${math(value)}$"


def math(value: Any) -> str:
    """A value in LaTeX's mathematics; a shape with its sizes times each other."""
    if isinstance(value, (Shape, tuple)):
        dims = value.dims if isinstance(value, Shape) else value
        return r" \times ".join(_factor(size) for size in dims) if dims else "-"
    return latex(value)


def _factor(size: Any) -> str:
    return rf"\left({latex(size)}\right)" if getattr(size, "is_Add", False) else latex(size)


def _conditions(report: Report) -> list[str]:
    if not report.conditions:
        return []
    return [f"This holds for {', '.join(f'${relation(c)}$' for c in report.conditions)}."]


def relation(condition: Condition) -> str:
    """A condition in LaTeX's mathematics."""
    if isinstance(condition, AtLeast):
        return rf"{latex(condition.left)} \geq {latex(condition.right)}"
    if isinstance(condition, Equal):
        return f"{latex(condition.left)} = {latex(condition.right)}"
    assert isinstance(condition, Multiple)  # noqa: S101  (the third and last kind)
    if condition.divisor == 1:
        return rf"{latex(condition.value)} \in \mathbb{{N}}"
    return rf"{latex(condition.value)} \equiv {latex(condition.remainder)} \pmod{{{latex(condition.divisor)}}}"


VIEW = View(
    "latex",
    network,
    lambda name, value: value if isinstance(value, str) else math(value),
    lambda report: "\n".join(f"${relation(c)}$" for c in report.conditions),
)
