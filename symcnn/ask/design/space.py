"""The space of a design: a network over values, with claims and goals, written onto a tape for each of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from symcnn.algebra.exact import fraction
from symcnn.ask.claims import read_claims, read_measure
from symcnn.ask.design.plan import Goal
from symcnn.ask.formulas import Formulas
from symcnn.ask.pieces import Piece, pieces
from symcnn.ask.solve.lines import difference
from symcnn.errors import SymcnnError
from symcnn.grid.axes import Grid
from symcnn.grid.cpsat import Model
from symcnn.grid.tape import Ratio
from symcnn.record import Record
from symcnn.report import Report
from symcnn.text import tree

Read = Callable[[Mapping[str, Any]], Report]


class Space(Record):
    """A network, the values of its symbols, what is claimed, and what is wanted."""

    read: Read
    grid: Grid
    where: str = ""
    goals: tuple[Goal, ...] = ()
    match: str = ""  # what is made equal, or as nearly equal as can be
    others: Mapping[str, Read] = MappingProxyType({})  # networks that are compared with, by name
    given: Mapping[str, Any] = MappingProxyType({})  # values that are in the network already
    seconds: float = 10
    defaults: Mapping[str, Any] = MappingProxyType({})  # those of the given values that the text gives


class Part(Record):
    """A part of the space on a tape."""

    piece: Piece
    formulas: Formulas
    claims: tuple[tree.Expr, ...]
    goals: tuple[tuple[Goal, Ratio], ...]

    def model(self, claims: Sequence[tree.Expr]) -> Model:
        """The solver's model of the part with some claims."""
        lowering = self.formulas.lowering
        made = Model(lowering.tape, lowering.intervals, self.piece.grid.axes)
        for place in self.formulas.decided.values():
            made.require(place)
        for claim in claims:
            made.require(self.formulas.about.holds(claim))
        return made

    def point(self, columns: Mapping[str, int]) -> dict[str, Any]:
        """The values that numbers in columns stand for, words among them."""
        found: dict[str, Any] = {}
        for axis in self.piece.grid.axes:
            below = axis.denominators or (1,) * len(axis.names)
            numbers = axis.at(0) if axis.has_words else {}
            whole = zip(axis.names, below, strict=True)
            found |= numbers or {name: fraction(columns[name], d) for name, d in whole}
        return found


def parts_of(space: Space) -> Iterator[Part]:
    """The parts of a space that have one formula each; those without a network are left out."""
    claims = _claims(space)
    goals = _goals(space)
    for piece in pieces(space.read, space.grid):
        if piece.report is None:
            continue
        fixed = {name: v for axis in piece.grid.axes if len(axis) == 1 for name, v in axis.at(0).items()}
        others = {name: read(fixed) for name, read in space.others.items()}
        formulas = Formulas(piece.report, piece.grid, space.given, None, others)
        ratios = tuple((goal, _ratio(formulas, node)) for goal, node in goals)
        yield Part(piece, formulas, claims, ratios)


def _claims(space: Space) -> tuple[tree.Expr, ...]:
    names = {*space.grid.names, *space.given, *space.others}
    read = read_claims(space.where, names) if space.where.strip() else ()
    return tuple(part for claim in read for part in _apart(claim))


def _apart(claim: tree.Expr) -> list[tree.Expr]:
    """The claims that are joined by `and`."""
    if isinstance(claim, tree.Logic) and claim.operator == "and":
        return [*_apart(claim.left), *_apart(claim.right)]
    return [claim]


def _goals(space: Space) -> list[tuple[Goal, tree.Expr]]:
    names = {*space.grid.names, *space.given, *space.others}
    found = [(goal, read_measure(goal.text, names)) for goal in space.goals]
    if not space.match:
        return found
    (claim, *more) = read_claims(space.match, names)
    if more or not isinstance(claim, tree.Compare) or claim.operator != "==":
        message = f"'{space.match}' is no equality of two quantities"
        raise SymcnnError("E303", message, claim.span, "write for example: params == params(B)")
    return [(Goal(space.match, False, match=True), claim), *found]


def _ratio(formulas: Formulas, node: tree.Expr) -> Ratio:
    """The goal on the tape: a formula over a number, or the size of a difference."""
    tape = formulas.lowering.tape
    is_match = isinstance(node, tree.Compare)
    ratio = difference(formulas, node) if isinstance(node, tree.Compare) else formulas.ratio(node)
    if tape.number(ratio.denominator) is None:
        message = f"'{node.span.text}' is a quotient of formulas, which is not optimised"
        raise SymcnnError("E505", message, node.span, "bound one of them: --where 'params<=1M'")
    if not is_match:
        return ratio
    size = tape.extreme("maximum", [ratio.numerator, tape.negative(ratio.numerator)])
    return Ratio(size, ratio.denominator)
