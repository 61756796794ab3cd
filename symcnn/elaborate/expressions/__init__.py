"""The value of an expression at a place of the program: one small function a kind of node."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from symcnn.elaborate.expressions.evaluating import decide, evaluate, number
from symcnn.elaborate.expressions.literals import UNITS, exact_number
from symcnn.elaborate.expressions.names import array_of, dotted
from symcnn.elaborate.expressions.ranges import iterate, rounds_of

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")  # its functions register themselves

__all__ = [
    "UNITS",
    "array_of",
    "decide",
    "dotted",
    "evaluate",
    "exact_number",
    "iterate",
    "number",
    "rounds_of",
]
