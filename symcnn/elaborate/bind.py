"""From a call to a layer: names, arity, defaults, and what each kind of argument accepts.

Everything is read off the layer's fields; no layer is named here except for the habits of people
who come from other tools (`Conv2D`, `fc`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from symcnn.algebra.conditions import AtLeast, Condition, Multiple
from symcnn.algebra.exact import is_fraction, is_symbolic
from symcnn.elaborate.expressions import evaluate
from symcnn.elaborate.habits import ARGUMENTS, unknown_layer
from symcnn.elaborate.labels import tensors_of
from symcnn.elaborate.scope import Scope
from symcnn.elaborate.values import (
    WORDS,
    BlockName,
    ListValue,
    Word,
    brief,
    describe,
    did_you_mean,
    is_number,
    nearest,
)
from symcnn.errors import Span, SymcnnError
from symcnn.layers import LAYERS
from symcnn.layers.contract import Layer, Shape, language_name, signature
from symcnn.record import FieldInfo, Record
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
    inputs: list[int]  # the numbers of the steps whose outputs are arguments


def bind(call: tree.Call, scope: Scope) -> Bound:
    """Make the layer that a call describes.

    Raises SymcnnError: unknown layer, wrong number or names of arguments, values of a wrong kind.
    """
    cls = _layer_class(call)
    nodes = _arguments(call, cls)
    values = {**scope.evaluation.presets.get(call.name, {}), **scope.presets.get(call.name, {})}
    reader = _Reader(call.name, scope)
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
    reader = _Reader(statement.layer, scope)
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


# --------------------------------------------------------------------- values


class _Reader:
    """Reads the arguments of one call, each by the kind of its field."""

    def __init__(self, layer: str, scope: Scope) -> None:
        self.layer = layer
        self.scope = scope
        self.demands: list[tuple[Condition, Span]] = []
        self.inputs: list[int] = []

    def read(self, info: FieldInfo, name: str, node: Any) -> Any:
        """Read an argument as the kind of its field asks."""
        return KINDS[info.kind](self, info, name, node)

    def fail(self, code: str, message: str, span: Span, help_: str = "") -> SymcnnError:
        """The error for an argument of this layer."""
        return SymcnnError(code, f"{self.layer}: {message}", span, help_)

    def flag(self, info: FieldInfo, name: str, node: tree.Expr) -> bool:
        """Read `true` or `false`."""
        value = self._value(node)
        if not isinstance(value, bool):
            lower = node.span.text.lower()
            help_ = f"write {name}={lower}" if lower in ("true", "false") else f"write {name}=true or {name}=false"
            raise self.fail("E302", f"{name} is true or false", node.span, help_)
        return value

    def whole(self, info: FieldInfo, name: str, node: tree.Expr) -> Any:
        """Read a whole number."""
        return self._whole(self._value(node), info, name, node.span)

    def rate(self, info: FieldInfo, name: str, node: tree.Expr) -> Any:
        """Read a positive number; one an axis is allowed."""
        value = self._value(node)
        for one in value if isinstance(value, tuple) else (value,):
            self._number(one, name, node.span)
            if not is_symbolic(one) and one < 0:
                raise self.fail("E302", f"{name} = {brief(one)} must be positive", node.span)
        return value

    def per_axis(self, info: FieldInfo, name: str, node: tree.Expr) -> Any:
        """Read a whole number, or one an axis."""
        value = self._value(node)
        if isinstance(value, tuple):
            return tuple(self._whole(v, info, name, node.span) for v in value)
        return self._whole(value, info, name, node.span)

    def padding(self, info: FieldInfo, name: str, node: tree.Expr) -> Any:
        """Read a word or numbers."""
        if isinstance(node, tree.Name) and self._is_misspelt_word(node.name):
            raise self.fail("E301", f"unknown pad '{node.name}'", node.span, did_you_mean(node.name, WORDS))
        value = self._value(node)
        if isinstance(value, Word):
            return value.name
        return self.per_axis(FieldInfo(least=0), name, node)

    def _is_misspelt_word(self, name: str) -> bool:
        known = name in WORDS or name in self.scope.values or name in self.scope.evaluation.symbols
        return not known and bool(nearest(name, WORDS, cutoff=0.7))

    def sides(self, info: FieldInfo, name: str, node: tree.Expr) -> Any:
        """Read margins: a number, one an axis, or pairs."""
        value = self._value(node)
        if not isinstance(value, tuple):
            return self._whole(value, FieldInfo(least=0), name, node.span)
        return tuple(
            tuple(self._whole(v, FieldInfo(least=0), name, node.span) for v in side)
            if isinstance(side, tuple) and len(side) == 2
            else self._whole(side, FieldInfo(least=0), name, node.span)
            for side in value
        )

    def tensor(self, info: FieldInfo, name: str, node: tree.Expr) -> Shape:
        """Read the label of one tensor; the layer gets its shape."""
        tensors = tensors_of(node, self.scope)
        if len(tensors) != 1:
            message = f"{name} is one tensor, but '{node.span.text}' has {len(tensors)}"
            raise self.fail("E303", message, node.span, f"name one of them: {node.span.text}[1]")
        self.inputs.append(tensors[0].at)
        return tensors[0].shape

    def sizes(self, info: FieldInfo, name: str, nodes: list[tree.Expr]) -> tuple[Any, ...]:
        """Read any number of sizes; `3x5` counts as two."""
        found: list[Any] = []
        least = 0 if self.layer == "pick" else 1
        for node in nodes:
            value = self._value(node)
            each = value if isinstance(value, tuple) else (value,)
            found += [self._whole(one, FieldInfo(least=least), "a size", node.span) for one in each]
        return tuple(found)

    def _value(self, node: Any) -> Any:
        if isinstance(node, tree.Range):
            raise self.fail(
                "E303",
                "a range is not an argument of a layer",
                node.span,
                "a sweep over values belongs to the command line",
            )
        return evaluate(node, self.scope)

    def _number(self, value: Any, name: str, span: Span) -> None:
        if not is_number(value):
            kind = describe(value)
            word = f", not {kind}" if kind != "a number" else ""
            raise self.fail("E303", f"{name} is a number{word}", span, _instead(value, span))

    def _whole(self, value: Any, info: FieldInfo, name: str, span: Span) -> Any:
        """Check a whole number; what depends on symbols is left as a condition."""
        self._number(value, name, span)
        if is_fraction(value):
            raise self.fail("E302", f"{name} = {_both_ways(value)} is not a whole number", span, ROUND_IT)
        if not is_symbolic(value):
            if value < info.least:
                wanted = "positive" if info.least == 1 else f"at least {info.least}"
                raise self.fail("E302", f"{name} = {brief(value)} must be {wanted}", span)
            return value
        if value.is_number:
            raise self.fail("E302", f"{name} = {brief(value)} is not a whole number", span, ROUND_IT)
        for condition, truth in _needed(value, info.least):
            if truth is False:
                raise self.fail("E302", f"{name} = {brief(value)} must be positive", span)
            self.demands.append((condition, span))
        return value


@lru_cache(maxsize=4096, typed=True)  # a width occurs in many layers
def _needed(value: Any, least: int) -> tuple[tuple[Condition, bool | None], ...]:
    """What makes a formula a whole number of at least so much, where that does not always hold."""
    conditions = (Multiple(value), AtLeast(value, least))
    return tuple((c, truth) for c in conditions if (truth := c.holds()) is not True)


def _instead(value: Any, span: Span) -> str:
    """What to write instead of a value that is no number."""
    if isinstance(value, BlockName):
        return f"layers follow each other separated by spaces: conv(32,3) {value.name}"
    if isinstance(value, Word):
        return f"write pad={value.name}"
    if describe(value) == "a condition":
        return "an argument is given with one '=': stride=2" if "==" in span.text else "a choice is if(test,a,b)"
    if isinstance(value, ListValue) and span.text.startswith("["):
        return "sizes of the axes stand in round brackets: (3,3)"
    return ""


ROUND_IT = "round it: floor(…), ceil(…), round_to(…,8) or divisible(…,8)"


def _both_ways(value: Any) -> str:
    """A fraction, with its decimal form first where that is exact: 32.5 = 65/2."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or value.denominator > 10**6:
        return brief(value)
    digits = value
    places = 0
    while digits.denominator != 1:
        digits, places = digits * 10, places + 1
    text = f"{abs(int(digits)):0{places + 1}d}"
    return f"{'-' * (value < 0)}{text[:-places]}.{text[-places:]} = {value}"


KINDS: dict[str, Callable[[_Reader, FieldInfo, str, Any], Any]] = {
    "flag": _Reader.flag,
    "whole": _Reader.whole,
    "rate": _Reader.rate,
    "per_axis": _Reader.per_axis,
    "padding": _Reader.padding,
    "sides": _Reader.sides,
    "sizes": _Reader.sizes,
    "tensor": _Reader.tensor,
}
