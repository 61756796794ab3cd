"""What a profile is: what one step costs in multiply-accumulates, from facts alone.

The facts are the layer's category, its shapes, its weights by name and its multiply-accumulates;
a profile never names a layer. What tools charge beyond the multiply-accumulates is a table from
category to rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from symcnn.algebra.exact import Value, add, exact, multiply
from symcnn.propagate import Step

Rule = Callable[[Step], Any]
Presets = Mapping[str, Mapping[str, Any]]

PYTORCH: Presets = {"rnn": {"biases": 2}, "lstm": {"biases": 2}, "gru": {"biases": 2}}  # as cuDNN has them


class Profile(NamedTuple):
    """A named way of counting operations."""

    name: str
    of: Rule
    convention: str
    flops_per_mac: int = 2
    presets: Mapping[str, Mapping[str, Any]] = {}  # defaults of layers that differ


def by_category(rules: Mapping[str, Rule]) -> Rule:
    """Count a step by the rule of its layer's category; without one, its multiply-accumulates."""
    return lambda step: rules.get(step.layer.category, macs)(step)


def macs(step: Step) -> Any:
    """Multiply-accumulates of convolutions and matrix products."""
    return step.layer.macs(step.input_shape)


def learned(step: Step) -> Any:
    """All trainable weights."""
    return add(weight.size for weight in step.layer.weights(step.input_shape) if weight.trainable)


def with_bias(step: Step) -> Any:
    """Multiply-accumulates, and the addition of a bias at every output position."""
    biases = add(weight.size for weight in step.layer.weights(step.input_shape) if weight.name == "bias")
    return add([macs(step), multiply([step.output_shape.positions, biases])])


def each_input(factor: Value = 1) -> Rule:
    """Charge every input value the same."""
    return lambda step: multiply([factor, step.input_shape.elements])


def each_output(factor: Value = 1) -> Rule:
    """Charge every output value the same."""
    return lambda step: multiply([factor, step.output_shape.elements])


def normalised(affine: Value, plain: Value) -> Rule:
    """Charge every value one price with a learned scale, another without."""
    return lambda step: multiply([affine if has(step, "gamma") else plain, step.input_shape.elements])


def has(step: Step, name: str) -> bool:
    """Whether the layer keeps weights of that name."""
    return any(weight.name == name for weight in step.layer.weights(step.input_shape))


def nothing(step: Step) -> Any:
    """Charge nothing: the tool has no rule for the layer."""
    return 0


def at_every_step(extra: Value = 0) -> Rule:
    """Use all weights and biases of a recurrent layer at every position, and so many operations a state."""
    return lambda step: multiply(
        [step.input_shape.positions, learned(step) + multiply([extra, step.output_shape.channels])]
    )


def projections(biases: bool) -> Rule:
    """Charge attention for its four matrices (and their biases) alone, not for the products of positions."""
    return lambda step: add(
        multiply([_positions(step, weight.name), weight.size])
        for weight in step.layer.weights(step.input_shape)
        if biases or not weight.name.endswith("bias")
    )


def products(step: Step) -> Any:
    """Count the products of positions of attention: QK^T and AV."""
    return exact(macs(step) - projections(biases=False)(step))


def _positions(step: Step, weight: str) -> Any:
    """At how many positions attention uses a matrix: keys and values are those of the memory, if there is one."""
    memory = step.layer.argument("memory") or step.input_shape
    return (memory if weight.startswith(("key", "value")) else step.input_shape).positions
