"""Layers that are taken for others: at one place, or everywhere at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from symcnn.ask.audit.rules.contract import Replaced
from symcnn.layers.contract import Layer
from symcnn.propagate import Step

MOST = 40  # places that are tried one by one; in a deeper network only all at once
L = TypeVar("L", bound=Layer)


def replaced(layer: L, **values: Any) -> L:
    """The same layer with other arguments."""
    return type(layer)(**{**vars(layer), **values})


def at_one_or_all(steps: Sequence[Step], layers: Mapping[int, Layer], words: str) -> Iterable[Replaced]:
    """Take each of the layers for its other alone, and all of them together."""
    if len(layers) <= MOST:
        for at, layer in layers.items():
            yield Replaced(f"{words} in {steps[at].name}", {at: layer})
    if len(layers) > 1:
        yield Replaced(f"{words} everywhere", dict(layers))
