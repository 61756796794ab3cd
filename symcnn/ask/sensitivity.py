"""What a symbol costs at a point: one more of it exactly, the derivative, and the elasticity.

One more is the difference of two readings of the network, rounding and all. The derivative and the elasticity
(percent more of the quantity for one percent more of the symbol) are those of the formula without rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from symcnn.algebra.conditions import put_in
from symcnn.algebra.exact import divide, exact, is_fraction, is_symbolic
from symcnn.algebra.printing import text
from symcnn.ask.pieces import UNDECIDED
from symcnn.ask.scaling import Smooth
from symcnn.ask.solve.solution import aligned, cell, plain, written
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.grid.axes import Grid
from symcnn.record import Record
from symcnn.report import Report

MOST_POINTS = 10_000
Read = Callable[[Mapping[str, Any]], Report]


class Sensitivity(Record):
    """How one quantity answers to one symbol at one point."""

    point: Mapping[str, Any]
    quantity: str
    symbol: str
    value: Any  # of the quantity
    more: Any  # what one more of the symbol costs; None where there is no such network
    derivative: Any  # None where the network can be read with numbers only
    elasticity: Any
    reason: str = ""  # why there is no network with one more

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data."""
        parts = ("quantity", "symbol", "value", "more", "derivative", "elasticity")
        found = {name: plain(getattr(self, name)) for name in parts[2:]}
        point = {name: plain(value) for name, value in self.point.items()}
        return {
            "point": point,
            "quantity": self.quantity,
            "symbol": self.symbol,
            **found,
            "reason": self.reason or None,
        }


def sensitivities(
    read: Read, grid: Grid, fixed: Mapping[str, Any], quantities: Sequence[str], symbols: Sequence[str]
) -> Iterator[Sensitivity]:
    """The sensitivities at all points of a grid.

    Raises SymcnnError for symbols that are not the network's, and quantities that are not known.
    """
    if grid.size > MOST_POINTS:
        raise SymcnnError("E505", f"{grid.size:,} points are too many", None, f"at most {MOST_POINTS:,}: give a step")
    for point in grid.points():
        values = {**fixed, **point}
        report = read(values)
        names = symbols or (*values, *report.symbols)
        _check(names, (*values, *report.symbols))
        for quantity in quantities:
            for name in names:
                yield from _one(read, report, values, quantity, name)


def _check(names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            help_ = did_you_mean(name, known) or f"its symbols: {', '.join(known) or 'none'}"
            raise SymcnnError("E203", f"there is no symbol '{name}' in this network", None, help_)


def _one(read: Read, report: Report, values: Mapping[str, Any], quantity: str, name: str) -> Iterator[Sensitivity]:
    """The sensitivity of a quantity to a symbol; nothing where it does not depend on it."""
    value = _total(report, quantity)
    derivative, elasticity = _smooth(read, values, quantity, name)
    more, reason = _one_more(read, values, quantity, name, value)
    if more not in (0, None) or derivative not in (0, None):
        yield Sensitivity(values, quantity, name, value, more, derivative, elasticity, reason)


def _total(report: Report, quantity: str) -> Any:
    value = report.total(quantity)
    if value is None or isinstance(value, tuple):
        raise SymcnnError("E505", f"{quantity} of this network is not one number", None, "ask for another quantity")
    return value


def _one_more(read: Read, values: Mapping[str, Any], quantity: str, name: str, value: Any) -> tuple[Any, str]:
    """What one more costs, or why there is no such network."""
    from sympy import Symbol, expand

    before = values.get(name, Symbol(name))
    if is_fraction(before) or not (isinstance(before, int) or is_symbolic(before)):
        return None, f"{name} is no whole number"
    try:
        after = _total(read({**values, name: exact(before + 1)}), quantity)
    except SymcnnError as error:
        return None, error.message
    difference = exact(after - value)
    return (exact(expand(difference)) if is_symbolic(difference) else difference), ""


def _smooth(read: Read, values: Mapping[str, Any], quantity: str, name: str) -> tuple[Any, Any]:
    """The derivative and the elasticity without rounding; None where only numbers can be read."""
    from sympy import Symbol, cancel, diff

    before = values.get(name)
    try:
        total = _total(read({other: value for other, value in values.items() if other != name}), quantity)
    except SymcnnError as error:
        if error.code in UNDECIDED or error.code.startswith("E4"):
            return None, None
        raise
    if not is_symbolic(total) or name not in {symbol.name for symbol in total.free_symbols}:
        return 0, 0
    variable = Symbol(name)
    smooth = Smooth(variable, quantity)
    formula = smooth(total)
    slope = diff(formula, variable)
    at = {} if before is None else {name: before}
    derivative, value = (put_in(exact(smooth.with_sums(part)), at) for part in (slope, formula))
    if before is not None and value != 0 and not any(map(is_symbolic, (before, derivative, value))):
        return derivative, divide(exact(before * derivative), value)
    return derivative, put_in(exact(smooth.with_sums(cancel(variable * slope / formula))), at)


def told(found: Sequence[Sensitivity]) -> str:
    """The sensitivities as a table; the values that are the same in all rows stand above it.

    >>> one = Sensitivity({"F": 64}, "params", "F", 38720, 1190, 1181, divide(1181, 605))
    >>> print(told([one]))
    at F = 64
      quantity   value  in  one more costs  derivative         elasticity
        params  38,720   F           1,190       1,181  1181/605 ~ 1.9521
    """
    if not found:
        return "nothing depends on a symbol"
    if any(is_symbolic(one.value) for one in found):
        return "\n\n".join(map(_in_lines, found))
    points = [one.point for one in found]
    changing = [name for name in points[0] if any(point[name] != points[0][name] for point in points)]
    fixed = {name: value for name, value in points[0].items() if name not in changing}
    head = ["quantity", "value", "in", "one more costs", "derivative", "elasticity"]
    rows = [[*(cell(one.point[name]) for name in changing), *_row(one)] for one in found]
    notes = dict.fromkeys(f"- {one.symbol}: {one.reason}" for one in found if one.reason)
    return "\n".join([*([f"at {written(fixed)}"] if fixed else []), *aligned([*changing, *head], rows), *notes])


def _in_lines(one: Sensitivity) -> str:
    """A sensitivity with formulas, a line each."""
    lines = [
        f"{one.quantity} in {one.symbol}{f', at {written(one.point)}' if one.point else ''}",
        f"  one more costs  {one.reason or cell(one.more)}",
        f"  derivative      {cell(one.derivative)}",
        f"  elasticity      {_with_digits(one.elasticity)}",
    ]
    return "\n".join(lines)


def _row(one: Sensitivity) -> list[str]:
    parts = (one.more, one.derivative)
    return [one.quantity, cell(one.value), one.symbol, *map(cell, parts), _with_digits(one.elasticity)]


def _with_digits(value: Any) -> str:
    """A fraction with its first digits."""
    if not is_fraction(value):
        return cell(value)
    tenths = int(abs(value) * 10_000 + divide(1, 2))
    sign = "-" if value < 0 else ""
    return f"{text(value)} ~ {sign}{tenths // 10_000}.{tenths % 10_000:04}"
