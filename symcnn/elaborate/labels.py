"""Labelled tensors as arguments: `from(e3)`, `concat(e[i])`, `add(a,b)`."""

from __future__ import annotations

from typing import Any

from symcnn.elaborate.expressions import array_of, evaluate
from symcnn.elaborate.inside import element
from symcnn.elaborate.scope import Scope, Tensor
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import Span, SymcnnError
from symcnn.text import tree


def tensors_of(node: Any, scope: Scope) -> list[Tensor]:
    """The tensors that an argument names: one, or all elements of an array of labels.

    Raises SymcnnError for a name that is no label before this point.
    """
    if isinstance(node, tree.Name):
        return _named(node, scope)
    if isinstance(node, tree.Index) and isinstance(node.value, tree.Name):
        return [_element(node, node.value.name, scope)]
    array = array_of(node, scope)
    if array is not None:
        return [array[index] for index in sorted(array)]
    value = evaluate(node, scope)
    if isinstance(value, Tensor):
        return [value]
    raise SymcnnError("E303", "a label is expected here", node.span, "label a layer with: conv(64,3) as stem")


def _named(node: tree.Name, scope: Scope) -> list[Tensor]:
    name = node.name
    value = scope.values.get(name)
    if isinstance(value, Tensor):
        return [value]
    if name in scope.labels.single:
        return [scope.labels.single[name]]
    if name in scope.labels.arrays:
        array = scope.labels.arrays[name]
        return [array[index] for index in sorted(array)]
    raise no_label(name, node.span, scope)


def _element(node: tree.Index, name: str, scope: Scope) -> Tensor:
    if name not in scope.labels.arrays:
        raise no_label(name, node.value.span, scope)
    return element(scope.labels.arrays[name], evaluate(node.index, scope), name, node.span)


def no_label(name: str, span: Span, scope: Scope) -> SymcnnError:
    """The error for a name that no layer before this point carries."""
    help_ = did_you_mean(name, scope.labels.names) or "label a layer with: conv(64,3) as " + name
    return SymcnnError("E202", f"no layer is labelled '{name}' before this point", span, help_)


def set_label(node: tree.Labelled, scope: Scope) -> str:
    """Give the tensor at hand its label, and return the label as it is shown in a table."""
    assert scope.tensor is not None  # noqa: S101  (an item has just put it there)
    if node.index is None:
        scope.labels.single[node.label] = scope.tensor
        return node.label
    index = evaluate(node.index, scope)
    if not isinstance(index, int):
        raise SymcnnError("E305", f"the number of a label is a whole number, not {index}", node.index.span)
    scope.labels.arrays.setdefault(node.label, {})[index] = scope.tensor
    return f"{node.label}[{index}]"
