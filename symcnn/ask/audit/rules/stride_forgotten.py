"""A stride is forgotten: the layers behind are given the larger map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symcnn.ask.audit.replacing import at_one_or_all, replaced
from symcnn.ask.audit.rules.contract import Replaced, Rule
from symcnn.layers.sliding import Sliding
from symcnn.propagate import Step


def _stride_1(steps: Sequence[Step]) -> Iterable[Replaced]:
    changed = {
        at: replaced(step.layer, stride=1)
        for at, step in enumerate(steps)
        if isinstance(step.layer, Sliding) and any(s != 1 for s in step.layer.strides(step.input_shape))
    }
    yield from at_one_or_all(steps, changed, "stride 1")


RULE = Rule(
    "stride forgotten", ("params", "total", "macs", "flops", "activations", "size", "shape"), networks=_stride_1
)
