"""The conventions of other counters, so that their numbers can be compared with ours.

A profile says what one step costs in multiply-accumulates, from facts alone: the kind of work, the
sizes, the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from symcnn.algebra.exact import add, multiply
from symcnn.propagate import Step


class Profile(NamedTuple):
    """A named way of counting operations."""

    name: str
    of: Callable[[Step], Any]
    convention: str
    flops_per_mac: int = 2
    presets: Mapping[str, Mapping[str, Any]] = {}  # defaults of layers that differ


def _macs(step: Step) -> Any:
    return step.layer.macs(step.input_shape)


def _learned(step: Step, names: tuple[str, ...] = ()) -> Any:
    weights = step.layer.weights(step.input_shape)
    return add(w.size for w in weights if w.trainable and (not names or w.name in names))


def _torchinfo(step: Step) -> Any:
    """Count as torchinfo, which multiplies a convolution's weights and biases by the output positions, others' by 1."""
    positions = step.output_shape.positions if "convolution" in step.layer.category else 1
    return multiply([_learned(step), positions])


PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "conv+linear",
            _macs,
            "convolutions and matrix products only",
        ),
        Profile(
            "torchinfo",
            _torchinfo,
            "torchinfo's mult-adds: weights and biases, of convolutions at every output position, else once",
        ),
    )
}
