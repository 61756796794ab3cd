"""Formulas as a user gets them: in plain symbols, and in the names that were asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from symcnn.algebra.conditions import Condition
from symcnn.indices import Indices


@lru_cache(maxsize=4096)
def in_plain_symbols(value: Any, indices: Indices) -> Any:
    """Replace the symbols that carry assumptions (declared rational or real) by ordinary ones."""
    assumed = [s for s in value.free_symbols if s.is_rational is not None or s.is_real is not None]
    declared = [symbol for symbol in assumed if symbol not in indices]
    if not declared:
        return value
    from sympy import Symbol

    return value.xreplace({symbol: Symbol(symbol.name) for symbol in declared})


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Write a formula in the symbols' new names."""
    if not names:
        return value
    from sympy import Symbol

    return value.xreplace({Symbol(old): Symbol(new) for old, new in names.items()})


def renamed_condition(condition: Condition, names: Mapping[str, str]) -> Condition:
    """Write a condition in the symbols' new names."""
    if not names:
        return condition
    return type(condition)(*(_renamed_part(part, names) for part in condition.parts), layers=condition.layers)


def _renamed_part(part: Any, names: Mapping[str, str]) -> Any:
    if isinstance(part, Condition):
        return renamed_condition(part, names)
    return renamed(part, names) if hasattr(part, "xreplace") else part


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
