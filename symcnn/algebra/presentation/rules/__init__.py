"""Ways to write a formula: one file each; a new way is one new file in this folder.

A file has a function `write` from a polynomial to a sum; `short` takes the shortest of what all of them give. Each
gets the formula with its inner sums kept and, where that is not too long, multiplied out. What several of them
need stands beside this folder: `factors`, `groups`, `products`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

from symcnn.algebra.presentation.polynomial import Polynomial
from symcnn.algebra.presentation.tree import Sum

Rule = Callable[[Polynomial], Sum]
RULES: dict[str, Rule] = {
    name: import_module(f"{__name__}.{name}").write
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__))
}

__all__ = ["RULES", "Rule"]
