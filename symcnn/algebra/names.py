r"""Names of symbols in LaTeX: D_K with a subscript, alpha as a Greek letter, whole words upright.

>>> symbol_latex("D_K"), symbol_latex("F12"), symbol_latex("alpha_1"), symbol_latex("width")
('D_{K}', 'F_{12}', '\\alpha_{1}', '\\mathit{width}')
"""

from __future__ import annotations

import re

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
