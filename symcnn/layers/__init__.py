"""The catalogue: one file a family; a new layer is one new file in this folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from symcnn.layers.contract import LAYERS, Layer, Shape, Weight, Window

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

__all__ = ["LAYERS", "Layer", "Shape", "Weight", "Window"]
