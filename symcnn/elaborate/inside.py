"""Labels inside a block that was labelled itself: `b.c3`, and the arrays among them, `b.e[2]`."""

from __future__ import annotations

from typing import Any

from symcnn.elaborate.scope import SIZES, Labels, Tensor, size_of
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.text import tree


def attribute(node: tree.Attribute, tensor: Tensor) -> Any:
    """A size of a tensor, or what has a label inside the block that put it out.

    Raises SymcnnError where it has neither.
    """
    if tensor.inside is None or node.name in SIZES:
        return size_of(tensor.shape, node.name, node.span)
    if node.name in tensor.inside.single:
        return tensor.inside.single[node.name]
    raise _no_label(node, tensor.inside)


def _no_label(node: tree.Attribute, labels: Labels) -> SymcnnError:
    block = node.value.span.text
    known = f"there is {', '.join(f'{block}.{name}' for name in labels.names)}" if labels.names else "it has no labels"
    help_ = did_you_mean(node.name, labels.names) or known
    if node.name in labels.arrays:
        help_ = f"it is an array: {block}.{node.name}[{next(iter(labels.arrays[node.name]))}]"
    return SymcnnError("E202", f"no layer inside {block} is labelled '{node.name}'", node.span, help_)
