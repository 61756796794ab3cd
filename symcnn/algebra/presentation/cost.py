"""How long a form is: the operations that it takes, then its letters.

Taking a number out of a sum costs nothing where it leaves a bare term and fewer digits:
16*(9*C + 1) rather than 144*C + 16, but 6*n + 2 rather than 2*(3*n + 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from symcnn.algebra.exact import decimal
from symcnn.algebra.presentation.tree import Atom, Number, Product, Sum, read


def operations(terms: Sum) -> int:
    """The operations of a sum."""
    return sum(map(_of_product, terms)) + len(terms) - 1 + all(term.number < 0 for term in terms)


def _of_product(term: Product) -> int:
    inside = sum(operations(inner) + (abs(power) != 1) for inner, power in term.sums)
    inside += sum(_of_atom(atom) + (abs(power) != 1 and not _is_exponential(atom)) for atom, power in term.powers)
    above, below = _factors(term)
    return inside + max(above, 1) - 1 + below - _saved(term)


def _factors(term: Product) -> tuple[int, int]:
    """How many factors stand above and below the line."""
    signs = [power > 0 for _, power in (*term.powers, *term.sums)]
    above = signs.count(True) + (abs(term.number.numerator) != 1)
    return above, signs.count(False) + (term.number.denominator != 1)


def _saved(term: Product) -> int:
    """1 where a number in front of a sum makes the sum's numbers shorter and is free."""
    if term.powers or len(term.sums) != 1 or term.number.denominator != 1:
        return 0
    ((inner, power),) = term.sums
    numbers = [one.number for one in inner]
    bare = power == 1 and 1 in map(abs, numbers)
    return int(bare and _digits(numbers) < _digits([n * term.number for n in numbers]))


def _digits(numbers: list[Number]) -> int:
    return sum(len(decimal(abs(n.numerator))) for n in numbers)


def _is_exponential(atom: Atom) -> bool:
    return bool(atom.is_Pow)


@lru_cache(maxsize=4096)
def _of_atom(atom: Atom) -> int:
    if not getattr(atom, "args", ()):
        return 0
    arguments: tuple[Any, ...] = atom.args
    return 1 + sum(operations(read(a)) for a in arguments if getattr(a, "is_Add", False) or hasattr(a, "is_Mul"))


def least(forms: Iterable[Sum]) -> Sum:
    """The form with the fewest operations, then repetitions, the factored one, the fewest letters, the alphabet."""
    ranks: dict[tuple[Any, ...], list[Sum]] = {}
    for form in forms:
        ranks.setdefault((operations(form), _mentions(form), not is_factored(form)), []).append(form)
    equal = ranks[min(ranks)]
    return equal[0] if len(equal) == 1 else min(equal, key=_letters)


def _letters(terms: Sum) -> tuple[int, str]:
    from symcnn.algebra.presentation.written import sum_text

    words = sum_text(terms)
    return len(words), words


def _mentions(terms: Sum) -> int:
    """How often symbols are written: k*(l - 1) rather than k*l - k."""
    return sum(len(t.powers) + sum(_mentions(inner) for inner, _ in t.sums) for t in terms)


def is_factored(terms: Sum) -> bool:
    """Whether the whole is one product with a sum in it."""
    return len(terms) == 1 and bool(terms[0].sums)
