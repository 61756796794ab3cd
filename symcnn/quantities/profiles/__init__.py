"""The conventions of other counters: one file a tool; a new profile is one new file in this folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from symcnn.quantities.profiles.contract import Profile
from symcnn.quantities.profiles.conv_linear import PROFILE as DEFAULT

_modules = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "contract")
_found = (import_module(f"{__name__}.{name}").PROFILE for name in _modules)
PROFILES: dict[str, Profile] = {profile.name: profile for profile in (DEFAULT, *_found)}

__all__ = ["DEFAULT", "PROFILES", "Profile"]
