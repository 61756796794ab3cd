"""Totals with the way they are counted, conditions with the layers that ask for them, symbols, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from symcnn import forms
from symcnn.algebra.conditions import AtLeast, Condition, Equal, ForAll, Multiple, Unequal
from symcnn.algebra.exact import is_symbolic
from symcnn.algebra.printing import mathml
from symcnn.report import Report
from symcnn.views.contract import Total, asking, defaults, plain, totals
from symcnn.views.html.cells import formula

SIGNS = {AtLeast: "≥", Equal: "=", Unequal: "≠"}


def summary(report: Report) -> str:
    """The totals, then what they hold for."""
    parts = [_totals(report), _conditions(report), _symbols(report), *map(_warning, report.warnings)]
    return "\n".join(filter(None, parts))


def _totals(report: Report) -> str:
    rows = "\n".join(_total(report, total) for total in totals(report))
    return f'<table class="totals"><tbody>\n{rows}\n</tbody></table>'


def facts(title: str, rows: Sequence[tuple[str, Any]]) -> str:
    """A table of answers: what it is, and a formula or words."""
    found = "\n".join(f'<tr><th scope="row">{escape(name)}</th><td>{formula(value)}</td></tr>' for name, value in rows)
    return f'<h2>{escape(title)}</h2>\n<table class="totals"><tbody>\n{found}\n</tbody></table>'


def _total(report: Report, total: Total) -> str:
    example = "" if total.example is None else _example(report, total)
    value = f'<td title="{escape(plain(total.value))}">{formula(total.value)}{example}</td>'
    head = f'<th scope="row">{escape(total.title)}</th>'
    return f'<tr>{head}{value}<td class="how">{escape(total.convention)}</td></tr>'


def _example(report: Report, total: Total) -> str:
    return f'<span class="at">{formula(total.example)} at {escape(defaults(report))}</span>'


def _conditions(report: Report) -> str:
    items = "\n".join(condition_items(report))
    return f'<section><h2>Holds for</h2><ul class="conditions">\n{items}\n</ul></section>' if items else ""


def condition_items(report: Report) -> list[str]:
    """A condition an item, with the layers that ask for it."""
    return [_item(report, condition) for condition in report.conditions]


def _item(report: Report, one: Condition) -> str:
    asked = f' <span class="how">{escape(asking(one.layers))}</span>' if one.layers else ""
    return f'<li><span title="{escape(str(one))}">{condition(report, one)}</span>{asked}</li>'


def condition(report: Report, one: Condition) -> str:
    """A condition in mathematics; one of another kind as its text."""
    if isinstance(one, (AtLeast, Equal, Unequal)):
        return f"<math>{_relation(report, one.left, SIGNS[type(one)], one.right)}</math>"
    if isinstance(one, ForAll):
        index, first, last = (_side(report, part) for part in (one.index, one.first, one.last))
        rounds = f"{index}<mo>=</mo>{first}<mo>,</mo><mo>…</mo><mo>,</mo>{last}"
        return f"{condition(report, one.condition)} for <math>{rounds}</math>"
    if not isinstance(one, Multiple):
        return escape(str(one))
    if one.divisor == 1:
        return f"<math>{_side(report, one.value)}</math> is whole"
    value = _side(report, one.value)
    modulo = f"<mi>mod</mi><mspace width='0.3em'></mspace>{_side(report, one.divisor)}"
    left = f"{value}<mspace width='0.3em'></mspace>{modulo}"
    return f"<math>{left}<mo>=</mo>{_side(report, one.remainder)}</math>"


def _relation(report: Report, left: Any, sign: str, right: Any) -> str:
    return f"{_side(report, left)}<mo>{sign}</mo>{_side(report, right)}"


def _side(report: Report, value: Any) -> str:
    shown = forms.value(report, value) if is_symbolic(value) else value
    return f"<mrow>{''.join(mathml(shown))}</mrow>"


def _symbols(report: Report) -> str:
    if not report.symbols:
        return ""
    listed = ", ".join(formula(_symbol(name)) + _default(report, name) for name in report.symbols)
    return f'<section><h2>Symbols</h2><p class="symbols">{listed}</p></section>'


def _symbol(name: str) -> Any:
    from sympy import Symbol

    return Symbol(name)


def _default(report: Report, name: str) -> str:
    return f" = {escape(plain(report.defaults[name]))}" if name in report.defaults else ""


def _warning(warning: Any) -> str:
    return f'<pre class="warning">{escape(str(warning))}</pre>'
