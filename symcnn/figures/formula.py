"""Formulas as tidy text for a picture: ⌊H/2⌋, 3·K², f·2ⁱ."""

from __future__ import annotations

import ast
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symcnn.algebra.exact import is_symbolic
from symcnn.algebra.printing import text
from symcnn.layers.contract import Shape

RAISED = str.maketrans("0123456789+-()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
SIGNS: dict[type, tuple[str, int]] = {  # how tightly they bind: 3 is a sum, 4 a product, 5 a sign, 6 a power
    ast.Add: (" + ", 3), ast.Sub: (" − ", 3), ast.Mult: ("·", 4), ast.Div: ("/", 4), ast.Mod: (" mod ", 4),
}  # fmt: skip
RELATIONS: dict[type, str] = {
    ast.Gt: " > ",
    ast.GtE: " ≥ ",
    ast.Lt: " < ",
    ast.LtE: " ≤ ",
    ast.Eq: " = ",
    ast.NotEq: " ≠ ",
}
AROUND = {"floor": ("⌊", "⌋"), "ceiling": ("⌈", "⌉"), "Abs": ("|", "|")}
NAMES = {"Max": "max", "Min": "min", "Piecewise": "", "Sum": "Σ"}
LONGEST = 60  # characters of a formula that a box has room for


def tidy(value: Any) -> str:
    """A piece of a line as text: words as they are, numbers without separators, formulas with typographic signs.

    >>> from sympy.abc import C, F, H, K, i
    >>> from sympy import floor
    >>> tidy(H - K + 1), tidy(3 * C * K**2), tidy(F * 2**i), tidy(1024)
    ('H − K + 1', '3·C·K²', 'F·2ⁱ', '1024')
    >>> tidy(Shape(((H - K + 1), 28), F))
    '(H − K + 1)×28×F'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Shape):
        sizes = [_factor(size) if len(value.dims) > 1 else tidy(size) for size in value.dims]
        return "×".join(sizes) + " tokens" * value.tokens
    if isinstance(value, tuple):
        return "×".join(map(_factor, value))
    return _formula(text(value)) if is_symbolic(value) or isinstance(value, Fraction) else text(value)


def _factor(size: Any) -> str:
    words = tidy(size)
    return f"({words})" if any(c in words for c in " /") and not _is_closed(words) else words


def _is_closed(words: str) -> bool:
    """Whether there are brackets around the whole: ⌊(H − 1)/2⌋."""
    depth = 0
    for at, character in enumerate(words):
        depth += (character in "(⌊⌈") - (character in ")⌋⌉")
        if depth == 0:
            return at == len(words) - 1
    return False


@lru_cache(maxsize=4096)
def _formula(words: str) -> str:
    """What `text` wrote, with other signs; a formula that is too long for a picture is cut."""
    try:
        found = _written(ast.parse(words, mode="eval").body, 0)
    except (SyntaxError, KeyError):  # a relation or a sum of sympy's own making
        found = words
    return found if len(found) <= LONGEST else f"{found[: LONGEST - 1]}…"


def _written(node: ast.expr, around: int) -> str:
    """An expression; in brackets where what is around it binds more tightly."""
    if isinstance(node, ast.BinOp):
        return _operation(node, around)
    if isinstance(node, ast.UnaryOp):
        words = f"−{_written(node.operand, 5)}"
        return f"({words})" if around > 3 else words
    if isinstance(node, ast.Call):
        return _call(node)
    if isinstance(node, ast.Tuple):
        return f"({', '.join(_written(one, 0) for one in node.elts)})"
    if isinstance(node, ast.Compare):
        return _written(node.left, 3) + RELATIONS[type(node.ops[0])] + _written(node.comparators[0], 3)
    return ast.unparse(node)


def _operation(node: ast.BinOp, around: int) -> str:
    if isinstance(node.op, ast.Pow):
        return _power(node, around)
    if isinstance(node.op, ast.FloorDiv):
        return f"⌊{_written(node.left, 4)}/{_written(node.right, 5)}⌋"
    sign, tight = SIGNS[type(node.op)]
    words = _written(node.left, tight) + sign + _written(node.right, tight + isinstance(node.op, (ast.Sub, ast.Div)))
    return f"({words})" if around > tight else words


def _power(node: ast.BinOp, around: int) -> str:
    base = _written(node.left, 7)
    exponent = _written(node.right, 0).replace("−", "-").replace(" ", "").replace("·", "")
    raised = exponent.translate(RAISED)
    if raised.isascii() or any(c in raised for c in exponent):
        return f"{base}^({exponent.replace('-', '−')})" if len(exponent) > 1 else f"{base}^{exponent}"
    return f"({base}){raised}" if around > 6 else base + raised


def _call(node: ast.Call) -> str:
    name = ast.unparse(node.func)
    inside = ", ".join(_written(one, 0) for one in node.args)
    if name in AROUND:
        left, right = AROUND[name]
        return left + inside + right
    return f"{NAMES.get(name, name)}({inside})"
