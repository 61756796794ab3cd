"""Forms as MathML (MathML Core, which browsers draw by themselves): ⌊(H − K)/2⌋ with brackets that grow.

The same form as in text and LaTeX; what stands inside floors, choices and roots is in its short form as well.
"""

from __future__ import annotations

import re
from functools import lru_cache, singledispatch
from html import escape
from itertools import pairwise
from typing import Any

from sympy import (
    Abs,
    Add,
    And,
    Function,
    Max,
    Min,
    Mul,
    Or,
    Piecewise,
    Pow,
    Rational,
    Symbol,
    ceiling,
    exp,
    floor,
    true,
)
from sympy import (
    Sum as OpenSum,
)
from sympy.core.relational import Relational

from symcnn.algebra.exact import decimal
from symcnn.algebra.floordiv import FloorDiv
from symcnn.algebra.names import symbol_mathml
from symcnn.algebra.presentation.tree import Atom, Product, Sum
from symcnn.algebra.presentation.written import Factors, Written, above_and_below, inner, sum_alone, sum_text

MINUS, TIMES = "\u2212", "\u2062"  # the second is not seen
LONG = 50  # characters of a product, beyond which a line may end inside it
RELATIONS = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}
NUMBER_FIRST = re.compile(r"(<msup>)?<mn>")
HIGH = re.compile("<(mfrac|munderover|mtable|mroot)")
WHOLE_WORD = re.compile(r"<mi>\w\w")


def row(*parts: str) -> str:
    """Several parts as one."""
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def sign(words: str, form: str = "") -> str:
    """A sign; `form` says where it stands, and with that how much space is around it."""
    return f'<mo form="{form}">{escape(words)}</mo>' if form else f"<mo>{escape(words)}</mo>"


def fenced(left: str, inside: str, right: str) -> str:
    """Something in brackets, which grow where it is higher than a line."""
    grows = "" if HIGH.search(inside) else ' stretchy="false"'
    return row(f"<mo{grows}>{left}</mo>", inside, f"<mo{grows}>{right}</mo>")


# ----------------------------------------------------------------- sums and products


def pieces(written: Written) -> list[str]:
    """A formula in pieces between which a line may end: its terms, and those of a long sum in a product."""
    found: list[str] = []
    for at, term in enumerate(written.terms):
        first, *rest = _opened(term, written.order)
        found += [_signed(at, term, first), *rest]
    return found


def sum_mathml(terms: Sum, order: tuple[str, ...] = ()) -> str:
    """A sum as one piece."""
    return row(*(_signed(at, term, product_mathml(term, order)) for at, term in enumerate(terms)))


def _signed(at: int, term: Product, product: str) -> str:
    """A term with the sign in front of it; the first one only with a minus."""
    if term.number < 0:
        return sign(MINUS, "infix" if at else "prefix") + product
    return sign("+", "infix") + product if at else product


def product_mathml(term: Product, order: tuple[str, ...] = ()) -> str:
    """A product without its sign: a fraction where something is below the line."""
    above, below = above_and_below(term, order)
    if below == (1, []):
        return _factors(*above, order, alone=False)
    return f"<mfrac>{_factors(*above, order, alone=True)}{_factors(*below, order, alone=True)}</mfrac>"


def _factors(number: int, factors: Factors, order: tuple[str, ...], *, alone: bool) -> str:
    """A number and powers next to each other; a sum that is alone above or below a line has no brackets."""
    if alone and (terms := sum_alone(number, factors)) is not None:
        return sum_mathml(terms, order)
    words = [_power(atom, power, order) for atom, power in factors]
    return _juxtaposed([f"<mn>{decimal(number)}</mn>"] * (number != 1 or not words) + words)


def _juxtaposed(factors: list[str]) -> str:
    """Factors next to each other, with a dot between two numbers and a little space beside whole words."""
    parts = factors[:1]
    for before, factor in pairwise(factors):
        if NUMBER_FIRST.match(factor):
            parts.append(sign("·"))
        elif WHOLE_WORD.search(before + factor):
            parts.append(f'<mo lspace="0.2em" rspace="0em">{TIMES}</mo>')
        else:
            parts.append(sign(TIMES))
        parts.append(factor)
    return row(*parts)


def _power(atom: Atom, power: int, order: tuple[str, ...]) -> str:
    if isinstance(atom, tuple):
        base = fenced("(", sum_mathml(atom, order), ")")
    else:
        base = atom_mathml(atom)
        base = fenced("(", base, ")") if power != 1 and atom.is_Pow else base
    return base if power == 1 else f"<msup>{base}<mn>{power}</mn></msup>"


