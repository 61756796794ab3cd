"""The lines of points along which a claim is solved: one for each combination of the other values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from symcnn.algebra.conditions import Condition, ForAll
from symcnn.algebra.exact import fraction, free_names, is_symbolic
from symcnn.ask.claims import Claims
from symcnn.ask.formulas import Formulas, names_of, ranges_of
from symcnn.elaborate.named import nodes
from symcnn.errors import SymcnnError
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.exactly import values_of
from symcnn.grid.line import Line, Places, needed, straight
from symcnn.grid.lowering import Lowering
from symcnn.grid.tape import Ratio, Tape
from symcnn.record import Record
from symcnn.report import Report
from symcnn.text import tree

FAR = 2**64  # stands for no end, where nothing is raised to the power of the symbol
FAR_EXPONENT = 4096  # where something is


class Stretch(Record):
    """Values of the symbol at equal distances; without a count they go on for ever."""

    first: int
    step: int
    count: int | None


class Case(Record):
    """A claim with numbers for all names but one, on a tape."""

    tape: Tape
    truth: int  # the claim and the conditions
    conditions: Mapping[str, int]
    outputs: Mapping[str, Ratio]
    differences: tuple[Ratio, ...]  # left - right of the claims that compare
    symbol: str
    below: int  # the denominator of the values of the symbol
    stretches: tuple[Stretch, ...]
    point: Mapping[str, Any]
    columns: Mapping[str, int]
    stated: tuple[Condition, ...]  # conditions in names without values
    places: Places  # of the nodes that the claim is made of
    straight: int | None  # an equality of straight lines in the symbol

    def line(self, stretch: Stretch, truth: int | None = None) -> Line:
        """The line of one stretch, for the claim or for another truth."""
        chosen, places = (self.truth, self.places) if truth is None else (truth, ())
        return Line(self.tape, chosen, self.symbol, stretch.first, stretch.step, self.columns, places)

    def value(self, stretch: Stretch, t: int) -> Any:
        """The value of the symbol at a place of a stretch."""
        return fraction(stretch.first + stretch.step * t, self.below)

    def measured(self, value: Any) -> dict[str, Any]:
        """The quantities of the claim at a value of the symbol."""
        found = self._values([place for ratio in self.outputs.values() for place in ratio], value)
        return {name: fraction(found[r.numerator], found[r.denominator]) for name, r in self.outputs.items()}

    def _values(self, wanted: Iterable[int], value: Any) -> dict[int, int]:
        places = sorted({each for place in wanted for each in needed(self.tape, place)})
        return values_of(self.tape, places, {**self.columns, self.symbol: int(value * self.below)})

    def failing(self, value: Any) -> str:
        """The first condition that does not hold at a value of the symbol."""
        found = self._values(self.conditions.values(), value)
        return next((text for text, place in self.conditions.items() if not found[place]), "")


def cases(
    report: Report,
    grid: Grid,
    symbol: str,
    claims: Sequence[tree.Expr],
    measures: Mapping[str, tree.Expr],
    given: Mapping[str, Any],
    endless: bool,
) -> Iterator[Case]:
    """The cases of a part of a grid that has one report; the symbol is on its last axis."""
    *others, own = grid.axes
    far = _far(report, symbol, compared(report, given, claims)) if endless else 0
    ends = (own.columns[0][0], far) if endless else (min(own.columns[0]), max(own.columns[0]))
    ranges = {**ranges_of(grid.replaced(axes=tuple(others))), symbol: ends}
    formulas = Formulas(report, grid, given, ranges)
    lowering, about, decided = formulas.lowering, formulas.about, formulas.decided
    outputs = {name: lowering.ratio(about.measure(node)) for name, node in measures.items()}
    truth = lowering.tape.all([*decided.values(), *map(about.holds, claims)])
    differences = tuple(difference(formulas, claim) for claim in claims if isinstance(claim, tree.Compare))
    stretches = _endless(own, far) if endless else _stretches(own.columns[0])
    tape, unit = lowering.tape, formulas.below.get(symbol, 1)
    fixed = (tape, truth, decided, outputs, differences, symbol, unit, stretches)
    more = (formulas.stated, needed(tape, truth), straight(tape, truth, symbol))
    for point, columns in _points(others):
        yield Case(*fixed, point, columns, *more)


def difference(formulas: Formulas, claim: tree.Compare) -> Ratio:
    """What the left side of a comparison has more than the right."""
    lowering = formulas.lowering
    tape = lowering.tape
    left, right = (lowering.ratio(formulas.about.measure(side)) for side in (claim.left, claim.right))
    return tape.add_ratios([left, Ratio(tape.negative(right.numerator), right.denominator)])


def compared(report: Report, given: Mapping[str, Any], claims: Sequence[tree.Expr]) -> list[Any]:
    """The formulas in the claims."""
    about = Claims(Lowering({}), report, given)
    relations = [node for claim in claims for node in nodes(claim) if isinstance(node, tree.Compare)]
    return [about.measure(side) for node in relations for side in (node.left, node.right)]


def _far(report: Report, symbol: str, formulas: Sequence[Any]) -> int:
    """How far a symbol without an end is followed.

    Raises SymcnnError where it is the number of rounds of a sum that has no closed form.
    """
    if any(isinstance(c, ForAll) and symbol in names_of(c) for c in report.conditions):
        raise _without_end(symbol)
    parts = [part for c in report.conditions for part in c.parts]
    symbolic = [part for part in (*formulas, *parts) if is_symbolic(part)]
    exponents = [_is_exponent(formula, symbol) for formula in symbolic]  # all are looked at, for sums too
    return FAR_EXPONENT if any(exponents) else FAR


def _is_exponent(formula: Any, symbol: str) -> bool:
    from sympy import Pow, Sum

    ends = [end for each in formula.atoms(Sum) for limits in each.limits for end in limits[1:]]
    if any(symbol in free_names(end) for end in ends):
        raise _without_end(symbol)
    return any(symbol in free_names(power.exp) for power in formula.atoms(Pow))


def _without_end(symbol: str) -> SymcnnError:
    message = f"{symbol} is a number of rounds whose costs have no closed form"
    return SymcnnError("E504", message, None, f"give {symbol} a range: {symbol}=1..100")


def _endless(own: Axis, far: int) -> tuple[Stretch, ...]:
    first = own.columns[0][0]
    return (Stretch(first, 1, None if far == FAR else far - first + 1),)


def _stretches(column: Sequence[int]) -> tuple[Stretch, ...]:
    """The values of a column in order, those at equal distances together.

    >>> _stretches(range(8, 33, 8)), _stretches([1, 2, 3, 7])
    ((Stretch(first=8, step=8, count=4),), (Stretch(first=1, step=1, count=3), Stretch(first=7, step=1, count=1)))
    """
    if isinstance(column, range):
        return (Stretch(column[0], column.step, len(column)),)
    found: list[Stretch] = []
    for value in sorted(set(column)):
        last = found[-1] if found else None
        if last is None or last.count is None:
            found.append(Stretch(value, 1, 1))
        elif last.count == 1 and (len(found) == 1 or value - last.first == 1):
            found[-1] = Stretch(last.first, value - last.first, 2)
        elif last.count > 1 and value == last.first + last.step * last.count:
            found[-1] = last.replaced(count=last.count + 1)
        else:
            found.append(Stretch(value, 1, 1))
    return tuple(found)


def _points(axes: Sequence[Axis]) -> Iterator[tuple[dict[str, Any], dict[str, int]]]:
    """The combinations of the places of some axes: as a user gave them, and as numbers."""
    if not axes:
        yield {}, {}
        return
    *before, last = axes
    for point, columns in _points(before):
        for place in range(len(last)):
            own = {} if last.has_words else {n: c[place] for n, c in zip(last.names, last.columns, strict=True)}
            yield {**point, **last.at(place)}, {**columns, **own}
