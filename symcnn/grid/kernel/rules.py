"""The operations of a plan with NumPy, into memory that is there already or new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symcnn.grid.arrays import numpy
from symcnn.grid.kernel.plan import Op, Plan

Rule = Callable[..., Any]  # of arguments and `out`, an array or None, to an array


def rule_of(plan: Plan, op: Op) -> Rule:
    """How an operation is done; what is wide is done with Python's integers."""
    np = numpy()
    if op.kind in ("floor", "power", "choose", "spread"):
        return SPECIAL[op.kind](np, plan, op)
    ufunc = getattr(np, UFUNCS[op.kind])
    return _typed(ufunc) if op.wide else ufunc


def _typed(ufunc: Any) -> Rule:
    return lambda *arguments, out=None: ufunc(*arguments, out=out, dtype=object)


def _floor(np: Any, plan: Plan, op: Op) -> Rule:
    divisor = plan.number(op.arguments[1])
    if divisor and divisor > 0 and not divisor & (divisor - 1) and not op.wide:
        shift = divisor.bit_length() - 1
        return lambda a, _, out=None: np.right_shift(a, shift, out=out)
    divide = _typed(np.floor_divide) if op.wide else np.floor_divide
    return _careful(np, divide) if op.value else divide


def _careful(np: Any, divide: Rule) -> Rule:
    """By 0, at points that do not count, it is 0."""

    def found(a: Any, b: Any, out: Any = None) -> Any:
        zero = np.equal(b, 0).astype(bool)
        out = divide(a, np.where(zero, 1, b), out=out)
        np.copyto(out, 0, where=np.broadcast_to(zero, out.shape))
        return out

    return found


def _power(np: Any, plan: Plan, op: Op) -> Rule:
    power = _typed(np.power) if op.wide else np.power
    if plan.number(op.arguments[1]) == 2:
        multiply = _typed(np.multiply) if op.wide else np.multiply
        return lambda a, _, out=None: multiply(a, a, out=out)
    return (lambda a, b, out=None: power(a, np.maximum(b, 0), out=out)) if op.value else power


def _choose(np: Any, plan: Plan, op: Op) -> Rule:
    kind = object if op.wide else np.int64

    def found(truth: Any, a: Any, b: Any, out: Any = None) -> Any:
        if out is None:
            out = np.empty(np.broadcast_shapes(*map(np.shape, (truth, a, b))), kind)
        np.copyto(out, b)
        np.copyto(out, a, where=truth)
        return out

    return found


def _spread(np: Any, plan: Plan, op: Op) -> Rule:
    """The caller gives the memory: its shape is what the value is spread over."""

    def found(a: Any, out: Any) -> Any:
        np.copyto(out, a)
        return out

    return found


SPECIAL: dict[str, Callable[[Any, Plan, Op], Rule]] = {
    "floor": _floor,
    "power": _power,
    "choose": _choose,
    "spread": _spread,
}
UFUNCS = {
    "add": "add",
    "multiply": "multiply",
    "minimum": "minimum",
    "maximum": "maximum",
    "at_least": "greater_equal",
    "equal": "equal",
    "all": "logical_and",
    "any": "logical_or",
    "negate": "logical_not",
}
