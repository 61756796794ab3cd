"""A network over a grid, compiled: what sweeps, solutions and designs start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symcnn.algebra.conditions import Condition
from symcnn.ask.claims import Claims
from symcnn.grid.axes import Grid
from symcnn.grid.lowering import Lowering
from symcnn.grid.problem import Problem
from symcnn.grid.tape import Ratio
from symcnn.report import Report
from symcnn.text import tree


def compiled(
    report: Report,
    grid: Grid,
    wanted: Mapping[str, tree.Expr],
    claims: Sequence[tree.Expr] = (),
    given: Mapping[str, Any] | None = None,
) -> Problem:
    """Write the formulas that are wanted, the conditions and the claims onto one tape.

    `given` has the values that were put into the network before: claims may name them.
    Raises SymcnnError for a symbol without values, or a formula that is no whole number.
    """
    lowering = _lowering(grid)
    about = Claims(lowering, report, given or {})
    conditions = {_named(condition): lowering.condition(condition) for condition in report.conditions}
    where = lowering.tape.all([about.holds(claim) for claim in claims])
    outputs = {name: _over_a_number(lowering, about.measure(node), _counts(node)) for name, node in wanted.items()}
    conditions |= _not_by_zero(lowering, outputs, about.divided)
    return Problem(grid, lowering.tape, lowering.intervals, outputs, conditions, where)


def _not_by_zero(lowering: Lowering, outputs: Mapping[str, Ratio], divided: Mapping[str, int]) -> dict[str, int]:
    """What is divided by must not be 0: at such points a formula has no value, and a claim no truth."""
    below = {**divided, **{name: ratio.denominator for name, ratio in outputs.items()}}
    truths = {f"{text}: no division by 0": lowering.not_zero(place) for text, place in below.items()}
    return {text: place for text, place in truths.items() if lowering.tape.number(place) != 1}


def _named(condition: Condition) -> str:
    """A condition with the layer that asks for it first: `H >= K + 1 (pool1)`."""
    return f"{condition} ({condition.layers[0]})" if condition.layers else str(condition)


def _lowering(grid: Grid) -> Lowering:
    """A lowering that knows the names of a grid."""
    numbers = [axis for axis in grid.axes if not axis.has_words]
    ranges = {name: ends for axis in numbers for name, ends in axis.ranges().items()}
    below = {name: d for axis in numbers for name, d in zip(axis.names, axis.denominators, strict=False)}
    lowering = Lowering(ranges, below)
    for name, formula in grid.coupled.items():
        lowering.couple(name, formula)
    return lowering


COUNTS = ("params", "buffers", "total", "macs", "activations", "depth")  # whole wherever there is a network


def _counts(node: tree.Expr) -> bool:
    return isinstance(node, tree.Name) and node.name in COUNTS


def _over_a_number(lowering: Lowering, value: Any, is_count: bool) -> Ratio:
    """A formula over a number; one that is whole although it has a denominator is divided out."""
    from symcnn.algebra.exact import is_symbolic

    ratio = lowering.ratio(value)
    if lowering.tape.number(ratio.denominator) == 1:
        return ratio
    if is_symbolic(value) and (is_count or _is_whole(value)):
        return lowering.tape.whole(lowering.whole(value))
    return lowering.upright(ratio)


def _is_whole(value: Any) -> bool:
    from symcnn.algebra.whole import is_whole

    return bool(is_whole(value))
