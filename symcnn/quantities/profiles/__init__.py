"""The conventions of other counters: one file a tool; a new profile is one new file in this folder."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module

from symcnn.quantities.profiles.contract import Profile
from symcnn.quantities.profiles.conv_linear import PROFILE as DEFAULT


class _Profiles(Mapping[str, Profile]):
    """The profiles by name, the default first; each is imported when it is asked for."""

    def __init__(self) -> None:
        files = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in ("contract", "conv_linear"))
        self.files = {DEFAULT.name: "conv_linear", **{file.replace("_", "-"): file for file in files}}

    def __getitem__(self, name: str) -> Profile:
        profile: Profile = import_module(f"{__name__}.{self.files[name]}").PROFILE
        return profile

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


PROFILES = _Profiles()

__all__ = ["DEFAULT", "PROFILES", "Profile"]
