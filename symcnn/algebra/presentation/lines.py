"""Long formulas in LaTeX, broken into lines before a plus or minus."""

from __future__ import annotations

import re

from symcnn.algebra.presentation.tree import Product, Sum
from symcnn.algebra.presentation.written import Written, product_latex, sum_latex

UNSEEN = re.compile(r"\\(left|right|big[lr]|mathit|mathrm|frac)\b|[{}^_ ]")
COMMAND = re.compile(r"\\[A-Za-z]+")
WIDTH = 76  # small letters that fit on a line of a page, beside P = and a number


def lines(written: Written, width: int = WIDTH) -> list[str]:
    """The formula in one line where it fits, else in several; all but the first begin with their sign."""
    whole = sum_latex(written.terms, written.order)
    if visible(whole) <= width:
        return [whole]
    found: list[str] = []
    for piece in _pieces(written, width):
        joined = f"{found[-1]} {piece}" if found else piece
        if found and visible(joined) <= width:
            found[-1] = joined
        else:
            found.append(piece)
    return found


def visible(latex: str) -> int:
    """About how wide a formula is, in small letters: a capital takes more, and a plus has space around it."""
    shown = COMMAND.sub("x", UNSEEN.sub("", latex))
    return len(shown) + sum(map(str.isupper, shown)) // 2 + 3 * sum(map(shown.count, "+-=")) // 2


def _pieces(written: Written, width: int) -> list[str]:
    """The terms with their signs; a product with a sum that is too long for a line, by the terms of that sum."""
    found: list[str] = []
    for at, term in enumerate(written.terms):
        sign = "-" if term.number < 0 else "+" if at else ""
        body = product_latex(term, written.order)
        pieces = [body] if visible(body) <= width else _opened(term, written.order)
        found += [f"{sign} {pieces[0]}".strip(), *pieces[1:]]
    return found


def _opened(term: Product, order: tuple[str, ...]) -> list[str]:
    """A product as what is before its longest sum, the terms of that, and what is after it."""
    whole = [inner for inner, power in term.sums if power == 1]
    if not whole or any(power < 0 for _, power in (*term.powers, *term.sums)):
        return [product_latex(term, order)]
    longest = max(whole, key=lambda inner: visible(sum_latex(inner, order)))
    front = Product(term.number, term.powers, tuple((s, n) for s, n in term.sums if s != longest))
    before = "" if abs(front.number) == 1 and not front.powers and not front.sums else product_latex(front, order) + " "
    inside = _signed_terms(longest, order)
    return [rf"{before}\bigl({inside[0]}", *inside[1:-1], rf"{inside[-1]}\bigr)"]


def _signed_terms(terms: Sum, order: tuple[str, ...]) -> list[str]:
    signs = ["-" if term.number < 0 else "+" for term in terms]
    words = [f"{sign} {product_latex(term, order)}" for sign, term in zip(signs, terms, strict=True)]
    return [words[0].removeprefix("+ "), *words[1:]]
