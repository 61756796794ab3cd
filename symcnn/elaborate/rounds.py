"""What happens several times, or perhaps: repeats, loops, conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from symcnn.algebra.exact import is_symbolic
from symcnn.elaborate.again import copy, does_the_same, state
from symcnn.elaborate.depth import Rounds, read_once
from symcnn.elaborate.expressions import decide, evaluate, iterate, rounds_of
from symcnn.elaborate.limits import Exhausted
from symcnn.elaborate.scope import Labels, Scope
from symcnn.elaborate.snapshot import Snapshot
from symcnn.elaborate.values import ListValue, RangeValue, describe, is_number
from symcnn.elaborate.wording import in_round
from symcnn.errors import Span, SymcnnError, on_the_way
from symcnn.structure import ROUND
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
    _in_turn(reader, rounds, scope, ())


def loop(reader: Interpreter, node: tree.Loop, scope: Scope) -> None:
    """Read `for i in 1..n { … }`: the body for every value, or once for all."""
    domain, span = evaluate(node.domain, scope), node.domain.span

    def once(values: Mapping[str, Any]) -> None:
        _round(reader, node.body, scope, values)

    if isinstance(domain, RangeValue) and len(node.names) == 1:
        count = rounds_of(domain, span)
        rounds = Rounds(once, count, span, node.span, node.names[0], domain.start, domain.step)
        _in_turn(reader, rounds, scope, _each(node.names[0], domain, span))
        return
    for row, value in enumerate(iterate(domain, span), 1):
        values = _unpacked(node, value, row)
        with on_the_way(span, partial(in_round, values, row - 1)):
            once(values)


def _each(name: str, domain: RangeValue, span: Span) -> Iterator[dict[str, Any]]:
    """The values of an index one by one (a generator: a long range is only refused if it must be written out)."""
    for value in iterate(domain, span):
        yield {name: value}


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
    if rounds.name:
        for number, each in enumerate(values):
            with on_the_way(rounds.span, partial(in_round, each, number)):
                rounds.run(each)
    else:
        _alike(reader, rounds, scope)


def _alike(reader: Interpreter, rounds: Rounds, scope: Scope) -> None:
    """Read rounds that no index tells apart; once one does what all others would do, these are copies of it."""
    for number in range(rounds.count):
        before = state(reader, scope)
        with on_the_way(rounds.span, partial(in_round, {}, number)):
            rounds.run({})
        if number < rounds.count - 1 and does_the_same(reader, before, scope):
            copy(reader, before, scope, rounds.count - 1 - number)
            return


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
