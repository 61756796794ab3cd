"""Dense values with numba: nested loops, an operation in the loop of the last axis that it depends on.

The source is made of kinds of operations and whole numbers alone; no name or text of a user gets into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import Any

from symcnn.grid.arrays import numpy
from symcnn.grid.axes import Grid
from symcnn.grid.intervals import Intervals
from symcnn.grid.kernel.plan import Op, Plan
from symcnn.grid.kernel.tiled import NOTHING, Tiled, places_of

TILE = 1 << 17  # points
FEW = 8  # powers up to this one are products


def has_numba() -> bool:
    """Whether numba is installed."""
    return find_spec("numba") is not None


class Loops(Tiled):
    """Evaluates some nodes over a grid, none of which needs more than 64 bits.

    >>> from symcnn.grid.axes import Axis
    >>> from symcnn.grid.tape import Tape
    >>> tape = Tape()
    >>> node = tape.add([tape.symbol("F"), tape.multiply([tape.symbol("K"), tape.constant(10)])])
    >>> grid = Grid((Axis(("F",), (range(1, 4),)), Axis(("K",), ([1, 2],))), {})
    >>> loops = Loops(grid, Intervals(tape, {"F": (1, 3), "K": (1, 2)}), [node])
    >>> print(loops.source)
    def sweep(n0, m0, n1, m1, c0_0, c1_0, o0):
        at = 0
        t2 = 10
        for i0 in range(n0, m0):
            t0 = c0_0[i0]
            s0 = c1_0[n1:m1]
            r0 = o0[at : at + m1 - n1]
            for j in range(m1 - n1):
                t1 = s0[j]
                t3 = t1 * t2
                t4 = t0 + t3
                r0[j] = t4
            at += m1 - n1
    """

    def __init__(self, grid: Grid, intervals: Intervals, wanted: Sequence[int], points: int = TILE) -> None:
        grid = grid if grid.axes else NOTHING
        plan = Plan(grid, intervals, wanted, nested=True)
        if plan.is_wide:
            raise OverflowError("values beyond 64 bits")
        super().__init__(grid, wanted, plan, points)
        self._columns = [
            numpy().array(grid.axes[axis].columns[column], numpy().int64) for axis, column in _columns(plan)
        ]
        self.source = written(plan, self.wanted)

    @cached_property
    def function(self) -> Callable[..., None]:
        """What runs the loops."""
        return compiled(self.source)

    def run(self, row: int, first: int, last: int, memory: Mapping[int, Any]) -> None:
        """Evaluate one tile."""
        before = places_of(row, self.shape[: self.cut.axis])
        ends = [(place, place + 1) for place in before] + [(first, last)]
        ends += [(0, length) for length in self.shape[self.cut.axis + 1 :]]
        self.function(
            *(end for pair in ends for end in pair), *self._columns, *(memory[place] for place in self.wanted)
        )


def _columns(plan: Plan) -> list[tuple[int, int]]:
    """The axes and columns of the symbols, in order."""
    return sorted({op.value for op in plan.ops if isinstance(op.value, tuple)})


@lru_cache(maxsize=256)
def compiled(source: str) -> Callable[..., None]:
    """The machine code of a source that `written` has made."""
    from numba import njit

    found: Callable[..., None] = njit(function_of(source), nogil=True, error_model="numpy")
    return found


def function_of(source: str) -> Callable[..., None]:
    """The same as a function of Python."""
    space: dict[str, Any] = {}
    exec(source, {"__builtins__": {"range": range, "min": min, "max": max, "bool": bool}}, space)  # noqa: S102  (ours)
    found: Callable[..., None] = space["sweep"]
    return found


def written(plan: Plan, wanted: Sequence[int]) -> str:
    """The nested loops of a plan as source; the innermost one counts from 0, along parts of arrays."""
    inner = len(plan.shape) - 1
    levels: list[list[str]] = [[] for _ in range(inner + 2)]
    for at, op in enumerate(plan.ops):
        levels[op.axes.bit_length()].append(f"t{at} = {_expression(plan, op, inner)}")
    levels[-1] += [f"r{n}[j] = t{plan.of[place]}" for n, place in enumerate(wanted)]
    own = [column for axis, column in _columns(plan) if axis == inner]
    levels[-2] += [f"s{column} = c{inner}_{column}[n{inner}:m{inner}]" for column in own]
    levels[-2] += [f"r{n} = o{n}[at : at + m{inner} - n{inner}]" for n in range(len(wanted))]
    lines = [_head(plan, len(wanted)), "    at = 0"]
    for depth, level in enumerate(levels):
        lines += ["    " * (depth + 1) + line for line in level]
        if depth <= inner:
            span = f"i{depth} in range(n{depth}, m{depth})" if depth < inner else f"j in range(m{inner} - n{inner})"
            lines.append("    " * (depth + 1) + f"for {span}:")
    return "\n".join([*lines, "    " * (inner + 1) + f"at += m{inner} - n{inner}"])


def _head(plan: Plan, outputs: int) -> str:
    ends = [f"{letter}{axis}" for axis in range(len(plan.shape)) for letter in "nm"]
    columns = [f"c{axis}_{column}" for axis, column in _columns(plan)]
    return f"def sweep({', '.join([*ends, *columns, *(f'o{n}' for n in range(outputs))])}):"


def _expression(plan: Plan, op: Op, inner: int) -> str:
    if isinstance(op.value, tuple):
        axis, column = op.value
        return f"s{column}[j]" if axis == inner else f"c{axis}_{column}[i{axis}]"
    if op.kind == "constant":
        return str(op.value)
    names = [f"t{argument}" for argument in op.arguments]
    if op.kind in ("floor", "power"):
        return {"floor": _floor, "power": _power}[op.kind](plan, op, *names)
    return PATTERNS[op.kind].format(*names)


def _floor(plan: Plan, op: Op, a: str, b: str) -> str:
    divisor = plan.number(op.arguments[1])
    if divisor and divisor > 0 and not divisor & (divisor - 1):
        return f"{a} >> {divisor.bit_length() - 1}"
    return f"{a} // {b} if {b} != 0 else 0" if op.value else f"{a} // {b}"


def _power(plan: Plan, op: Op, a: str, b: str) -> str:
    exponent = plan.number(op.arguments[1])
    if exponent is not None and 0 < exponent <= FEW:
        return " * ".join([a] * exponent)
    return f"{a} ** max({b}, 0)"


PATTERNS = {
    "add": "{} + {}",
    "multiply": "{} * {}",
    "minimum": "min({}, {})",
    "maximum": "max({}, {})",
    "at_least": "{} >= {}",
    "equal": "{} == {}",
    "all": "bool({}) & bool({})",
    "any": "bool({}) | bool({})",
    "negate": "not {}",
    "choose": "{1} if {0} else {2}",
}
