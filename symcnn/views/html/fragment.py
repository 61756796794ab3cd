"""What a page and a notebook share: the summary and the table of layers, with their style."""

from __future__ import annotations

import os
from functools import cache

from symcnn.report import Report
from symcnn.views.contract import DEFAULT_COLUMNS
from symcnn.views.html.summary import summary
from symcnn.views.html.table import Layers


@cache
def resource(name: str) -> str:
    """A file that lies beside this one."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123
        return file.read()


def fragment(
    report: Report,
    *,
    columns: tuple[str, ...] = DEFAULT_COLUMNS,
    written: bool = False,
    depth: int | None = None,
) -> str:
    """A part of a page, such as the output of a notebook's cell: no script, and colours from around it.

    >>> import symcnn
    >>> "542,230" in fragment(symcnn.parse("input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)").report)
    True
    """
    layers = Layers(report, columns, written=written, depth=depth)
    table = f'<div class="scroll">{layers.table(sortable=False)}</div>'
    return enclosed(f"{table}\n{summary(report)}", layers.rules())


def enclosed(inside: str, rules: str = "") -> str:
    """Something with the style that it needs; MathJax, which notebooks load, is to leave dollar signs alone."""
    style = resource("style.css") + rules
    return f'<div class="symcnn tex2jax_ignore mathjax_ignore">\n<style>\n{style}</style>\n{inside}\n</div>'
