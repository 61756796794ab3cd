"""The rules that explain a published number: one file each; a new explanation is a new file in this folder."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from symcnn.ask.audit.rules.contract import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their files.

    >>> "no bias" in [rule.name for rule in rules()]
    True
    """
    files = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "contract")
    return tuple(import_module(f"{__name__}.{file}").RULE for file in files)


@cache
def rules_for(quantity: str) -> tuple[Rule, ...]:
    """The rules that speak of a quantity."""
    return tuple(rule for rule in rules() if quantity in rule.quantities)
