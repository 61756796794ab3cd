"""Formulas as a user gets them: in plain symbols, and in the names that were asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from symcnn.algebra.conditions import Condition


def in_plain_symbols(value: Any) -> Any:
    """Replace the symbols that carry assumptions (declared rational or real) by ordinary ones."""
    declared = [s for s in value.free_symbols if s.is_rational is not None or s.is_real is not None]
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
    values = {name: getattr(condition, name) for name in condition.fields}
    return type(condition)(**{k: renamed(v, names) if hasattr(v, "xreplace") else v for k, v in values.items()})


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
