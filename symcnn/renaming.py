"""Formulas as a user gets them: in plain symbols, and in the names that were asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from symcnn.algebra.conditions import Condition, ForAll
from symcnn.indices import Indices


class PlainSymbols(dict[Any, Any]):
    """Ordinary symbols for those that carry assumptions (declared rational or real), by formula.

    Each part of a formula is put together once: a rounded width is a part of every layer behind it,
    and sympy simplifies a choice or a maximum anew wherever it stands.
    """

    def __init__(self, indices: Indices) -> None:
        super().__init__()
        self.indices = indices

    def __missing__(self, e: Any) -> Any:
        found = self._symbol(e) if e.is_Symbol else self._with_parts(e)
        self[e] = found
        return found

    def _symbol(self, symbol: Any) -> Any:
        if (symbol.is_rational is None and symbol.is_real is None) or symbol in self.indices:
            return symbol
        from sympy import Symbol

        return Symbol(symbol.name)

    def _with_parts(self, e: Any) -> Any:
        parts = [self[part] for part in e.args]
        return e.func(*parts) if any(new is not old for new, old in zip(parts, e.args, strict=True)) else e


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Write a formula in the symbols' new names.

    >>> from sympy.abc import F, K
    >>> renamed(F * K**2, {"F": "K", "K": "F"})
    F**2*K
    """
    if not names:
        return value
    from sympy import Symbol

    return value.xreplace({Symbol(old): Symbol(new) for old, new in names.items()})


def renamed_condition(condition: Condition, names: Mapping[str, str]) -> Condition:
    """Write a condition in the symbols' new names.

    >>> from symcnn.algebra.conditions import AtLeast
    >>> from sympy.abc import H, K
    >>> str(renamed_condition(AtLeast(H, K), {"K": "k_1"}))
    'H >= k_1'
    """
    return with_parts(condition, lambda part: renamed(part, names)) if names else condition


def with_parts(condition: Condition, change: Callable[[Any], Any]) -> Condition:
    """Change the formulas of a condition, those of a condition inside it as well."""

    def changed(part: Any) -> Any:
        if isinstance(part, Condition):
            return with_parts(part, change)
        return change(part) if hasattr(part, "xreplace") else part

    return type(condition)(*map(changed, condition.parts), layers=condition.layers)


def inner(condition: Condition) -> Condition:
    """The condition that is to hold in every round, or itself."""
    return condition.condition if isinstance(condition, ForAll) else condition


def renamed_text(words: str, names: Mapping[str, str]) -> str:
    """Write the text of a layer in the new names: those of arguments (`groups=`) and of layers stay.

    >>> renamed_text("conv(F,3,groups=g)", {"F": "f_1", "conv": "c", "groups": "x"})
    'conv(f_1,3,groups=g)'
    """
    if not names:
        return words
    keyword, bracket, arguments = words.partition("(")
    return (
        keyword + bracket + re.sub(r"(?<![.\w])[A-Za-z_]\w*(?!\s*[=(])\b", lambda m: names.get(m[0], m[0]), arguments)
    )
