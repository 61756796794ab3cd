"""Forms as text and as LaTeX."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sympy import Pow

from symcnn.algebra.exact import decimal
from symcnn.algebra.names import symbol_latex
from symcnn.algebra.presentation.tree import Atom, Number, Product, Sum, read


class Written(NamedTuple):
    """A formula in the form in which it is to be printed, and the order of its symbols in products.

    `text` and `latex` of `symcnn.algebra.printing` write it as it stands.
    """

    terms: Sum
    order: tuple[str, ...] = ()  # names; without one, and in text always, the alphabet

    @property
    def is_plain_product(self) -> bool:
        """Whether it is one product of symbols and sums, without brackets in brackets: h*w*(c + d)."""
        return len(self.terms) == 1 and not any(term.sums for inner, _ in self.terms[0].sums for term in inner)

    def expression(self) -> Any:
        """The form as a sympy expression of the same shape."""
        from symcnn.algebra.presentation.shape import expression

        return expression(self.terms)


def _signed(terms: Sum, parts: list[str]) -> str:
    """Put a plus or minus between the terms."""
    signs = ["-" if term.number < 0 else "+" for term in terms]
    body = "".join(f" {sign} {part}" for sign, part in zip(signs, parts, strict=True))
    return "-" * (signs[0] == "-") + body[3:]


def exponential(term: Product) -> Product:
    """Write 2*2**n as 2**(n + 1), H*2/2**n as H/2**(n - 1) and the square of 2**n as 4**n."""
    towers = [(atom, power) for atom, power in term.powers if atom.is_Pow and atom.base.is_Integer]
    if not towers:
        return term
    number, more = term.number, 0
    if len(towers) == 1 and abs(towers[0][1]) == 1:
        number, more = _taken(number, int(towers[0][0].base))
    new = [(Pow(a.base ** abs(n), a.exp + (more if n > 0 else -more)), 1 if n > 0 else -1) for a, n in towers]
    return Product(number, (*(item for item in term.powers if item not in towers), *new), term.sums)


def _taken(number: Number, base: int) -> tuple[Number, int]:
    """A power of a base as its sign and the power: -8 is -1 and 3 for 2, 1/2 is 1 and -1; other numbers stay."""
    rest: Any = max(abs(number.numerator), number.denominator)
    power = 0
    while rest > 1 and rest % base == 0:
        rest, power = rest // base, power + 1
    if rest != 1 or min(abs(number.numerator), number.denominator) != 1:
        return number, 0
    return (-1 if number < 0 else 1), (power if number.denominator == 1 else -power)


# -------------------------------------------------------------------------- text


@lru_cache(maxsize=4096)
def sum_text(terms: Sum) -> str:
    """A sum as sympy and Python read it."""
    return _signed(terms, [_product_text(term) for term in terms])


def _product_text(term: Product) -> str:
    """A product without its sign: 2*F*(C + 1)/g."""
    term = exponential(term)
    above: list[str] = []
    below: list[str] = []
    for atom, power in (*term.powers, *term.sums):
        (above if power > 0 else below).append(_power_text(factor_text(atom), abs(power)))
    numerator, denominator = abs(term.number.numerator), term.number.denominator
    above = [decimal(numerator)] * (numerator != 1 or not above) + above
    below = [decimal(denominator)] * (denominator != 1) + below
    under = "*".join(below)
    return "*".join(above) + (f"/({under})" if len(below) > 1 else f"/{under}" if below else "")


def _power_text(base: str, power: int) -> str:
    return base if power == 1 else f"{base}**{power}"


@lru_cache(maxsize=4096)
def factor_text(atom: Atom) -> str:
    """An atom or a sum as a factor."""
    if isinstance(atom, tuple):
        return f"({sum_text(atom)})"
    words = atom.name if atom.is_Symbol else str(_text_printer().doprint(atom))
    return f"({words})" if atom.is_Pow and not atom.base.is_Integer and not words.endswith(")") else words


def inner(e: Any) -> Sum:
    """What stands inside a floor, a choice or a root, in its short form."""
    from symcnn.algebra.presentation.short import shortest

    return shortest(read(e))


@cache
def _text_printer() -> Any:
    from sympy.printing.str import StrPrinter

    class FormulaPrinter(StrPrinter):  # type: ignore[misc]
        """sympy's printer for what is inside floors, choices and roots, in our order."""

        def _print_Add(self, expr: Any, order: Any = None) -> str:  # noqa: N802
            return sum_text(inner(expr))

        def _print_Mul(self, expr: Any) -> str:  # noqa: N802
            return sum_text(inner(expr))

    return FormulaPrinter()


