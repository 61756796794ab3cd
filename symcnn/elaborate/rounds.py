"""What happens several times, or perhaps: repeats, loops, conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from symcnn.algebra.exact import is_symbolic
from symcnn.elaborate.depth import Rounds, Snapshot, read_once
from symcnn.elaborate.expressions import decide, evaluate, iterate, rounds_of
from symcnn.elaborate.limits import Exhausted
from symcnn.elaborate.scope import Labels, Scope
from symcnn.elaborate.values import ListValue, RangeValue, describe, is_number
from symcnn.errors import SymcnnError
from symcnn.text import tree

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter


MOST_UNROLLED = 100  # rounds of a count that is a number; of more, the body is read once where that can be


def repeat(reader: Interpreter, node: tree.Repeat, scope: Scope) -> None:
    """Read `3*{ … }`, `n*conv(C,3)`: the body in a row, or once for all rounds."""
    count = count_of(node.count, scope)

    def once(values: Mapping[str, Any]) -> None:
        _once(reader, node, scope)

    rounds = Rounds(once, count, node.count.span, node.span)
    _in_turn(reader, rounds, scope, ({} for _ in range(count)) if not is_symbolic(count) else ())


def loop(reader: Interpreter, node: tree.Loop, scope: Scope) -> None:
    """Read `for i in 1..n { … }`: the body for every value, or once for all."""
    domain, span = evaluate(node.domain, scope), node.domain.span

    def once(values: Mapping[str, Any]) -> None:
        _round(reader, node.body, scope, values)

    if isinstance(domain, RangeValue) and len(node.names) == 1:
        count = rounds_of(domain, span)
        rounds = Rounds(once, count, span, node.span, node.names[0], domain.start, domain.step)
        values = ({node.names[0]: i} for i in iterate(domain, span)) if not is_symbolic(count) else ()
        _in_turn(reader, rounds, scope, values)
        return
    for row, value in enumerate(iterate(domain, span), 1):
        once(_unpacked(node, value, row))


def _in_turn(reader: Interpreter, rounds: Rounds, scope: Scope, values: Iterable[Mapping[str, Any]]) -> None:
    """Read few rounds one by one, and others once for all of them."""
    if is_symbolic(rounds.count):
        read_once(reader, rounds, scope)
        return
    if rounds.count > MOST_UNROLLED:
        kept = Snapshot(reader, scope)
        try:
            read_once(reader, rounds, scope)
        except Exhausted:
            raise
        except SymcnnError:
            kept.restore()
        else:
            return
    for each in values:
        rounds.run(each)


def _once(reader: Interpreter, node: tree.Repeat, scope: Scope) -> None:
    if isinstance(node.body, tree.Block):
        _round(reader, node.body, scope, {})
    else:
        reader.body((node.body,), scope)


def _round(reader: Interpreter, block: tree.Block, scope: Scope, values: Mapping[str, Any]) -> None:
    """Run a block once: its names and its labels without index are its own."""
    inner = Scope(reader.evaluation, scope)
    inner.values |= values
    inner.labels = Labels(scope.labels)
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
