"""Formulas without floors, and the divisibility under which they are exact.

floor(n/d) is (n - r)/d exactly where n leaves the remainder r. Of the remainders, the one that n has
at preferred values is taken: input sizes that are multiples (H = 0 mod 32) give whole quotients
whatever the padding, and kernels are odd. The congruences of all floors are merged to at most one
an unknown (`lattice`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import gcd
from typing import Any

from symcnn.algebra.conditions import Condition, Multiple
from symcnn.algebra.exact import exact, is_symbolic
from symcnn.algebra.lattice import Congruence, fewest, implies


class Contradiction(Exception):  # noqa: N818  (not an error of its own: the report gives it a place)
    """Divisibilities that exclude each other."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        super().__init__(", ".join(map(str, conditions)))
        self.conditions = tuple(conditions)


def without_floors(value: Any, odd: Collection[str] = ()) -> tuple[Any, list[Condition]]:
    """Replace every floor by its exact quotient; also the conditions that make it exact.

    Symbols whose names are among the odd ones are taken as 1 more than a multiple.

    >>> from sympy.abc import H, K
    >>> from symcnn.algebra.exact import floor_div
    >>> formula, conditions = without_floors(floor_div(H - 1, 2) + 1)
    >>> formula, [str(c) for c in conditions]
    (H/2, ['H % 2 == 0'])
    >>> formula, conditions = without_floors(floor_div(H - K + 1, 2), odd=["K"])
    >>> formula, [str(c) for c in conditions]
    (H/2 - K/2 + 1/2, ['(H - K) % 2 == 1'])
    """
    if not is_symbolic(value):
        return value, []
    from sympy.core.sorting import default_sort_key

    from symcnn.algebra.floordiv import FloorDiv

    conditions: list[Condition] = []
    while atoms := value.atoms(FloorDiv):
        innermost = sorted((a for a in atoms if not any(x.has(FloorDiv) for x in a.args)), key=default_sort_key)
        replaced = {atom: _exact_quotient(atom, odd, conditions) for atom in innermost}
        value = value.xreplace(replaced)
    return exact(value), conditions


def _exact_quotient(atom: Any, odd: Collection[str], conditions: list[Condition]) -> Any:
    """The quotient where the numerator leaves the preferred remainder; that it does is a condition."""
    from symcnn.algebra.whole import expanded

    numerator, d = atom.args
    numerator = expanded(numerator)
    remainder = _preferred(numerator, d, odd)
    constant, rest = numerator.as_coeff_Add()
    if d.is_Integer and constant.is_Integer:
        conditions.append(Multiple(exact(rest), exact(d), exact((remainder - constant) % d)))
    else:
        conditions.append(Multiple(exact(numerator), exact(d)))
    return (numerator - remainder) / d


def _preferred(numerator: Any, d: Any, odd: Collection[str]) -> Any:
    """The remainder at the preferred values of the symbols: 1 for odd ones, otherwise 0."""
    from sympy import Integer

    if not d.is_Integer or not numerator.is_polynomial(*numerator.free_symbols):
        return 0
    at = numerator.xreplace({s: Integer(int(s.name in odd)) for s in numerator.free_symbols})
    return at % d if at.is_Integer else 0


# -------------------------------------------------------------- the fewest


def merge_multiples(conditions: Sequence[Multiple]) -> list[Multiple]:
    """Keep the fewest divisibilities that say the same; those that are not by numbers stay as they are.

    Raises `Contradiction` where no whole numbers satisfy all.

    >>> from sympy.abc import H, K
    >>> [str(c) for c in merge_multiples([Multiple(H, 4), Multiple(H, 2), Multiple(H/4, 2), Multiple(H - 3*K, 4)])]
    ['H % 8 == 0', 'K % 4 == 0']
    """
    split = [(c, _affine(c)) for c in conditions]
    linear = [(c, parts) for c, parts in split if parts is not None]
    unknowns = _unknowns([parts for _, parts in linear])
    system = [Congruence(tuple(a.get(x, 0) for x in unknowns), b, m) for _, (a, b, m) in linear]
    merged = fewest(system)
    if merged is None:
        raise Contradiction([c for c, _ in linear])
    sources = list(zip((c for c, _ in linear), system, strict=True))
    merged.sort(key=lambda c: str(unknowns[next(at for at, a in enumerate(c.coefficients) if a)]))
    found = [_readable(c, unknowns).asked_by(_layers(c, sources)) for c in merged]
    others = _not_implied([c for c, parts in split if parts is None])
    return [*(c for c in found if not any(_gives(other, c) for other in others)), *others]


def _not_implied(conditions: list[Multiple]) -> list[Multiple]:
    """Of divisibilities by formulas, those that no other gives: H % S == 0 where H % S**2 == 0."""
    kept = list(dict.fromkeys(conditions))
    for one in list(kept):
        if any(other is not one and _gives(other, one) for other in kept):
            kept.remove(one)
    return kept


def _gives(a: Multiple, b: Multiple) -> bool:
    """Whether b's divisor divides a's, and the difference of the values; or b's value is so many times a's."""
    from sympy import sympify

    from symcnn.algebra.whole import expanded, is_whole

    value, other = sympify(a.value - a.remainder), sympify(b.value - b.remainder)
    if not is_whole(sympify(a.divisor) / b.divisor):
        return False
    return is_whole(expanded(expanded(value - other) / b.divisor)) or is_whole(expanded(other) / value)


def _affine(condition: Multiple) -> tuple[dict[Any, int], int, int] | None:
    """Coefficients, constant and modulus; None where something is not a whole number of whole things."""
    from sympy import Add, Integer, lcm, sympify

    from symcnn.algebra.whole import expanded, is_whole

    e, d = expanded(sympify(condition.value - condition.remainder)), sympify(condition.divisor)
    terms = [term.as_coeff_Mul() for term in Add.make_args(e)]
    if not d.is_Integer or not all(c.is_Rational and is_whole(part) for c, part in terms):
        return None
    scale = lcm([Integer(c.q) for c, _ in terms])
    coefficients = {part: int(c * scale) for c, part in terms if part != 1}
    return coefficients, int(sum(c * scale for c, part in terms if part == 1)), int(d * scale)


def _unknowns(rows: list[tuple[dict[Any, int], int, int]]) -> list[Any]:
    """What occurs in the rows, in the order in which it is expressed by what follows: sizes by kernels.

    What few rows share comes first, and before it what can be divided by in its rows.
    """
    rows_with = Counter(unknown for coefficients, _, _ in rows for unknown in coefficients)
    even = {x for coefficients, _, modulus in rows for x, a in coefficients.items() if gcd(a, modulus) > 1}
    return sorted(rows_with, key=lambda unknown: (unknown in even, rows_with[unknown], str(unknown)))


def _layers(found: Congruence, sources: list[tuple[Multiple, Congruence]]) -> list[str]:
    """Who asks for a merged congruence: those that ask for all of it, or else all that share an unknown."""
    alone = [c for c, one in sources if implies([one], found)]
    sharing = [
        c for c, one in sources if any(a and b for a, b in zip(one.coefficients, found.coefficients, strict=True))
    ]
    return [name for c in alone or sharing for name in c.layers]


def _readable(c: Congruence, unknowns: list[Any]) -> Multiple:
    """The congruence with small coefficients on the left and the remainder on the right."""
    from sympy import Add

    m = c.modulus
    small = [a if 2 * a <= m else a - m for a in c.coefficients]
    return Multiple(exact(Add(*(a * x for a, x in zip(small, unknowns, strict=True)))), m, -c.constant % m)
