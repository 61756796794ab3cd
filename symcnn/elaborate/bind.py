"""From a call to a layer: names, arity, defaults; `arguments` reads the values.

Everything is read off the layer's fields; no layer is named here except for the habits of people
who come from other tools (`Conv2D`, `fc`).
"""

from __future__ import annotations

from typing import Any

from symcnn.algebra.conditions import Condition
from symcnn.elaborate.arguments import ArgumentReader
from symcnn.elaborate.habits import ARGUMENTS, unknown_layer
from symcnn.elaborate.scope import Scope, Tensor
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import Span, SymcnnError
from symcnn.layers import LAYERS
from symcnn.layers.contract import Layer, language_name, signature
from symcnn.record import Record
from symcnn.text import tree

SHORT = {
    "f": "filters", "k": "kernel", "s": "stride", "p": "pad",
    "d": "dilation", "g": "groups", "b": "bias", "m": "mult",
}  # fmt: skip


class Bound(Record):
    """A layer made from a call, where each argument stood, what the arguments leave open, further tensors."""

    layer: Layer
    spans: dict[str, Span]
    demands: list[tuple[Condition, Span]]
    inputs: list[Tensor]  # those that are arguments


def bind(call: tree.Call, scope: Scope) -> Bound:
    """Make the layer that a call describes.

    Raises SymcnnError: unknown layer, wrong number or names of arguments, values of a wrong kind.
    """
    cls = _layer_class(call)
    nodes = _arguments(call, cls)
    values = {**scope.evaluation.presets.get(call.name, {}), **scope.presets.get(call.name, {})}
    reader = ArgumentReader(call.name, scope)
    for field, node in nodes.items():
        values[field] = reader.read(cls.fields[field], language_name(field), node)
    _check_required(call, cls, values)
    spans = {f: _whole_span(n) for f, n in nodes.items()}
    return Bound(cls(**values), spans, reader.demands, reader.inputs)


def bind_defaults(statement: tree.Set, scope: Scope) -> dict[str, Any]:
    """The values of a `set` statement, for the calls that follow."""
    call = tree.Call(statement.layer, statement.arguments, span=statement.span, name_span=statement.span)
    cls = _layer_class(call)
    for argument in statement.arguments:
        if not isinstance(argument, tree.Keyword):
            help_ = f"write: set {statement.layer}(name=value); it has {signature(statement.layer)}"
            raise SymcnnError("E301", "set takes keyword arguments only", argument.span, help_)
    reader = ArgumentReader(statement.layer, scope)
    nodes = _arguments(call, cls)
    for field, node in nodes.items():
        if cls.fields[field].kind == "tensor":
            help_ = f"write it in each call: {statement.layer}(…,{field}=label)"
            raise SymcnnError("E301", f"a tensor is no default: '{field}'", node.span, help_)
    return {field: reader.read(cls.fields[field], language_name(field), node) for field, node in nodes.items()}


# ---------------------------------------------------------------------- names


def _layer_class(call: tree.Call) -> type[Layer]:
    if call.name not in LAYERS:
        raise unknown_layer(call.name, call.name_span)
    return LAYERS[call.name]


def _arguments(call: tree.Call, cls: type[Layer]) -> dict[str, Any]:
    """Match the arguments of a call with the fields of its layer."""
    variadic = next((f for f, info in cls.fields.items() if info.kind == "sizes"), None)
    positional = [a for a in call.arguments if not isinstance(a, tree.Keyword)]
    keywords = [a for a in call.arguments if isinstance(a, tree.Keyword)]
    fields = [f for f, info in cls.fields.items() if not info.kw_only]
    if variadic:
        nodes: dict[str, Any] = {variadic: positional}
    else:
        _check_count(call, fields, positional, cls)
        nodes = dict(zip(fields, positional, strict=False))
    for keyword in keywords:
        field = _field_of(call.name, keyword, cls)
        if field in nodes:
            message = f"{call.name} has two values for '{language_name(field)}'"
            raise SymcnnError("E301", message, keyword.span, "give it once")
        nodes[field] = [keyword.value] if field == variadic else keyword.value
    return nodes


def _check_count(call: tree.Call, fields: list[str], positional: list[Any], cls: type[Layer]) -> None:
    if len(positional) <= len(fields):
        return
    names = ", ".join(map(language_name, fields))
    if not fields:
        message = f"{call.name} takes no positional arguments; {len(positional)} given"
    else:
        plural = "argument" if len(fields) == 1 else "arguments"
        message = f"{call.name} takes at most {len(fields)} positional {plural} ({names}); {len(positional)} given"
    raise SymcnnError("E301", message, positional[len(fields)].span, f"signature: {signature(call.name)}")


def _field_of(layer: str, keyword: tree.Keyword, cls: type[Layer]) -> str:
    names = {language_name(field): field for field in cls.fields}
    name = keyword.name if keyword.name in names else SHORT.get(keyword.name, keyword.name)
    if name in names:
        return names[name]
    start = keyword.span.start
    span = Span(keyword.span.source, start, start + len(keyword.name))
    help_ = ARGUMENTS.get(keyword.name) or did_you_mean(keyword.name, names) or f"signature: {signature(layer)}"
    raise SymcnnError("E301", f"{layer} has no argument '{keyword.name}'", span, help_)


def _check_required(call: tree.Call, cls: type[Layer], values: dict[str, Any]) -> None:
    for field, info in cls.fields.items():
        missing = field not in values and info.default is ...
        if missing or (info.kind == "sizes" and not values[field]):
            wanted = "sizes" if info.kind == "sizes" else language_name(field)
            raise SymcnnError("E301", f"{call.name} needs '{wanted}'", call.span, f"signature: {signature(call.name)}")


def _whole_span(node: Any) -> Span:
    if isinstance(node, list):
        return node[0].span._replace(end=node[-1].span.end)  # type: ignore[no-any-return]
    return node.span  # type: ignore[no-any-return]
