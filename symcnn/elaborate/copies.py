"""Copies of one path side by side: `concat(2){ … }`, `concat(d=[6,12,18]){ … }`, `split(g){ … }`."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import is_symbolic
from symcnn.elaborate.expressions import evaluate, iterate, rounds_of
from symcnn.elaborate.rounds import count_of
from symcnn.elaborate.scope import Scope
from symcnn.elaborate.values import RangeValue
from symcnn.errors import Span, SymcnnError
from symcnn.record import Record
from symcnn.text import tree


class ManyCopies(Record):
    """Copies whose number is a formula, and how the index of each follows from its number 0, 1, 2, ..."""

    count: Any
    span: Span
    name: str = ""
    first: Any = 0
    by: Any = 1


def copies(call: tree.Call, scope: Scope) -> list[dict[str, Any]] | None:
    """The values of the index in each copy; None for paths that are written out."""
    argument = _argument(call)
    if argument is None:
        return None
    if isinstance(argument, tree.Keyword):
        values = iterate(evaluate(argument.value, scope), argument.span)
        return [{argument.name: value} for value in values]
    return [{}] * count_of(argument, scope)


def many_copies(call: tree.Call, scope: Scope) -> ManyCopies | None:
    """The copies where their number is a formula."""
    argument = _argument(call)
    if argument is None:
        return None
    if not isinstance(argument, tree.Keyword):
        count = count_of(argument, scope)
        return ManyCopies(count, argument.span) if is_symbolic(count) else None
    domain = evaluate(argument.value, scope)
    if not isinstance(domain, RangeValue) or not is_symbolic(count := rounds_of(domain, argument.span)):
        return None
    return ManyCopies(count, argument.span, argument.name, domain.start, domain.step)


def _argument(call: tree.Call) -> Any:
    """The count or the index of copies."""
    arguments = [a for a in call.arguments if not (isinstance(a, tree.Keyword) and a.name == "crop")]
    if not arguments:
        return None
    if len(arguments) != 1 or len(call.branches) != 1:
        help_ = f"write: {call.name}(4){{ … }}"
        raise SymcnnError("E301", f"{call.name} takes one count or index, and one path", call.span, help_)
    return arguments[0]
