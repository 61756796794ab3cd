"""What names stand for, with dots and indices behind them."""

from __future__ import annotations

from typing import Any

from symcnn.elaborate.expressions.evaluating import evaluate, rule
from symcnn.elaborate.inside import attribute
from symcnn.elaborate.scope import Labels, Scope, Tensor
from symcnn.elaborate.values import (
    WORDS,
    BlockName,
    ListValue,
    Word,
    brief,
    describe,
    is_number,
)
from symcnn.errors import SymcnnError
from symcnn.layers import LAYERS
from symcnn.text import tree


@rule(tree.Name)
def _name(node: tree.Name, scope: Scope) -> Any:
    """What a name means: the innermost value, a metric, a word, a block, a label; else a symbol."""
    name = node.name
    if name in scope.values:
        return scope.value(name)
    for known in (scope.blocks, scope.labels.single):
        if name in known:
            return known[name]
    if name in scope.metrics:
        return scope.metrics[name]()
    if name in WORDS:
        return Word(name)
    return BlockName(name) if name in LAYERS else scope.evaluation.symbol(name, node.span)


@rule(tree.Here)
def _here(node: tree.Here, scope: Scope) -> Any:
    return scope.size(node.name, node.span)


@rule(tree.Attribute)
def _attribute(node: tree.Attribute, scope: Scope) -> Any:
    """`e3.c`: a size; `b.c3`: what is labelled c3 inside the block labelled b; `resnet.basic`: a block of a module."""
    name = dotted(node)
    if name in scope.blocks and name.partition(".")[0] not in scope.values:
        return scope.blocks[name]
    value = evaluate(node.value, scope)
    if not isinstance(value, Tensor):
        raise SymcnnError("E303", f"only a tensor has sizes, not {describe(value)}", node.value.span)
    return attribute(node, value)


def array_of(node: tree.Argument, scope: Scope) -> tuple[Labels, str] | None:
    """The labels with an index that a name stands for: `e`, or `b.e` inside a block; None for all else."""
    labels: Labels | None = scope.labels
    if isinstance(node, tree.Attribute) and dotted(node) not in scope.blocks:
        block = evaluate(node.value, scope)
        labels = block.inside if isinstance(block, Tensor) else None
    elif not isinstance(node, tree.Name):
        return None
    return (labels, node.name) if labels is not None and node.name in {*labels.arrays, *labels.families} else None


def dotted(node: tree.Node) -> str:
    """The name that a chain of dots writes: `resnet.basic`; nothing for other expressions."""
    if isinstance(node, tree.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.name}" if before else ""
    return node.name if isinstance(node, tree.Name) else ""


@rule(tree.Index)
def _index(node: tree.Index, scope: Scope) -> Any:
    array = array_of(node.value, scope)
    if array is not None:
        from symcnn.elaborate.labels import element

        return element(node, array, scope)
    value, index = evaluate(node.value, scope), evaluate(node.index, scope)
    if not isinstance(value, (ListValue, tuple)):
        raise SymcnnError("E303", f"only a list has elements, not {describe(value)}", node.value.span)
    elements = value.elements if isinstance(value, ListValue) else value
    if not isinstance(index, int) or isinstance(index, bool):
        what = brief(index) if is_number(index) else describe(index)
        raise SymcnnError("E305", f"the number of an element is a whole number, not {what}", node.index.span)
    if not 1 <= index <= len(elements):
        count = len(elements)
        message = f"the list has {count} elements, numbered 1..{count}; there is no element {index}"
        raise SymcnnError("E305", message, node.index.span, "lists are numbered from 1" if index == 0 else "")
    return elements[index - 1]
