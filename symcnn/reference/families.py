"""Layers by family: a family is a file of `symcnn/layers`, and its first line says what it is."""

from __future__ import annotations

import sys

from symcnn.layers import LAYERS


def families() -> dict[str, tuple[str, ...]]:
    """The names of layers by family, both in the alphabet's order.

    >>> families()["convolution"]
    ('conv', 'convt', 'dwconv', 'sepconv')
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(LAYERS, key=lambda name: (family(name), name)):
        found[family(name)] = (*found.get(family(name), ()), name)
    return found


def family(name: str) -> str:
    """The family of a layer."""
    return LAYERS[name].__module__.rpartition(".")[2]


def about(name: str) -> str:
    """What a family is: the first words of its file."""
    layer = LAYERS[families()[name][0]]
    return (sys.modules[layer.__module__].__doc__ or "").strip()


def prose(documentation: str | None) -> str:
    r"""A docstring without its examples.

    >>> prose("One thing.\n\n    And another.\n\n    >>> 1\n    1\n")
    'One thing.\n\nAnd another.'
    """
    from inspect import cleandoc

    return cleandoc(documentation or "").partition("\n>>>")[0].strip()
