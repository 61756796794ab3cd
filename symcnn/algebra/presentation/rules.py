"""Ways to write a formula, a function each; `short` takes the shortest of what they give.

To add one, write a function from a polynomial to a sum and put `@rule` in front of it. Each is
tried with the inner sums of the formula kept and, where that is not too long, multiplied out.
"""

from __future__ import annotations

from collections.abc import Callable

from symcnn.algebra.presentation.cost import operations
from symcnn.algebra.presentation.polynomial import (
    Polynomial,
    Powers,
    Terms,
    above,
    as_sum,
    monomial,
    primitive,
    quotient,
)
from symcnn.algebra.presentation.tree import Number, Product, Sum, ordered, product

Rule = Callable[[Polynomial], Sum]
Share = Callable[[Terms], tuple[Number, Powers, Terms]]
RULES: list[Rule] = []

MOST_SEARCHED = 64  # longer sums are not searched for factors that are sums
MOST_WORK = 30_000  # terms times atoms, beyond which terms are not grouped
DEEPEST = 3  # brackets inside brackets


def rule(function: Rule) -> Rule:
    """Register a way to write a formula."""
    RULES.append(function)
    return function


@rule
def multiplied(p: Polynomial) -> Sum:
    """The sum of its monomials: F + F*C*K**2."""
    return as_sum(p)


@rule
def factored(p: Polynomial) -> Sum:
    """A product: F*(C*K**2 + 1), (F + G)*(H - K + 1)."""
    return unwrapped(_factored(p, _split(p, primitive(p.terms)[2]), as_sum))


@rule
def grouped(p: Polynomial) -> Sum:
    """What terms share in front of them, the largest share first: H*W*(C + F) + C*F/g."""
    return unwrapped(_group(p, DEEPEST + 1))


@rule
def factored_and_grouped(p: Polynomial) -> Sum:
    """A product of sums whose terms are grouped."""
    factors = _split(p, primitive(p.terms)[2])
    return unwrapped(_factored(p, factors, lambda q: _groups(q, DEEPEST))) if len(factors) > 1 else as_sum(p)


@rule
def collected(p: Polynomial) -> Sum:
    """The powers of one atom, each with all that it is multiplied by: k**2*(9*n - 2) + k*(n + 5) + 4."""
    if not 2 < len(p.terms) <= MOST_SEARCHED:
        return as_sum(p)
    return min((_collected(p, i) for i in range(len(p.atoms))), key=operations, default=as_sum(p))


def _collected(p: Polynomial, i: int) -> Sum:
    found = []
    for power, terms in _columns(p.terms, i).items():
        number, shared, rest = primitive(terms) if len(terms) == 1 else (1, (0,) * len(p.atoms), terms)
        front = monomial(p, tuple(n + power * (at == i) for at, n in enumerate(shared)), number)
        found.append(_joined(front, [as_sum(Polynomial(p.atoms, rest))]))
    return ordered(found)


def without_leading_minus(terms: Sum) -> Sum:
    """A product with the sign in one of its sums: F*(1 - F/2), not -F*(F/2 - 1)."""
    if len(terms) != 1 or terms[0].number > 0:
        return terms
    (term,) = terms
    mixed = (any(one.number < 0 for one in inner) for inner, _ in term.sums)
    odd = next((i for i, ((_, n), turns) in enumerate(zip(term.sums, mixed, strict=True)) if n % 2 and turns), None)
    if odd is None:
        return terms
    turned = ordered(one._replace(number=-one.number) for one in term.sums[odd][0])
    sums = [(turned, power) if i == odd else (inner, power) for i, (inner, power) in enumerate(term.sums)]
    return (product(-term.number, dict(term.powers), sums),)


def unwrapped(term: Product) -> Sum:
    """A product that is nothing but one sum is that sum."""
    return term.sums[0][0] if not term.powers and term.number == 1 and [n for _, n in term.sums] == [1] else (term,)


def _factored(
    p: Polynomial, factors: list[Terms], write: Callable[[Polynomial], Sum], shared: Share = primitive
) -> Product:
    """The product of what all terms share and of the factors, each written in the given way."""
    number, powers, _ = shared(p.terms)
    front = monomial(p, powers, number)
    inner = [write(Polynomial(p.atoms, factor)) for factor in factors if len(factor) > 1]
    return _joined(front, inner)


