"""What one row is counted from: weights by name, how often they are used, and what is added to that.

A rule takes an entry and gives another, so that rules combine: without bias, and then without the depth of the input.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symcnn.algebra.exact import add
from symcnn.layers.contract import Layer, Shape, Weight
from symcnn.propagate import Step
from symcnn.record import Record

OPERATIONS = ("macs", "flops")


class Entry(Record):
    """The facts from which a row is counted, and how they are counted."""

    keyword: str
    layer: Layer
    input: Shape
    output: Shape
    weights: tuple[Weight, ...]
    own: bool = True  # whether the weights are new here, not those of an earlier row
    uses: int | None = None  # how often each weight but biases is used; None where that differs
    fixed: int = 0  # multiply-accumulates that do not follow from the weights
    factor: int = 1  # operations a multiply-accumulate
    extra: int = 0  # operations beside them

    def but(self, **values: Any) -> Entry:
        """The same with other values."""
        return Entry(**{**vars(self), **values})

    @property
    def macs(self) -> int:
        """The multiply-accumulates."""
        kernels = add(weight.size for weight in self.weights if not is_bias(weight))
        return int(self.fixed if self.uses is None else self.uses * kernels)

    @property
    def biases(self) -> int:
        """How many numbers the biases hold."""
        return int(add(weight.size for weight in self.weights if is_bias(weight)))

    def measure(self, quantity: str) -> int:
        """A quantity of the row."""
        return int(MEASURES[quantity](self))


def is_bias(weight: Weight) -> bool:
    """Whether a weight is a bias: it is added, not multiplied."""
    return weight.name.endswith("bias")


def _weights(entry: Entry, trainable: Iterable[bool]) -> int:
    wanted = tuple(trainable)
    return int(add(w.size for w in entry.weights if w.trainable in wanted)) if entry.own else 0


def _operations(entry: Entry) -> int:
    return entry.factor * entry.macs + entry.extra


MEASURES: dict[str, Any] = {
    "params": lambda entry: _weights(entry, [True]),
    "buffers": lambda entry: _weights(entry, [False]),
    "total": lambda entry: _weights(entry, [True, False]),
    "macs": _operations,
    "flops": _operations,
    "activations": lambda entry: entry.output.elements if entry.layer.counted else 0,
    "size": lambda entry: entry.output.elements,
}


def entry_of(step: Step, quantity: str) -> Entry:
    """The facts of a step, counted as symcnn does."""
    weights = step.layer.weights(step.input_shape)
    macs = step.layer.macs(step.input_shape)
    kernels = add(weight.size for weight in weights if not is_bias(weight) and weight.trainable)
    uses = macs // kernels if macs and kernels and macs % kernels == 0 else None
    factor = 2 if quantity == "flops" else 1
    return Entry(
        step.keyword, step.layer, step.input_shape, step.output_shape, weights, not step.reused, uses, macs, factor
    )
