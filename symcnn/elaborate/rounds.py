"""What happens several times, or perhaps: repeats, loops, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symcnn.algebra.conditions import AtLeast, Multiple
from symcnn.algebra.exact import exact, is_symbolic, multiply
from symcnn.elaborate.expressions import decide, evaluate, iterate, not_yet
from symcnn.elaborate.scope import Labels, Scope
from symcnn.elaborate.values import ListValue, describe, is_number
from symcnn.errors import SymcnnError
from symcnn.propagate import Demand
from symcnn.structure import ROUND
from symcnn.text import tree

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter


MOST_PEELED = 2  # rounds that may differ from those that follow


def repeat(reader: Interpreter, node: tree.Repeat, scope: Scope) -> None:
    """Read `3*{ … }`, `n*conv(C,3)`: the body in a row, or once for all rounds of a formula."""
    count = count_of(node.count, scope)
    if is_symbolic(count):
        _repeat_by_formula(reader, node, count, scope)
    else:
        for _ in range(count):
            _once(reader, node, scope)


def _once(reader: Interpreter, node: tree.Repeat, scope: Scope) -> None:
    if isinstance(node.body, tree.Block):
        _round(reader, node.body, scope, {})
    else:
        reader.body((node.body,), scope)


def _repeat_by_formula(reader: Interpreter, node: tree.Repeat, count: Any, scope: Scope) -> None:
    """Run the body once; where it gives back its shape, its cost counts `count` times.

    Otherwise that round stands for itself (and count >= 1 is needed), and the next one is tried.
    """
    whole = [Multiple(count), AtLeast(count, 0)]
    reader.evaluation.demands += [Demand(c, "repeat", node.count.span) for c in whole if c.holds() is not True]
    for peeled in range(MOST_PEELED + 1):
        before, mark = reader.at_hand(node.span, scope).shape, len(reader.steps)
        reader.in_formula += 1
        _once(reader, node, scope)
        reader.in_formula -= 1
        if reader.at_hand(node.span, scope).shape == before:
            rounds = exact(count - peeled)
            repeated = [step._replace(times=multiply([step.times, rounds])) for step in reader.steps[mark:]]
            reader.steps[mark:] = repeated
            reader.evaluation.demands.append(Demand(AtLeast(count, peeled), "repeat", node.count.span))
            return
    raise not_yet("a repeat whose sizes change in every round", node.count.span)


def loop(reader: Interpreter, node: tree.Loop, scope: Scope) -> None:
    """Read `for i in 1..n { … }`: the body once for every value."""
    for number_, value in enumerate(iterate(evaluate(node.domain, scope), node.domain.span), 1):
        _round(reader, node.body, scope, _unpacked(node, value, number_))


def _round(reader: Interpreter, block: tree.Block, scope: Scope, values: Mapping[str, Any]) -> None:
    """Run a block once: its names and its labels without index are its own."""
    inner = Scope(reader.evaluation, scope)
    inner.values |= values
    inner.labels = Labels(scope.labels)
    with reader.within(ROUND, ROUND, block.span, values=tuple(values.items())):
        _run(reader, block, inner, scope)


def _run(reader: Interpreter, block: tree.Block, inner: Scope, scope: Scope) -> None:
    reader.body(block.body, inner)
    scope.tensor, scope.entered = inner.tensor, inner.entered


def condition(reader: Interpreter, node: tree.Condition, scope: Scope) -> None:
    """Read `if test { … } else { … }`: one of the bodies."""
    taken = node.then if decide(node.test, scope) else node.otherwise
    if isinstance(taken, tree.Condition):
        condition(reader, taken, scope)
    elif taken is not None:
        _run(reader, taken, Scope(reader.evaluation, scope), scope)


def count_of(node: Any, scope: Scope) -> Any:
    """How often a block is repeated: a whole number or a formula."""
    count = evaluate(node, scope)
    if not is_number(count):
        raise SymcnnError("E303", f"a count is a number, not {describe(count)}", node.span)
    if is_symbolic(count):
        return count
    if not isinstance(count, int) or count < 0:
        raise SymcnnError(
            "E302", f"a block cannot be repeated {count} times", node.span, "a count is a whole number or a symbol"
        )
    return count


def _unpacked(node: tree.Loop, value: Any, row: int) -> dict[str, Any]:
    """The values of the loop's names in one round; a row of a table gives one each."""
    if len(node.names) == 1:
        return {node.names[0]: value}
    row_values = value.elements if isinstance(value, ListValue) else value if isinstance(value, tuple) else (value,)
    if len(row_values) != len(node.names):
        names = f"{len(node.names)} values ({', '.join(node.names)})"
        raise SymcnnError("E301", f"the loop takes {names} but row {row} has {len(row_values)}", node.domain.span)
    return dict(zip(node.names, row_values, strict=True))