def _joined(front: Product, sums: list[Sum]) -> Product:
    """A product times sums; a sum of one product joins it."""
    number, powers, brackets = front.number, dict(front.powers), list(front.sums)
    for terms in sums:
        if len(terms) > 1:
            brackets.append((terms, 1))
            continue
        number *= terms[0].number
        for atom, power in terms[0].powers:
            powers[atom] = powers.get(atom, 0) + power
        brackets += terms[0].sums
    return product(number, powers, brackets)


# -------------------------------------------------------------- factors that are sums


def _split(p: Polynomial, terms: Terms) -> list[Terms]:
    """Factors of a sum: one that does not depend on some atom divides the coefficient of each of its powers."""
    if not 3 < len(terms) <= MOST_SEARCHED or min(map(min, terms)) < 0:
        return [terms]
    for i in range(len(p.atoms)):
        found = _divided(_columns(terms, i), i)
        if found is not None:
            return [factor for half in found for factor in _split(p, half)]
    return [terms]


def _columns(terms: Terms, i: int) -> dict[int, Terms]:
    """The terms by the power of one atom, without it."""
    columns: dict[int, Terms] = {}
    for powers, number in terms.items():
        columns.setdefault(powers[i], {})[(*powers[:i], 0, *powers[i + 1 :])] = number
    return columns


def _divided(columns: dict[int, Terms], i: int) -> tuple[Terms, Terms] | None:
    """A factor without the atom and what it leaves, if the shortest column shows one."""
    shortest = min(columns.values(), key=len)
    if len(columns) < 2 or len(shortest) < 2:
        return None
    divisor = primitive(shortest)[2]
    left: Terms = {}
    for power, column in columns.items():
        q = quotient(column, divisor)
        if q is None:
            return None
        left |= {(*m[:i], power, *m[i + 1 :]): n for m, n in q.items()}
    return left, divisor


# ------------------------------------------------------------------------- groups


def _groups(p: Polynomial, depth: int) -> Sum:
    """Put terms that share most into brackets, until nothing is shared."""
    rest, done = dict(p.terms), []
    while depth and len(rest) > 1 and _is_worth_grouping(p, rest):
        at = max(range(len(p.atoms)), key=lambda i: (_saving(rest, i), -i))
        if _saving(rest, at) <= 0:
            break
        group = {m: n for m, n in rest.items() if m[at] > 0}
        rest = {m: n for m, n in rest.items() if m not in group}
        done.append(_group(Polynomial(p.atoms, group), depth))
    return ordered([*done, *(monomial(p, m, n) for m, n in rest.items())])


def _group(p: Polynomial, depth: int) -> Product:
    factors = _split(p, above(p.terms)[2])
    return _upright(_factored(p, factors, lambda q: _groups(q, depth - 1), above))


def _upright(term: Product) -> Product:
    """-d*(k - 1) rather than d*(1 - k)."""
    for at, (inner, power) in enumerate(term.sums):
        if power == 1 and all((one.number < 0) != one.is_number for one in inner):
            turned = ordered(Product(-one.number, one.powers, one.sums) for one in inner)
            sums = (*term.sums[:at], (turned, power), *term.sums[at + 1 :])
            return Product(-term.number, term.powers, sums)
    return term


def _is_worth_grouping(p: Polynomial, terms: Terms) -> bool:
    """Whether it is no polynomial in one symbol (those are written by powers) and not too much work."""
    used = sum(1 for powers in zip(*terms, strict=True) if any(powers))
    return used > 1 and len(terms) * len(p.atoms) <= MOST_WORK


def _saving(terms: Terms, i: int) -> int:
    """The factors that need not be written again when all terms with an atom are put in brackets."""
    having = [m for m in terms if m[i] > 0]
    if len(having) < 2:
        return 0
    shared: Powers = tuple(map(min, zip(*having, strict=True)))
    return (len(having) - 1) * sum(1 + (power > 1) for power in shared if power > 0)
