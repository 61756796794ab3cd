"""`same` padding for `valid`, and the other way round, with what follows for the layers behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symcnn.ask.audit.replacing import at_one_or_all, replaced
from symcnn.ask.audit.rules.contract import Replaced, Rule
from symcnn.layers.contract import Layer
from symcnn.layers.sliding import Sliding
from symcnn.propagate import Step

REAL = ("params", "total", "macs", "flops", "activations", "size", "shape")


def _other_padding(steps: Sequence[Step]) -> Iterable[Replaced]:
    for pad, other in (("valid", "same"), ("same", "valid")):
        changed = {at: new for at, step in enumerate(steps) if (new := _padded(step, pad, other)) is not None}
        yield from at_one_or_all(steps, changed, f"{other} padding")


def _padded(step: Step, pad: str, other: str) -> Layer | None:
    layer = step.layer
    if not isinstance(layer, Sliding) or not layer.category.endswith("convolution"):
        return None
    new = replaced(layer, pad=other)
    same_size = new.output(step.input_shape).sizes == step.output_shape.sizes
    return None if _kind(layer, step) != pad or same_size else new


def _kind(layer: Sliding, step: Step) -> str:
    """The word for a padding: numbers that keep the size are `same`."""
    pad = layer.argument("pad")
    if pad in (0, "valid"):
        return "valid"
    keeps = layer.output_sizes(step.input_shape) == replaced(layer, pad="same").output(step.input_shape).sizes
    return "same" if keeps else "other"


RULE = Rule("padding", REAL, networks=_other_padding)
