"""Solve a claim for one symbol: the largest or smallest whole number for which it holds, or all of them.

The claim is written onto a tape, and the line of values of the symbol is halved until every part is decided
by what is proved of it (see `grid.facts`): numbers of any size are exact, and no monotony is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from symcnn.algebra.conditions import AtLeast
from symcnn.algebra.exact import exact, free_names
from symcnn.ask.claims import Claims, apart, read_claims
from symcnn.ask.pieces import UNDECIDED, pieces
from symcnn.ask.solve.closed import Closed, closed
from symcnn.ask.solve.indivisible import indivisible
from symcnn.ask.solve.lines import Case, cases, compared
from symcnn.ask.solve.nearest import nearest
from symcnn.ask.solve.searching import EVERY, LARGEST, SMALLEST, has_a_network, solutions, stated
from symcnn.ask.solve.solution import Answer, Solution
from symcnn.elaborate.named import nodes
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.grid.axes import Axis, Grid
from symcnn.grid.lowering import Lowering
from symcnn.quantities import QUANTITIES
from symcnn.record import Record
from symcnn.report import Report
from symcnn.text import tree
from symcnn.text.parse import parse_value

MOST_COMBINATIONS = 2_000_000  # of the values of other names
PROBED = 64  # values of a symbol without an end that may have a formula of their own
KINDS = {
    LARGEST: "the largest value",
    SMALLEST: "the smallest value",
    EVERY: "every value",
}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class Question(Record):
    """A claim about a network, the symbol that it is solved for, and the values of others."""

    read: Callable[[Mapping[str, Any]], Report]
    claim: str
    symbol: str
    grid: Grid  # of names with several values; the symbol may be one of them
    given: Mapping[str, Any]  # values that are in the network already
    kind: str = ""
    limit: int = 100
    least: int = 1  # of a symbol without a range
    defaults: Mapping[str, Any] = MappingProxyType({})  # those of the given values that the text gives


def solve(question: Question) -> Answer:
    """Find the values of the symbol for which the claim holds.

    Raises SymcnnError for names that are not known, and for what depends on symbols without values.
    """
    return _answer(question).replaced(defaults=question.defaults)


def _answer(question: Question) -> Answer:
    report = _readable(question)
    claims = _claims(question, report)
    kind = question.kind or _kind(claims)
    form = _closed(question, report, claims, kind) if report is not None else None
    if report is not None and (loose := _loose(question, report, claims)):
        return _by_formula(question, report, form, kind, loose)
    every = list(_cases(question, claims))
    found, more = solutions(every, kind, question.limit)
    if not found:
        return _none(question, claims, kind, every)
    return Answer(
        question.claim, question.symbol, kind, tuple(found), more, _checked(form, found), stated(every, found)
    )


def _readable(question: Question) -> Report | None:
    """The report with symbols; None where the network can be read only with numbers."""
    try:
        report = question.read({})
    except SymcnnError as error:
        if error.code in UNDECIDED:
            return None
        raise
    if question.symbol not in report.symbols:
        help_ = did_you_mean(question.symbol, report.symbols) or f"its symbols: {', '.join(report.symbols) or 'none'}"
        raise SymcnnError("E203", f"there is no symbol '{question.symbol}' in this network", None, help_)
    return report


def _claims(question: Question, report: Report | None) -> tuple[tree.Expr, ...]:
    """The claims that were written; a name that nothing resembles is a symbol of its own (a budget P)."""
    symbols = report.symbols if report else ()
    known = {*question.grid.names, *question.given, *symbols, question.symbol}
    written_names = {
        node.name for claim in apart(question.claim) for node in nodes(claim) if isinstance(node, tree.Name)
    }
    new = {name for name in written_names if not did_you_mean(name, [*known, *QUANTITIES])}
    return read_claims(question.claim, known | (new if report is not None else set()))


def _kind(claims: Sequence[tree.Expr]) -> str:
    """What is asked for: the largest that stays below, the smallest that reaches, all that are equal."""
    asked = {_turned(claim) for claim in claims if isinstance(claim, tree.Compare)}
    if asked <= {">", ">="} and asked:
        return SMALLEST
    return EVERY if asked and asked <= {"==", "!="} else LARGEST


def _turned(claim: tree.Compare) -> str:
    """The operator of a claim, the quantity standing on the left."""
    left, right = (_quantities([side]) for side in (claim.left, claim.right))
    return TURNED.get(claim.operator, claim.operator) if right and not left else claim.operator


def _quantities(parts: Sequence[tree.Expr]) -> tuple[str, ...]:
    """The quantities that are named."""
    names = [node.name for part in parts for node in nodes(part) if isinstance(node, tree.Name)]
    return tuple(dict.fromkeys(name for name in names if name in QUANTITIES))


# ------------------------------------------------------------------ by formula


def _difference(question: Question, report: Report, claim: tree.Compare) -> Any:
    about = Claims(Lowering({}), report, question.given)
    return exact(about.measure(claim.left) - about.measure(claim.right))


def _closed(question: Question, report: Report, claims: Sequence[tree.Expr], kind: str) -> Closed | None:
    (claim, *others) = claims
    if others or not isinstance(claim, tree.Compare):
        return None
    difference, operator = _difference(question, report, claim), claim.operator
    if operator in (">", ">=") if kind == LARGEST else operator in ("<", "<="):
        difference, operator = exact(-difference), TURNED[operator]
    return closed(difference, operator, question.symbol, _least(report, question.symbol))


def _least(report: Report, symbol: str) -> dict[str, Any]:
    """What other symbols are at least: H >= K, where K is bounded by none."""
    bounds = [c for c in report.conditions if isinstance(c, AtLeast) and getattr(c.left, "is_Symbol", False)]
    found = {c.left.name: c.right for c in bounds if c.left.name != symbol}
    return {name: right for name, right in found.items() if not free_names(right) & {*found}}


def _loose(question: Question, report: Report, claims: Sequence[tree.Expr]) -> list[str]:
    """The names in the claims that have no values."""
    names = {name for value in compared(report, question.given, claims) for name in free_names(value)}
    return sorted(names - {*question.grid.names, question.symbol})


def _by_formula(question: Question, report: Report, form: Closed | None, kind: str, loose: list[str]) -> Answer:
    """The answer in symbols.

    Raises SymcnnError where there is no formula.
    """
    if form is None:
        names = ", ".join(loose)
        message = f"'{question.claim}' depends on {names}, and has no closed form in {question.symbol}"
        raise SymcnnError("E504", message, None, f"give values: {' '.join(f'{name}=…' for name in loose)}")
    conditions = (f"{question.symbol} >= {question.least}", *map(str, report.conditions))
    formula = f"{form.symbol} = {form.number}"
    return Answer(question.claim, question.symbol, kind, formula=formula, conditions=conditions)


def _checked(form: Closed | None, found: Sequence[Solution]) -> str:
    """The formula, where it gives the numbers that were found otherwise."""
    if form is None or form.is_plain or any(not _is_bound(form, one) for one in found):
        return ""
    return f"{form.symbol} = {form.number}"


def _is_bound(form: Closed, one: Solution) -> bool:
    return one.refused == "" and form.at({name: one.point[name] for name in form.names}) == one.value


def _cases(question: Question, claims: Sequence[tree.Expr]) -> Iterator[Case]:
    """The claims with numbers for all but the symbol."""
    measures = {name: parse_value(name) for name in _quantities(claims)}
    grid, endless = _with_symbol(question)
    combinations = grid.size // len(grid.axes[-1])
    if combinations > MOST_COMBINATIONS:
        message = f"there are {combinations:,} combinations of the other values"
        raise SymcnnError("E505", message, None, f"at most {MOST_COMBINATIONS:,} are tried: give fewer values")
    for piece in pieces(question.read, grid):
        if piece.report is None:
            continue
        at_end = endless and piece.grid.axes[-1].columns[0][-1] == question.least + PROBED - 1
        if at_end and len(piece.grid.axes[-1]) == 1:
            message = f"the network can be read only with a number for {question.symbol}"
            raise SymcnnError("E504", message, None, f"give {question.symbol} a range: {question.symbol}=1..100")
        yield from cases(piece.report, piece.grid, question.symbol, claims, measures, question.given, at_end)


def _with_symbol(question: Question) -> tuple[Grid, bool]:
    """The grid with the symbol on its last axis, and whether that goes on for ever."""
    name, axes = question.symbol, question.grid.axes
    own = next((axis for axis in axes if name in axis.names), None)
    if own is None:
        probed = Axis((name,), (range(question.least, question.least + PROBED),))
        return question.grid.replaced(axes=(*axes, probed)), True
    others = tuple(axis for axis in axes if axis is not own)
    return question.grid.replaced(axes=(*others, own)), False


def _varied(question: Question) -> list[str]:
    """The names that may take several values."""
    names = [name for axis in question.grid.axes if len(axis) > 1 for name in axis.names]
    return names if question.symbol in names else [*names, question.symbol]


def _none(question: Question, claims: Sequence[tree.Expr], kind: str, every: Sequence[Case]) -> Answer:
    """The answer that nothing solves the claim, with the reason where one is seen."""
    near = nearest(every)
    why = indivisible(every) if kind == EVERY and near else ""
    names = ", ".join(_varied(question))
    reason = f"{question.claim} holds for no {names}"
    if not every or not any(has_a_network(case) for case in every):
        reason = f"there is no network for any {names} that is allowed"
    operators = [_turned(claim)[0] for claim in claims if isinstance(claim, tree.Compare)]
    side = operators[0] if near and operators and len(_quantities(claims)) == 1 else ""
    return Answer(question.claim, question.symbol, kind, reason=f"{reason}{why}", nearest=near, side=side)
