"""The value of an argument of a layer, by the kind of its field: what each kind accepts, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from symcnn.algebra.conditions import AtLeast, Condition, Multiple
from symcnn.algebra.exact import is_fraction, is_symbolic
from symcnn.elaborate.expressions import evaluate
from symcnn.elaborate.labels import tensors_of
from symcnn.elaborate.scope import Scope, Tensor
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
from symcnn.layers.contract import Shape
from symcnn.record import FieldInfo
from symcnn.text import tree


class ArgumentReader:
    """Reads the arguments of one call, each by the kind of its field."""

    def __init__(self, layer: str, scope: Scope) -> None:
        self.layer = layer
        self.scope = scope
        self.demands: list[tuple[Condition, Span]] = []
        self.inputs: list[Tensor] = []

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
        self.inputs.append(tensors[0])
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


KINDS: dict[str, Callable[[ArgumentReader, FieldInfo, str, Any], Any]] = {
    "flag": ArgumentReader.flag,
    "whole": ArgumentReader.whole,
    "rate": ArgumentReader.rate,
    "per_axis": ArgumentReader.per_axis,
    "padding": ArgumentReader.padding,
    "sides": ArgumentReader.sides,
    "sizes": ArgumentReader.sizes,
    "tensor": ArgumentReader.tensor,
}
