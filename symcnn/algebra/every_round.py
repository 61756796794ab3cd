"""A condition that must hold in every round of a repeat, as conditions without the round where that can be.

An inequality whose margin only grows, or only shrinks, holds in every round if it holds in the first, or in
the last; a divisibility by growing powers likewise. What cannot be decided so stays a statement about all rounds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Expr, Symbol, expand, sympify

from symcnn.algebra.bounds import at_least
from symcnn.algebra.conditions import AtLeast, Condition, Equal, ForAll, Multiple
from symcnn.algebra.exact import exact
from symcnn.algebra.moments import at
from symcnn.algebra.powers import unified
from symcnn.algebra.whole import is_whole


def in_every_round(condition: Condition, index: Symbol, count: Any) -> list[Condition]:
    """The conditions under which one holds for index = 0, 1, ..., count - 1.

    >>> from sympy import Symbol
    >>> from sympy.abc import H, n
    >>> i = Symbol("i", integer=True, nonnegative=True)
    >>> [str(c) for c in in_every_round(AtLeast(H - 2*i, 3), i, n)]
    ['H - 2*n - 1 >= 0']
    """
    if not any(index in getattr(part, "free_symbols", ()) for part in condition.parts):
        return [condition]
    rule = RULES.get(type(condition))
    found = rule(condition, index, count) if rule else None
    return [ForAll(condition, index, 0, exact(count - 1))] if found is None else found


def _in_round(condition: Any, index: Symbol, moment: Any) -> Any:
    return type(condition)(*(at(part, index, moment) for part in condition.parts), layers=condition.layers)


def _at_least(condition: AtLeast, index: Symbol, count: Any) -> list[Condition] | None:
    """An inequality holds in every round if it does in the one with the least margin."""
    from symcnn.algebra.inequalities import without_rounding

    found: list[Condition] = []
    for margin in without_rounding(sympify(condition.left - condition.right)):
        ends = _lowest(margin, index, count)
        if ends is None or (0 in ends and not _is_there(count)):
            return None  # where there may be no round, nothing is asked of the first
        found += [AtLeast(at(margin, index, end), 0, layers=condition.layers) for end in ends]
    return found


def _is_there(count: Any) -> bool:
    """Whether there is a round for all values of the symbols."""
    return at_least(sympify(count), 1) is True


def where_there_are_rounds(condition: ForAll) -> list[Condition]:
    """What is enough for a condition to hold in every round: what would be asked if there were one for certain.

    >>> from sympy.abc import H, i, n
    >>> [str(c) for c in where_there_are_rounds(ForAll(AtLeast(H * i, 4), i, 2, n))]
    ['2*(H - 2) >= 0']
    """
    number, more = (Symbol(f"{name} rounds", integer=True, nonnegative=True) for name in ("some", "more"))
    inner = _in_round(condition.condition, condition.index, condition.first + number)
    asked = in_every_round(inner, number, more + 1)
    last = exact(condition.last - condition.first)
    return (
        [condition] if any(isinstance(one, ForAll) for one in asked) else [_in_round(one, more, last) for one in asked]
    )


def _lowest(e: Expr, index: Symbol, count: Any) -> list[Any] | None:
    """The rounds of which one has the least value: the first where it grows, the last where it shrinks."""
    change = _difference(e, index)
    product = _as_product(change)
    if at_least(change, 0) is True or at_least(product, 0) is True:
        return [0]
    if at_least(-change, 0) is True or at_least(-product, 0) is True:
        return [count - 1]
    return [0, count - 1] if _is_lowest_at_an_end(change, product, index) else None


def _as_product(e: Expr) -> Expr:
    from symcnn.algebra.presentation import factored

    return sympify(factored(e).expression()) if e.is_Add else e


def _is_lowest_at_an_end(change: Expr, product: Expr, index: Symbol) -> bool:
    """Whether what is added in each round has one sign throughout, or only shrinks."""
    growing = product.as_independent(index, as_Add=False)[1]
    signs = (at_least(growing, 0), at_least(-growing, 0), at_least(-_difference(change, index), 0))
    return True in signs


def _difference(e: Expr, index: Symbol) -> Expr:
    return sympify(exact(expand(unified(at(e, index, index + 1) - e))))


def _multiple(condition: Multiple, index: Symbol, count: Any) -> list[Condition] | None:
    """A divisibility holds in every round if it does where the divisor is greatest, or the value has fewest factors."""
    value, divisor = sympify(condition.value - condition.remainder), sympify(condition.divisor)
    if index in value.free_symbols and index not in divisor.free_symbols:
        return _shrinking(condition, index, count) or _affine(condition, value, index)
    growth = expand(unified(at(divisor, index, index + 1) / divisor))
    if index in value.free_symbols:
        return None
    if is_whole(growth):
        return [_in_round(condition, index, count - 1)]
    return [_in_round(condition, index, 0)] if is_whole(expand(unified(1 / growth))) else None


def _shrinking(condition: Multiple, index: Symbol, count: Any) -> list[Condition] | None:
    """A product of powers: each round has the next one's value times a whole number, or the other way round."""
    value = sympify(condition.value)
    if condition.remainder != 0 or value.is_Add:
        return None
    growth = expand(unified(at(value, index, index + 1) / value))
    if is_whole(growth):
        return [_in_round(condition, index, 0)]
    return [_in_round(condition, index, count - 1)] if is_whole(expand(unified(1 / growth))) else None


