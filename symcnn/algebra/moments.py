"""A formula in one round of a repeat; sympy is imported for formulas only."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import exact, is_symbolic


def at(value: Any, index: Any, moment: Any) -> Any:
    """A formula with a value for the index of the rounds; a number is the same in all.

    >>> from sympy.abc import H, i, n
    >>> at(H * 2**i, i, n - 1), at(H * 2**i, i, 0), at(7, i, 0)
    (2**n*H/2, H, 7)
    """
    if not is_symbolic(value):
        return value
    from sympy import sympify

    from symcnn.algebra.powers import unified

    return exact(unified(value.xreplace({index: sympify(moment)})))
