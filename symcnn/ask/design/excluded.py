"""Why no design satisfies some claims: the extremes of what they compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symcnn.algebra.exact import fraction
from symcnn.ask.design.plan import FEASIBLE, OPTIMAL, UNKNOWN
from symcnn.ask.design.space import Part
from symcnn.ask.solve.lines import difference
from symcnn.ask.solve.solution import cell
from symcnn.grid.exactly import values_at
from symcnn.grid.linear import Linear
from symcnn.grid.optimum import optimum
from symcnn.text import tree


def reasons(parts: Sequence[Part]) -> tuple[str, ...]:
    """Why no design satisfies the claims: the extremes of what each compares."""
    if not parts:
        return ("there is no network for any of the values",)
    claims = parts[0].claims
    if not any(_possible(part, ()) for part in parts):
        return ("no values satisfy the conditions of the network: " + ", ".join(parts[0].formulas.decided),)
    alone = [line for claim in claims if (line := _extreme(parts, claim, (), ""))]
    if alone:
        return tuple(alone)
    together = [(claim, tuple(other for other in claims if other is not claim)) for claim in claims]
    lines = [line for claim, rest in together if (line := _extreme(parts, claim, rest, "with the other claims, "))]
    return tuple(lines) or ("the claims cannot hold together",)


def _possible(part: Part, claims: Sequence[tree.Expr]) -> bool:
    model = part.model(claims)
    return optimum(model, Linear((), 0, 0, 0), False, 10).status in (OPTIMAL, FEASIBLE)


def _extreme(parts: Sequence[Part], claim: tree.Expr, rest: Sequence[tree.Expr], before: str) -> str:
    """The extreme that excludes a claim, the rest being kept; nothing where it is not excluded, or no comparison."""
    if not isinstance(claim, tree.Compare) or claim.operator in ("==", "!="):
        return "" if rest or any(_possible(part, [claim]) for part in parts) else f"{claim.span.text} never holds"
    largest = claim.operator in (">", ">=")
    best: Any = None
    for part in parts:
        ratio = difference(part.formulas, claim)
        below = part.formulas.lowering.tape.number(ratio.denominator)
        if below is None:
            return ""
        model = part.model(rest)
        found = optimum(model, model.linear(ratio.numerator), largest, 10)
        if found.status in (FEASIBLE, UNKNOWN):
            return ""
        if found.columns and (best is None or (found.value > best[0] if largest else found.value < best[0])):
            best = (found.value, part, found.columns)
    if best is None or _satisfied(claim.operator, best[0]):
        return ""
    left = _measured(best[1], claim.left, best[2])
    extreme = "greatest" if largest else "least"
    return f"{claim.span.text} cannot hold: {before}the {extreme} {claim.left.span.text} is {left}"


def _satisfied(operator: str, value: int) -> bool:
    return {"<": value < 0, "<=": value <= 0, ">": value > 0, ">=": value >= 0}[operator]


def _measured(part: Part, side: tree.Expr, columns: Mapping[str, int]) -> str:
    lowering = part.formulas.lowering
    ratio = lowering.ratio(part.formulas.about.measure(side))
    found = values_at(lowering.tape, columns)
    return cell(fraction(found[ratio.numerator], found[ratio.denominator]))
