r"""A LaTeX document that compiles as it stands: what `--latex` writes, with its packages."""

from __future__ import annotations

from typing import Any

from symcnn.report import Report
from symcnn.views import latex
from symcnn.views.contract import View

BEFORE = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[margin=2cm]{geometry}
\usepackage{amsmath,amssymb,booktabs,graphicx,longtable}
\renewcommand{\arraystretch}{1.3}
\begin{document}
\noindent"""
AFTER = r"\end{document}"
TABLE = r"\begin{tabular}", r"\end{tabular}"
FITTED = r"\resizebox{\ifdim\width>\linewidth \linewidth\else \width\fi}{!}{"


def network(report: Report, **layout: Any) -> str:
    """Write the document; a table that is wider than the page is made smaller."""
    body = latex.network(report, **layout)
    if TABLE[0] in body:
        body = body.replace(TABLE[0], f"{FITTED}%\n{TABLE[0]}", 1).replace(TABLE[1], f"{TABLE[1]}}}", 1)
    return "\n".join([BEFORE, body, AFTER])


def value(name: str, one: Any) -> str:
    """Write a document with one value in it."""
    inside = latex.escape(one) if isinstance(one, str) else rf"\[ {latex.math(one)} \]"
    return "\n".join([BEFORE, inside, AFTER])


VIEW = View("document", network, value)