def printed(e: Any) -> str:
    """Anything else of sympy (a relation, say) as text."""
    return str(_text_printer().doprint(e))


# ------------------------------------------------------------------------- LaTeX


def sum_latex(terms: Sum, order: tuple[str, ...] = ()) -> str:
    """A sum in LaTeX's mathematics."""
    return _signed(terms, [product_latex(term, order) for term in terms])


def product_latex(term: Product, order: tuple[str, ...] = ()) -> str:
    """A product without its sign: a fraction where something is below the line."""
    above, below = above_and_below(term, order)
    if below == (1, []):
        return _factors_latex(*above, order, alone=False)
    return rf"\frac{{{_factors_latex(*above, order, alone=True)}}}{{{_factors_latex(*below, order, alone=True)}}}"


Factors = list[tuple[Atom, int]]


def above_and_below(term: Product, order: tuple[str, ...]) -> tuple[tuple[int, Factors], tuple[int, Factors]]:
    """What stands above the line of a fraction, and below it: a number without its sign, and powers."""
    term = exponential(term)
    factors = (*by_place(term.powers, order), *term.sums)
    above = [(atom, power) for atom, power in factors if power > 0]
    below = [(atom, -power) for atom, power in factors if power < 0]
    return (abs(term.number.numerator), above), (term.number.denominator, below)


def sum_alone(number: int, factors: Factors) -> Sum | None:
    """The sum that is all there is above or below a line, where it needs no brackets."""
    if number == 1 and len(factors) == 1 and isinstance(factors[0][0], tuple) and factors[0][1] == 1:
        return factors[0][0]
    return None


def _factors_latex(number: int, factors: Factors, order: tuple[str, ...], *, alone: bool) -> str:
    """A number and powers next to each other; a sum that is alone above or below a line has no brackets."""
    if alone and (terms := sum_alone(number, factors)) is not None:
        return sum_latex(terms, order)
    words = [_power_latex(atom, power, order) for atom, power in factors]
    return _juxtaposed([decimal(number)] * (number != 1 or not words) + words)


def by_place(powers: Iterable[tuple[Atom, int]], order: tuple[str, ...]) -> list[tuple[Atom, int]]:
    """Factors in a given order of their symbols."""
    return sorted(powers, key=lambda item: _place(item[0], order))


def _place(atom: Atom, order: tuple[str, ...]) -> tuple[int, int]:
    """By the given order; other symbols after those in it, then floors and the like."""
    if not atom.is_Symbol:
        return (1, 0)
    return (0, order.index(atom.name) if atom.name in order else len(order))


def _juxtaposed(factors: list[str]) -> str:
    """Factors next to each other, with a dot between two numbers."""
    words = factors[0]
    for factor in factors[1:]:
        between = r" \cdot " if factor[0].isdigit() else r" \, " if "mathit" in words + factor else " "
        words += between + factor
    return words


def _power_latex(atom: Atom, power: int, order: tuple[str, ...]) -> str:
    raised = "" if power == 1 else f"^{{{power}}}"
    if isinstance(atom, tuple):
        return rf"\left({sum_latex(atom, order)}\right){raised}"
    words = atom_latex(atom)
    return rf"\left({words}\right){raised}" if raised and atom.is_Pow else words + raised


@lru_cache(maxsize=4096)
def atom_latex(atom: Atom) -> str:
    """A symbol, a floor or another whole formula in LaTeX."""
    return symbol_latex(atom.name) if atom.is_Symbol else str(_latex_printer().doprint(atom))


@cache
def _latex_printer() -> Any:
    from sympy.printing.latex import LatexPrinter

    class FormulaPrinter(LatexPrinter):  # type: ignore[misc]
        """sympy's printer for what is inside floors, choices and roots, with our names and order."""

        def _print_Symbol(self, expr: Any, style: str = "plain") -> str:  # noqa: N802
            return symbol_latex(expr.name)

        def _print_Add(self, expr: Any, order: Any = None) -> str:  # noqa: N802
            return sum_latex(inner(expr))

        def _print_Mul(self, expr: Any) -> str:  # noqa: N802
            return sum_latex(inner(expr))

        def _print_Sum(self, expr: Any) -> str:  # noqa: N802
            (index, first, last), terms = expr.limits[0], inner(expr.function)
            one = len(terms) == 1 and terms[0].number > 0
            summand = sum_latex(terms) if one else rf"\left({sum_latex(terms)}\right)"
            return rf"\sum_{{{symbol_latex(index.name)}={self._print(first)}}}^{{{self._print(last)}}} {summand}"

    return FormulaPrinter({"fold_short_frac": False})
