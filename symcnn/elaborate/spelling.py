"""One spelling for the arguments of layers: `s=2` is read, `stride=2` is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from symcnn.elaborate.bind import SHORT
from symcnn.elaborate.functions import FUNCTIONS
from symcnn.layers import LAYERS
from symcnn.layers.contract import language_name
from symcnn.text import tree

Value = TypeVar("Value")


def long_names(program: tree.Program) -> tree.Program:
    """Write the short argument names of built-in layers long; nothing else changes.

    A name that the program defines itself is left alone: its arguments are its own.

    >>> from symcnn.text.parse import parse
    >>> long_names(parse("conv(8,3,s=2)")) == parse("conv(8,3,stride=2)")
    True
    """
    layers = LAYERS.keys() - FUNCTIONS.keys() - set(_defined(program))
    return _rewrite(program, frozenset(layers))


def _rewrite(value: Value, layers: frozenset[str]) -> Value:
    """The same value with every call in it rewritten."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_rewrite(v, layers) for v in value)  # type: ignore[return-value]
    if not isinstance(value, tree.Node):
        return value
    fields = {name: _rewrite(v, layers) for name, v in vars(value).items()}
    if isinstance(value, tree.Set):
        fields["arguments"] = _long(value.layer, fields["arguments"])
    elif isinstance(value, (tree.Call, tree.Function)) and value.name in layers:
        fields["arguments"] = _long(value.name, fields["arguments"])
    return type(value)(**fields)


def _long(layer: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    if layer not in LAYERS:
        return arguments
    known = {language_name(field) for field in LAYERS[layer].fields}
    given = {a.name for a in arguments if isinstance(a, tree.Keyword)}
    return tuple(_long_keyword(a, known, given) if isinstance(a, tree.Keyword) else a for a in arguments)


def _long_keyword(keyword: tree.Keyword, known: set[str], given: set[str]) -> tree.Keyword:
    name = SHORT.get(keyword.name, keyword.name)
    if keyword.name in known or name not in known or name in given:
        return keyword
    return tree.Keyword(name, keyword.value, span=keyword.span)


def _defined(value: Any) -> Iterator[str]:
    """Every name that a program gives to something."""
    if isinstance(value, (tree.Definition, tree.Shared, tree.Binding, tree.Declaration)):
        yield value.name
    if isinstance(value, (tree.Import, tree.Loop)):
        yield from value.names
    if isinstance(value, tree.Labelled):
        yield value.label
    if isinstance(value, tree.Node):
        for child in vars(value).values():
            yield from _defined(child)
    elif isinstance(value, tuple) and not hasattr(value, "_fields"):
        for child in value:
            yield from _defined(child)
