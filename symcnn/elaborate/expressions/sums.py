"""`sum(e,i=1..n)` and `prod(e,i=[64,128])`: written out, or in closed form."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.conditions import AtLeast
from symcnn.algebra.exact import exact, is_symbolic
from symcnn.elaborate import limits
from symcnn.elaborate.expressions.evaluating import evaluate, number
from symcnn.elaborate.expressions.ranges import iterate, rounds_of
from symcnn.elaborate.functions import SUMS
from symcnn.elaborate.scope import Scope
from symcnn.elaborate.values import RangeValue
from symcnn.errors import SymcnnError
from symcnn.propagate import Demand
from symcnn.text import tree


def sum_or_product(node: tree.Function, scope: Scope) -> Any:
    """`sum(e,i=1..n)`: written out, or in closed form where the range depends on symbols."""
    index = node.arguments[-1] if node.arguments else None
    term: Any = node.arguments[0] if node.arguments else None
    if len(node.arguments) != 2 or not isinstance(index, tree.Keyword) or isinstance(term, (tree.Keyword, tree.Range)):
        help_ = f"write: {node.name}(i^2,i=1..10)"
        raise SymcnnError("E301", f"{node.name} takes a term and an index", node.span, help_)
    domain = evaluate(index.value, scope)
    if isinstance(domain, RangeValue) and is_symbolic(rounds_of(domain, index.span)) and node.name == "sum":
        return _closed_sum(term, index, domain, scope)
    values = []
    for value in iterate(domain, index.span):
        inner = Scope(scope.evaluation, scope)
        inner.values[index.name] = value
        values.append(number(term, inner, "a term"))
        limits.check_work(scope.evaluation, node.span)
    return limits.check_size(SUMS[node.name](values), node.span)


def _closed_sum(term: Any, index: tree.Keyword, domain: RangeValue, scope: Scope) -> Any:
    from sympy import Symbol

    from symcnn.algebra.summation import summed

    count = rounds_of(domain, index.span)
    at = Symbol(f"term at {index.span.start}", integer=True, nonnegative=True)
    inner = Scope(scope.evaluation, scope)
    inner.values[index.name] = exact(domain.start + domain.step * at)
    scope.evaluation.demands.append(Demand(AtLeast(count, 0), "sum", index.span))
    return limits.check_size(summed(number(term, inner, "a term"), at, count), index.span)
