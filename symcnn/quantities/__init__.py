"""What is counted: one file a quantity; a new quantity is one new file in this folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from symcnn.quantities.contract import Conventions, Quantity

NOT_QUANTITIES = ("contract", "field", "profiles")

_modules = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in NOT_QUANTITIES)
QUANTITIES: dict[str, Quantity] = {
    quantity.name: quantity for quantity in (import_module(f"{__name__}.{name}").QUANTITY for name in _modules)
}

__all__ = ["QUANTITIES", "Conventions", "Quantity"]