def _affine(condition: Multiple, value: Expr, index: Symbol) -> list[Condition] | None:
    """A + b*i is a multiple in every round if a is and b is."""
    slope = _difference(value, index)
    if index in slope.free_symbols:
        return None
    first = Multiple(at(value, index, 0), condition.divisor, layers=condition.layers)
    step = Multiple(exact(slope), condition.divisor, layers=condition.layers)
    return [first, step] if step.holds() is True else None


def _equal(condition: Equal, index: Symbol, count: Any) -> list[Condition] | None:
    """Both sides agree in every round, or in the rounds where a shorter statement says so."""
    difference = expand(unified(sympify(condition.left - condition.right)))
    return [] if difference == 0 else _same_floors(condition, index, count)


def _same_floors(condition: Equal, index: Symbol, count: Any) -> list[Condition] | None:
    """X = c*floor(x/c) in every round is that x is a multiple of c; sides that do not depend on it are equal once."""
    from symcnn.algebra.congruence import merge_multiples, without_floors

    left, right = sympify(condition.left), sympify(condition.right)
    lasting: list[Condition] = []
    for side in (left, right):
        for asked in without_floors(side)[1]:
            lasting += in_every_round(asked, index, count)
    plain = expand(unified(sympify(without_floors(left)[0]) - sympify(without_floors(right)[0])))
    if plain != 0 or not all(isinstance(one, Multiple) for one in lasting):
        return None
    lasting = list(merge_multiples([one for one in lasting if isinstance(one, Multiple) and one.holds() is not True]))
    return lasting if _follow_from_a_round(condition, lasting, index, count) else None


def _follow_from_a_round(condition: Equal, lasting: list[Condition], index: Symbol, count: Any) -> bool:
    """Whether the divisibilities are not only enough but needed: the first round or the last asks for each."""
    ends = [_in_round(condition, index, end) for end in (0, count - 1)]
    return all(any(_says(end, one) for end in ends) for one in lasting)


def _says(equal: Equal, multiple: Condition) -> bool:
    """Whether x = c*floor(x/c), written either way round, is the divisibility of x by c."""
    from symcnn.algebra.floordiv import FloorDiv

    if not isinstance(multiple, Multiple) or multiple.remainder != 0:
        return False
    x, c = sympify(multiple.value), sympify(multiple.divisor)
    rounded = unified(c * FloorDiv(x, c))
    difference = expand(unified(sympify(equal.left - equal.right)))
    return any(expand(difference - sign * expand(unified(x - rounded))) == 0 for sign in (1, -1))


Rule = Callable[[Any, Symbol, Any], "list[Condition] | None"]  # None: it stays a statement about all rounds
RULES: dict[type[Condition], Rule] = {
    AtLeast: _at_least,
    Multiple: _multiple,
    Equal: _equal,
}
