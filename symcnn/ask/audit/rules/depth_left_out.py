"""The depth of the input is left out: K*K*F weights of a convolution in place of K*K*C*F."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import OPERATIONS, WEIGHTS, Counted, Rule
from symcnn.layers.contract import Weight


def _flat(entry: Entry) -> Iterable[Counted]:
    if entry.layer.category not in ("convolution", "transposed convolution") or not hasattr(entry.layer, "filters"):
        return
    weights = tuple(_without_depth(entry, weight) for weight in entry.weights)
    if weights != entry.weights:
        yield Counted("the depth of the input is left out", entry.but(weights=weights))


def _without_depth(entry: Entry, weight: Weight) -> Weight:
    """A kernel, its second to last size being the depth: 1 in its place."""
    if weight.name != "kernel" or len(weight.dims) != entry.input.axes + 2:
        return weight
    return weight._replace(dims=(*weight.dims[:-2], 1, weight.dims[-1]))


RULE = Rule("depth left out", (*WEIGHTS, *OPERATIONS), entries=_flat, everywhere="the depth of the inputs left out")
