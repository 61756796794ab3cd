"""`assume`: what holds for the symbols of a network, so that conditions are decided and floors go.

An assumption counts for the whole network, wherever it is written: one that says something new about symbols
(`NewFact`) has the network read again with it. Inside, a symbol is then one with limits, or a formula in what is
left open (`symcnn.algebra.assumed`); what users get is written in the symbols of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from symcnn.algebra.conditions import AtLeast, Condition, Equal, Multiple, Unequal
from symcnn.algebra.exact import free_names, is_symbolic
from symcnn.elaborate.expressions import number
from symcnn.elaborate.facts import NewFact, in_words, unusable
from symcnn.elaborate.named import names_in, whole_symbols_of
from symcnn.elaborate.scope import Evaluation, Scope
from symcnn.errors import Span, SymcnnError
from symcnn.text import tree


def parts(facts: Iterable[tree.Expr]) -> Iterator[tree.Expr]:
    """What is assumed, each by itself: what is joined by `and` counts as several.

    Raises SymcnnError for what is neither a comparison nor `divisible`.
    """
    for fact in facts:
        if isinstance(fact, tree.Logic) and fact.operator == "and":
            yield from parts((fact.left, fact.right))
        elif isinstance(fact, tree.Compare) or (isinstance(fact, tree.Name) and fact.name == "divisible"):
            yield fact
        else:
            raise unusable(fact.span)


def read(facts: Iterable[tree.Expr], scope: Scope) -> None:
    """Read what is assumed.

    Raises `NewFact` for what is not known yet, and SymcnnError for what cannot be assumed or does not hold.
    """
    for fact in parts(facts):
        if isinstance(fact, tree.Name) and fact.name == "divisible":
            scope.evaluation.assumption = fact.name
        elif isinstance(fact, tree.Compare):
            _take(fact, scope)


def read_given(facts: Iterable[tree.Expr], evaluation: Evaluation, known: Iterable[str]) -> None:
    """Read what is assumed beside the text, of the symbols that are known from it."""
    about = {"divisible", *known}
    read([fact for fact in parts(facts) if names_in(fact) <= about], Scope(evaluation))


def read_ahead(program: tree.Program, net: str, facts: Iterable[tree.Expr], evaluation: Evaluation) -> None:
    """Read what is assumed further on in a text that could not be read so far, and beside it."""
    nets = [each for each in program.body if isinstance(each, tree.Definition) and each.name == net]
    elements = [*program.body, *(element for each in nets for element in each.body.body)]
    ahead = [fact for element in elements if isinstance(element, tree.Assume) for fact in element.facts]
    if ahead or facts:
        read_given([*facts, *ahead], evaluation, {*evaluation.symbols, *whole_symbols_of(program)})


def _take(fact: tree.Compare, scope: Scope) -> None:
    condition = _condition(fact, scope)
    truth = condition.holds()
    if truth is False:
        raise _broken(fact, condition, scope)
    if truth is True or in_words(condition) in [known.condition for known in scope.evaluation.assumed.facts]:
        return
    if any(" " in name for part in condition.parts for name in free_names(part)):  # no symbol of a text has a blank
        help_ = "assume it of the symbols, outside of the repeat"
        raise SymcnnError("E503", "this depends on the round of a repeat", fact.span, help_)
    raise NewFact(condition, fact.span)


def _broken(fact: tree.Expr, condition: Condition, scope: Scope) -> SymcnnError:
    """The error where given values, or other assumptions, leave nothing of what is assumed."""
    given = scope.evaluation.given
    values = [f"{name} = {given[name]}" for name in sorted(names_in(fact)) if name in given]
    if values:
        message = f"{fact.span.text} is assumed, but {' and '.join(values)}"
        return SymcnnError("E503", message, fact.span, "give other values, or take the assumption back")
    if not any(map(is_symbolic, condition.parts)):
        return SymcnnError("E503", f"{fact.span.text} is assumed, but it does not hold", fact.span)
    return scope.evaluation.assumed.excluded(in_words(condition), fact.span)


def _condition(fact: tree.Compare, scope: Scope) -> Condition:
    """What is assumed, as a condition."""
    if fact.operator not in RELATIONS:
        raise unusable(fact.span)
    inner = Scope(scope.evaluation, scope, units=True)
    division = _remainder(fact.left) if fact.operator == "==" else None
    right = number(fact.right, inner, "the right side")
    if division is not None:
        value, divisor = (
            number(side, inner, what) for side, what in zip(division, ("a value", "a divisor"), strict=True)
        )
        return _divided(value, divisor, right, fact.span)
    left = number(fact.left, inner, "the left side")
    if fact.operator in ("<", ">") and not _whole(left, right):
        help_ = f"write {fact.operator}="
        raise SymcnnError(
            "E503", "of numbers that need not be whole, limits can be assumed that they reach", fact.span, help_
        )
    condition: Condition = RELATIONS[fact.operator](left, right)
    return condition


def _divided(value: Any, divisor: Any, remainder: Any, span: Span) -> Condition:
    numbers = not is_symbolic(divisor) and not is_symbolic(remainder)
    if not is_symbolic(divisor) and (not isinstance(divisor, int) or divisor < 1):
        raise SymcnnError("E503", "a divisor is a positive whole number", span, "write for example: H % 32 == 0")
    if not isinstance(remainder, int) or remainder < 0 or (numbers and remainder >= divisor):
        message = "a remainder is a whole number from 0 to the divisor less 1"
        raise SymcnnError("E503", message, span, "write for example: H % 32 == 0")
    return Multiple(value, divisor, remainder)


def _remainder(node: tree.Expr) -> tuple[tree.Expr, tree.Expr] | None:
    """The value and the divisor of `a % b`, `mod(a,b)`."""
    if isinstance(node, tree.Chain) and node.rest[-1][0] == "%":
        before = tree.Chain(node.first, node.rest[:-1], span=node.span) if len(node.rest) > 1 else node.first
        return before, node.rest[-1][1]
    if isinstance(node, tree.Function) and node.name == "mod" and len(node.arguments) == 2:
        value, divisor = node.arguments
        if not isinstance(value, (tree.Keyword, tree.Range)) and not isinstance(divisor, (tree.Keyword, tree.Range)):
            return value, divisor
    return None


def _greater(a: Any, b: Any) -> AtLeast:
    return AtLeast(a, b + 1) if is_symbolic(a) else AtLeast(a - 1, b)


def _whole(*values: Any) -> bool:
    from symcnn.algebra.whole import is_whole

    return all(is_whole(value) if is_symbolic(value) else isinstance(value, int) for value in values)


RELATIONS: dict[str, Any] = {
    "==": Equal,
    "!=": Unequal,
    ">=": AtLeast,
    "<=": lambda a, b: AtLeast(b, a),
    ">": _greater,
    "<": lambda a, b: _greater(b, a),
}
