"""Formulas without floors, and the divisibility under which they are exact.

floor((a.x + c)/d) is (a.x)/d + floor(c/d) exactly where d divides a.x: sizes that are taken as
multiples (H = 0 mod 32) give whole quotients, whatever the constant.
"""

from __future__ import annotations

from math import lcm
from typing import Any

from symcnn.algebra.conditions import Condition, Multiple
from symcnn.algebra.exact import exact, is_symbolic


def without_floors(value: Any) -> tuple[Any, list[Condition]]:
    """Replace every floor by its exact quotient; also the conditions that make it exact.

    >>> from sympy.abc import H
    >>> from symcnn.algebra.exact import floor_div
    >>> formula, conditions = without_floors(floor_div(H - 1, 2) + 1)
    >>> formula, [str(c) for c in conditions]
    (H/2, ['H % 2 == 0'])
    """
    if not is_symbolic(value):
        return value, []
    from sympy import Integer
    from sympy.core.sorting import default_sort_key

    from symcnn.algebra.floordiv import FloorDiv
    from symcnn.algebra.whole import expanded

    conditions: list[Condition] = []
    while atoms := value.atoms(FloorDiv):
        innermost = sorted((a for a in atoms if not any(x.has(FloorDiv) for x in a.args)), key=default_sort_key)
        replaced = {}
        for atom in innermost:
            numerator, d = atom.args
            constant, rest = expanded(numerator).as_coeff_Add()
            if d.is_Integer and constant.is_Integer:
                replaced[atom] = rest / d + Integer(constant // d)
            else:
                rest, replaced[atom] = numerator, numerator / d
            conditions.append(Multiple(exact(rest), exact(d)))
        value = value.xreplace(replaced)
    return exact(value), conditions


def merge_multiples(conditions: list[Condition]) -> list[Condition]:
    """Keep one divisibility a formula: the least common multiple of its divisors."""
    divisors: dict[Any, Any] = {}
    for condition in conditions:
        if not isinstance(condition, Multiple):
            continue
        before = divisors.get(condition.value, 1)
        both_numbers = isinstance(before, int) and isinstance(condition.divisor, int)
        divisors[condition.value] = lcm(before, condition.divisor) if both_numbers else condition.divisor
    return [Multiple(value, divisor) for value, divisor in divisors.items()]
