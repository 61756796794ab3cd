r"""Names of symbols in LaTeX and MathML: D_K with a subscript, alpha as a Greek letter, whole words.

>>> symbol_latex("D_K"), symbol_latex("F12"), symbol_latex("alpha_1"), symbol_latex("width")
('D_{K}', 'F_{12}', '\\alpha_{1}', '\\mathit{width}')
"""

from __future__ import annotations

import re
from html import escape
from html.entities import html5

GREEK = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho
    sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    """.split()  # noqa: SIM905  (read as a list of words)
)
NAME = re.compile(r"([A-Za-z]+)([0-9]*)(?:_([A-Za-z0-9]+))?")


def symbol_latex(name: str) -> str:
    """A name of the language as a symbol of mathematics; nothing of it is taken as LaTeX."""
    match = NAME.fullmatch(name)
    if match is None:
        return rf"\mathit{{{name.replace('_', chr(92) + '_')}}}"
    letters, digits, below = match.groups()
    subscript = ", ".join(_part(part, "mathrm") for part in (digits, below) if part)
    return _part(letters, "mathit") + (f"_{{{subscript}}}" if subscript else "")


def _part(word: str, font: str) -> str:
    if word in GREEK:
        return f"\\{word}"
    return word if len(word) == 1 or word.isdigit() else rf"\{font}{{{word}}}"


def symbol_mathml(name: str) -> str:
    """A name of the language as an identifier of MathML.

    >>> symbol_mathml("D_K"), symbol_mathml("alpha"), symbol_mathml("width")
    ('<msub><mi>D</mi><mi>K</mi></msub>', '<mi>α</mi>', '<mi>width</mi>')
    """
    match = NAME.fullmatch(name)
    if match is None:
        return f"<mi>{escape(name)}</mi>"
    letters, digits, below = match.groups()
    parts = [_identifier(part) for part in (digits, below) if part]
    subscript = f"<mrow>{'<mo>,</mo>'.join(parts)}</mrow>" if len(parts) > 1 else "".join(parts)
    return f"<msub>{_identifier(letters)}{subscript}</msub>" if parts else _identifier(letters)


def _identifier(word: str) -> str:
    return f"<mn>{word}</mn>" if word.isdigit() else f"<mi>{html5[f'{word};'] if word in GREEK else word}</mi>"


def symbol_name(text: str) -> str | None:
    r"""The name that stands for a plain LaTeX symbol such as `f_1`, `D_{K}` or `\alpha`; None for anything else.

    >>> symbol_name(r"\alpha_{1}"), symbol_name("f_1"), symbol_name(r"\input{x}"), symbol_name("a^2")
    ('alpha_1', 'f_1', None, None)
    """
    match = re.fullmatch(r"(\\?)([A-Za-z]+[0-9]*)(?:_(?:([A-Za-z0-9]+)|\{([A-Za-z0-9]+)\}))?", text)
    if match is None or (match[1] and match[2] not in GREEK):
        return None
    subscript = match[3] or match[4]
    return match[2] + (f"_{subscript}" if subscript else "")
