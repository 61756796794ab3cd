"""How an answer is written: one file a format; a new format is one new file in this folder."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module

from symcnn.views.contract import View


class _Views(Mapping[str, View]):
    """The formats by name, each imported when it is asked for."""

    def __init__(self) -> None:
        self.names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name != "contract")

    def __getitem__(self, name: str) -> View:
        if name not in self.names:
            raise KeyError(name)
        view: View = import_module(f"{__name__}.{name}").VIEW
        return view

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


VIEWS = _Views()
