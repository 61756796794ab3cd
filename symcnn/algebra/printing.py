"""How a value is written: exact numbers, and formulas in the form and order that authors use."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import decimal, in_the_text, is_fraction, is_symbolic


def text(value: Any) -> str:
    """Write a value so that sympy (and Python) read it back: a formula in its short form.

    >>> from sympy.abc import C, F, K, W
    >>> text(542230), text(W - K + 1), text(C*F*K**2 + F)
    ('542230', 'W - K + 1', 'F*(C*K**2 + 1)')
    """
    if isinstance(value, int):
        return decimal(value)
    if not is_symbolic(value):
        return str(value)
    from symcnn.algebra.presentation.written import printed, sum_text

    value = in_the_text(value)
    if not is_symbolic(value):
        return text(value)
    form = _form(value)
    return printed(value) if form is None else sum_text(form.terms)


def grouped(value: Any) -> str:
    """Write a number with separated thousands, a formula as `text` does."""
    if not isinstance(value, int):
        return text(value)
    digits = decimal(abs(value))
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))]
    return "-" * (value < 0) + ",".join(groups)


def latex(value: Any) -> str:
    r"""Write a value in LaTeX's mathematics: 542{,}230, or the formula.

    >>> from sympy.abc import C, F, K
    >>> print(latex(542230), latex(C*F*K**2 + F))
    542{,}230 F \left(C K^{2} + 1\right)
    """
    if isinstance(value, int):
        return grouped(value).replace(",", "{,}")
    if is_fraction(value):
        return rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
    from symcnn.algebra.presentation.written import atom_latex, sum_latex

    form = _form(value)
    return atom_latex(value) if form is None else sum_latex(form.terms, form.order)


def mathml(value: Any) -> list[str]:
    """Write a value in MathML: the inside of one `<math>`, or of several between which a line may end.

    >>> mathml(542230), "".join(mathml("F"))
    (['<mn>542,230</mn>'], '<mtext>F</mtext>')
    """
    if isinstance(value, int):
        return [f"<mn>{grouped(value)}</mn>".replace("<mn>-", "<mo>\u2212</mo><mn>")]
    if is_fraction(value):
        return [f"<mfrac><mn>{value.numerator}</mn><mn>{value.denominator}</mn></mfrac>"]
    if isinstance(value, str):
        from html import escape

        return [f"<mtext>{escape(value)}</mtext>"]
    from symcnn.algebra.presentation.mathml import atom_mathml, pieces

    form = _form(value)
    return [atom_mathml(value)] if form is None else pieces(form)


def latex_lines(value: Any) -> list[str]:
    """Write a value in LaTeX, a long formula in several lines; all but the first begin with their sign."""
    form = _form(value) if is_symbolic(value) else None
    if form is None:
        return [latex(value)]
    from symcnn.algebra.presentation.lines import lines

    return lines(form)


def is_sum(value: Any) -> bool:
    """Whether the written value is a sum, and needs brackets as a factor."""
    form = _form(value) if is_symbolic(value) and not isinstance(value, str) else None
    return form is not None and len(form.terms) > 1


def _form(value: Any) -> Any:
    """The form in which a formula is written; None for what is none (a relation, say)."""
    from sympy import Expr

    from symcnn.algebra.presentation import Written, short

    if isinstance(value, Written):
        return value
    return short(value) if isinstance(value, Expr) else None
