"""`expect`: claims in a program that can be checked.

`expect params == 542_230` holds for all values of the symbols or fails; `expect macs ~ 4.09G` holds
where the number rounds to the digits that were written, as published numbers do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from symcnn.algebra.exact import add, divide, is_symbolic
from symcnn.elaborate.expressions import UNITS, dotted, evaluate, exact_number, number
from symcnn.elaborate.program import MAIN, Result, interpret
from symcnn.elaborate.scope import Claim, Scope
from symcnn.elaborate.values import did_you_mean, is_number
from symcnn.errors import Span, SymcnnError
from symcnn.quantities import Conventions
from symcnn.quantities.contract import in_all
from symcnn.record import Record
from symcnn.report import Report
from symcnn.text import tree
from symcnn.views.contract import plain

METRICS = ("params", "buffers", "total", "macs", "flops", "activations", "memory", "rf", "depth", "layers", "shape")


class Outcome(Record):
    """A claim and whether it holds; None where that cannot be decided."""

    span: Span
    holds: bool | None
    found: str  # what the left side of the claim is


def check(program: tree.Program, conventions: Conventions | None = None, net: str | None = None) -> list[Outcome]:
    """Check every `expect` of a program, those at top level and those of each net; or those of one net.

    >>> from symcnn.text.parse import parse
    >>> [outcome.holds for outcome in check(parse("conv(16,3) expect params == 16*(9*C+1)"))]
    [True]
    """
    checker = _Checker(program, conventions or Conventions())
    claiming = (node.name for node in program.body if isinstance(node, tree.Definition) and _claims(node))
    names = [MAIN, *claiming] if net is None else [net]
    outcomes = [outcome for name in names for outcome in checker.outcomes(name)]
    return sorted(outcomes, key=lambda outcome: outcome.span.start)


def _claims(node: tree.Definition) -> bool:
    """Whether a net has an `expect` of its own."""
    return node.keyword == "net" and any(isinstance(element, tree.Expect) for element in node.body.body)


def answer(program: tree.Program, question: tree.Expr, net: str, given: Mapping[str, Any] | None = None) -> Any:
    """Evaluate an expression beside a program: `params` is that of `net`, `params(vgg)` that of another net.

    >>> from symcnn.text.parse import parse, parse_value
    >>> answer(parse("net a { conv(16,3) }"), parse_value("params/16"), "a")
    9*C + 1
    """
    checker = _Checker(program, Conventions(), given)
    beside = tree.Program((*program.body, tree.Expect(question)), span=program.span)
    scope = checker.read(beside, MAIN).claims[-1].scope
    checker.measure_in(scope, checker.read(program, net) if net else Result([], scope.evaluation, []))
    return _holds(question, scope) if isinstance(question, tree.Compare) else evaluate(question, scope)


class _Checker:
    def __init__(self, program: tree.Program, conventions: Conventions, given: Mapping[str, Any] | None = None) -> None:
        self.program = program
        self.conventions = conventions
        self.given = given or {}

    def read(self, program: tree.Program, name: str) -> Result:
        return interpret(program, name, self.given, self.conventions.profile.presets, at_defaults=True)

    def measure_in(self, scope: Scope, result: Result) -> None:
        """Give metrics their meaning in a scope: alone those of a result, with a net those of the net."""
        scope.metrics = {name: _metric(name, result, self.conventions, scope) for name in METRICS}
        scope.measure = self._measure

    def outcomes(self, name: str) -> list[Outcome]:
        result = self.read(self.program, name)
        return [self._outcome(claim, result) for claim in result.claims]

    def _outcome(self, claim: Claim, result: Result) -> Outcome:
        scope = claim.scope
        at = scope.tensor.at if scope.tensor is not None else -1
        self.measure_in(scope, Result(result.steps[: claim.steps], result.evaluation, [], at))
        node = claim.node.claim
        if not isinstance(node, tree.Compare):
            value = evaluate(node, scope)
            return Outcome(claim.node.span, value if isinstance(value, bool) else None, _written(value))
        holds = _holds(node, scope)
        return Outcome(
            claim.node.span, holds if isinstance(holds, bool) else None, _written(evaluate(node.left, scope))
        )

    def _measure(self, node: tree.Function, scope: Scope) -> Any:
        """`params(vgg(16),C=3)`: a metric of a net of the program, with values for its symbols."""
        target = node.arguments[0] if node.arguments else None
        name = target.name if isinstance(target, tree.Function) else dotted(target) if target is not None else ""
        if target is None or not name:
            raise SymcnnError("E301", f"{node.name} needs a net", node.span, f"write: {node.name}(name)")
        block = scope.blocks.get(name)
        definition = block.definition if block is not None else None
        if definition is None:
            raise SymcnnError("E202", f"there is no net '{name}'", target.span, did_you_mean(name, scope.blocks))
        if not isinstance(definition, tree.Definition):
            help_ = f"write def {name} {{ … }}, or a net that uses it"
            raise SymcnnError("E202", f"'{name}' is shared: its weights belong to a network", target.span, help_)
        given = {**self.given} | _bound_formals(definition, target, scope) | _keywords(node.arguments[1:], scope)
        result = interpret(self.program, name, given, self.conventions.profile.presets, at_defaults=True)
        return _metric(node.name, result, self.conventions, scope)()


def _holds(node: tree.Compare, scope: Scope) -> Any:
    """Decide a comparison: published digits, one function of the symbols, or an order."""
    if node.operator == "~":
        return _rounds_to(number(node.left, scope, "the left side"), node.right)
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    formulas = is_number(left) and is_number(right) and (is_symbolic(left) or is_symbolic(right))
    if node.operator != "==" or not formulas:
        return evaluate(node, scope)
    from symcnn.algebra.equality import equal  # sympy is there already

    return equal(left, right)


def _metric(name: str, result: Result, conventions: Conventions, scope: Scope) -> Callable[[], Any]:
    """A metric of the steps so far, in the symbols of a scope, computed when it is asked for."""
    inside = scope.evaluation.assumed.inside

    def value() -> Any:
        if not result.steps:
            raise SymcnnError(
                "E202",
                f"there is no network yet to take '{name}' of",
                None,
                "write the layers first, or name a net: params(vgg)",
            )
        assumption = result.evaluation.assumption
        report = Report(result.steps, conventions, assumption=assumption, last=result.last)
        if name == "shape":
            return inside(report.output_shape.dims)
        if name == "layers":
            return inside(add(in_all(step.over, 1) for step in report.read if step.keyword != "input"))
        return inside(report.total(name))

    return value


def _bound_formals(definition: tree.Definition, target: tree.Argument | tree.Keyword, scope: Scope) -> dict[str, Any]:
    arguments = target.arguments if isinstance(target, tree.Function) else ()
    formals = [formal.name for formal in definition.formals]
    positional: list[Any] = [a for a in arguments if not isinstance(a, tree.Keyword)]
    if len(positional) > len(formals):
        names = ", ".join(formals) or "none"
        message = f"{definition.name} takes {len(formals)} arguments ({names}); {len(positional)} given"
        raise SymcnnError("E301", message, positional[len(formals)].span)
    values = zip(formals, positional, strict=False)
    bound = {name: evaluate(node, scope) for name, node in values}
    keywords = {a.name: evaluate(a.value, scope) for a in arguments if isinstance(a, tree.Keyword)}
    for keyword in arguments[len(positional) :]:
        if isinstance(keyword, tree.Keyword) and keyword.name not in formals:
            raise SymcnnError(
                "E301",
                f"{definition.name} has no argument '{keyword.name}'",
                keyword.span,
                f"it takes: {', '.join(formals)}",
            )
    return bound | keywords


def _keywords(arguments: Sequence[Any], scope: Scope) -> dict[str, Any]:
    return {a.name: number(a.value, scope, a.name) for a in arguments if isinstance(a, tree.Keyword)}


def _rounds_to(value: Any, node: tree.Expr) -> bool | None:
    """Whether the value rounds to the digits that were written: 4.09G is 4,085,000,000 to 4,095,000,000."""
    if not isinstance(node, tree.Number):
        raise SymcnnError(
            "E303", "the right side of ~ is a number, as it was published", node.span, "write for example: macs ~ 4.09G"
        )
    if is_symbolic(value):
        return None
    unit = UNITS.get(node.unit, 1)
    mantissa, _, exponent = node.digits.replace("_", "").lower().partition("e")
    last_place = divide(unit, 10 ** len(mantissa.partition(".")[2])) * 10 ** int(exponent or 0)
    return bool(2 * abs(value - exact_number(node) * unit) <= last_place)


def _written(value: Any) -> str:
    return plain(value) if not isinstance(value, bool) else str(value).lower()
