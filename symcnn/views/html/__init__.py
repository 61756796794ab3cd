"""HTML: one page that needs nothing else, and the part of it that notebooks show.

Formulas are MathML, which browsers draw by themselves. Rows fold by blocks without a script; a short one sorts
the columns. The page asks for nothing from the network, and says so in its Content-Security-Policy.
"""

from __future__ import annotations

from typing import Any

from symcnn.report import Report
from symcnn.views.contract import DEFAULT_COLUMNS, View
from symcnn.views.html.cells import formula
from symcnn.views.html.page import page
from symcnn.views.html.summary import condition_items


def network(
    report: Report, *, columns: tuple[str, ...] = DEFAULT_COLUMNS, written: bool = False, depth: int | None = None
) -> str:
    """Write the page; a depth says down to where blocks are open at first."""
    return page(report, columns, written=written, depth=depth)


def value(name: str, one: Any) -> str:
    """One value in MathML, for a page of one's own."""
    return formula(one)


def conditions(report: Report) -> str:
    """The conditions as items of a list."""
    return "\n".join(condition_items(report))


VIEW = View("html", network, value, conditions)
