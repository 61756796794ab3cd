"""Ranges, and what an index runs over."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import exact, floor_div, is_fraction, is_symbolic
from symcnn.elaborate import limits
from symcnn.elaborate.expressions.evaluating import number, rule
from symcnn.elaborate.scope import Scope
from symcnn.elaborate.values import ListValue, RangeValue, brief, describe
from symcnn.errors import Span, SymcnnError
from symcnn.text import tree


@rule(tree.Range)
def _range(node: tree.Range, scope: Scope) -> RangeValue:
    step = number(node.step, scope, "a step") if node.step is not None else 1
    return RangeValue(number(node.start, scope, "a range's start"), number(node.stop, scope, "a range's end"), step)


def rounds_of(domain: RangeValue, span: Span) -> Any:
    """How many values a range has."""
    if not is_symbolic(domain.step) and domain.step == 0:
        raise SymcnnError("E302", "the step of a range is not 0", span)
    if any(is_fraction(end) for end in (domain.start, domain.stop, domain.step)):
        raise SymcnnError("E302", "a range goes over whole numbers", span)
    steps = floor_div(domain.stop - domain.start, domain.step)
    return exact(steps + 1) if is_symbolic(steps) else max(0, steps + 1)


def iterate(domain: Any, span: Span) -> tuple[Any, ...] | range:
    """The values of a list or of a range of numbers."""
    if isinstance(domain, ListValue):
        return domain.elements
    if not isinstance(domain, RangeValue):
        raise SymcnnError(
            "E303", f"an index runs over a range or a list, not {describe(domain)}", span, "write: 1..10 or [64,128]"
        )
    count = rounds_of(domain, span)  # len() is for ranges below 2**63
    if is_symbolic(count):
        message = "what is written out for each value of a range needs one that does not depend on symbols"
        raise SymcnnError("E505", message, span, "give the symbols values")
    if count > limits.MOST_ROUNDS:
        shown = f"{count:,}" if count < 10**30 else brief(count)
        message = f"the range has {shown} values; at most {limits.MOST_ROUNDS:,} are written out"
        raise SymcnnError("E302", message, span, "write a closed form: n*(n+1)/2")
    start, step = domain.start, domain.step
    if is_symbolic(start) or is_symbolic(step):
        return tuple(exact(start + step * at) for at in range(count))
    return range(start, start + step * count, step)