def _opened(term: Product, order: tuple[str, ...]) -> list[str]:
    """A long product as what is before its longest sum, with the terms of that; any other as one piece."""
    whole = [inner for inner, power in term.sums if power == 1 and len(inner) > 1]
    is_fraction = term.number.denominator != 1 or any(power < 0 for _, power in (*term.powers, *term.sums))
    if is_fraction or not whole or len(sum_text((term,))) <= LONG:
        return [product_mathml(term, order)]
    longest = max(whole, key=lambda inner: len(sum_text(inner)))
    front = Product(term.number, term.powers, tuple((s, n) for s, n in term.sums if s != longest))
    is_one = abs(front.number) == 1 and not front.powers and not front.sums
    before = "" if is_one else product_mathml(front, order) + sign(TIMES)
    inside = [_signed(at, one, product_mathml(one, order)) for at, one in enumerate(longest)]
    opened, closed = '<mo form="prefix" stretchy="false">(</mo>', '<mo form="postfix" stretchy="false">)</mo>'
    return [before + opened + inside[0], *inside[1:-1], inside[-1] + closed]


# --------------------------------------------------------------------------- atoms


@lru_cache(maxsize=4096)
def atom_mathml(atom: Atom) -> str:
    """A symbol, a floor or another whole formula of sympy."""
    return symbol_mathml(atom.name) if atom.is_Symbol else _formula(atom)


@singledispatch
def _formula(e: Any) -> str:
    """Anything of sympy, by its class; what is not known by its text."""
    return f"<mtext>{escape(str(e))}</mtext>"


@_formula.register(Symbol)
def _symbol(e: Any) -> str:
    return symbol_mathml(e.name)


@_formula.register(Add)
@_formula.register(Mul)
@_formula.register(Rational)
def _sum(e: Any) -> str:
    return sum_mathml(inner(e))


@_formula.register(FloorDiv)
def _quotient(e: Any) -> str:
    return fenced("⌊", f"<mfrac>{_formula(e.args[0])}{_formula(e.args[1])}</mfrac>", "⌋")


@_formula.register(floor)
def _floor(e: Any) -> str:
    return fenced("⌊", _formula(e.args[0]), "⌋")


@_formula.register(ceiling)
def _ceiling(e: Any) -> str:
    return fenced("⌈", _formula(e.args[0]), "⌉")


@_formula.register(Abs)
def _absolute(e: Any) -> str:
    return row(sign("|", "prefix"), _formula(e.args[0]), sign("|", "postfix"))


@_formula.register(Pow)
def _raised(e: Any) -> str:
    base, exponent = e.base, e.exp
    if exponent.is_Rational and exponent.p == 1:
        return _root(_formula(base), "" if exponent.q == 2 else f"<mn>{exponent.q}</mn>")
    if exponent.could_extract_minus_sign():
        return f"<mfrac><mn>1</mn>{_formula(base**-exponent)}</mfrac>"
    words = _formula(base)
    is_plain = base.is_Symbol or (base.is_Integer and base >= 0)
    return f"<msup>{words if is_plain else fenced('(', words, ')')}{_formula(exponent)}</msup>"


@_formula.register(exp)
def _exponential(e: Any) -> str:
    return f"<msup><mi>e</mi>{_formula(e.args[0])}</msup>"


@_formula.register(Function)
@_formula.register(Max)
@_formula.register(Min)
def _function(e: Any) -> str:
    written = sign(",").join(map(_formula, e.args))
    return row(f"<mi>{escape(type(e).__name__.lower())}</mi>", sign("\u2061"), fenced("(", written, ")"))


@_formula.register(Relational)
def _relation(e: Any) -> str:
    return relation(_formula(e.lhs), e.rel_op, _formula(e.rhs))


@_formula.register(And)
@_formula.register(Or)
def _both(e: Any) -> str:
    return row(f"<mtext> {type(e).__name__.lower()} </mtext>".join(map(_formula, e.args)))


@_formula.register(Piecewise)
def _choice(e: Any) -> str:
    rows = "".join(_case(_formula(value), condition) for value, condition in e.args)
    return row(sign("{", "prefix"), f"<mtable>{rows}</mtable>")


@_formula.register(OpenSum)
def _open_sum(e: Any) -> str:
    (index, first, last), terms = e.limits[0], inner(e.function)
    below = row(_formula(index), sign("="), _formula(first))
    summand = sum_mathml(terms)
    is_one = len(terms) == 1 and terms[0].number > 0
    whole = summand if is_one else fenced("(", summand, ")")
    return row(f"<munderover>{sign('∑')}{below}{_formula(last)}</munderover>", whole)


def _root(inside: str, degree: str) -> str:
    return f"<mroot>{inside}{degree}</mroot>" if degree else f"<msqrt>{inside}</msqrt>"


def _case(value: str, condition: Any) -> str:
    when = "<mtext>otherwise</mtext>" if condition is true else row("<mtext>if\u00a0</mtext>", _formula(condition))
    return f"<mtr><mtd>{value}</mtd><mtd>{when}</mtd></mtr>"


def relation(left: str, operator: str, right: str) -> str:
    """Two sides with a sign between: `>=` is written ≥."""
    return row(left, sign(RELATIONS.get(operator, operator), "infix"), right)
