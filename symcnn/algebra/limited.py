"""A symbol that carries the limits between which it lies, and its meaning in the symbols of the text."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Symbol, sympify


class Limited(Symbol):  # type: ignore[misc]
    """A whole number from `least` to `most` (or one of the kind with which it was declared).

    >>> from sympy.abc import n
    >>> from symcnn.algebra.exact import in_the_text
    >>> Limited("n", 2, 9, n).most, Limited("n", 2, 9, n) == n, in_the_text(3 * Limited("n'", 1, 9, n - 1))
    (9, False, 3*n - 3)
    """

    __slots__ = ("least", "meaning", "most")

    def __new__(cls, name: str, least: Any, most: Any, meaning: Expr, **kind: bool) -> Limited:
        """Make a symbol; equal ones have the same name, limits and meaning."""
        made: Limited = Symbol.__xnew__(cls, name, **kind)
        made.least, made.most, made.meaning = sympify(least), sympify(most), meaning
        return made

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.least, self.most, self.meaning)
