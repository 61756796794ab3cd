"""The groups of a convolution are ignored: each filter is given all input channels."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import OPERATIONS, WEIGHTS, Counted, Rule


def _ungrouped(entry: Entry) -> Iterable[Counted]:
    groups = getattr(entry.layer, "groups", 1)
    kernels = [weight for weight in entry.weights if weight.name == "kernel"]
    if groups != 1 and kernels and entry.layer.category.endswith("convolution"):
        kernel = kernels[0]
        whole = kernel._replace(dims=(*kernel.dims[:-2], kernel.dims[-2] * groups, kernel.dims[-1]))
        weights = tuple(whole if weight is kernel else weight for weight in entry.weights)
        yield Counted(f"the {groups} groups are ignored", entry.but(weights=weights))
    if entry.keyword == "dwconv" and kernels:
        *sizes, channels = kernels[0].dims
        whole = kernels[0]._replace(dims=(*sizes, entry.input.channels, channels))
        weights = tuple(whole if weight is kernels[0] else weight for weight in entry.weights)
        yield Counted("counted as a full convolution, not one for each channel", entry.but(weights=weights))


RULE = Rule("groups ignored", (*WEIGHTS, *OPERATIONS), entries=_ungrouped, everywhere="groups ignored")
