"""A kernel that is not square is taken for one."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.algebra.exact import Value
from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import OPERATIONS, WEIGHTS, Counted, Rule
from symcnn.layers.contract import Weight

SLIDING = ("kernel", "depthwise")  # the weights that have a size for each axis


def _square(entry: Entry) -> Iterable[Counted]:
    axes = entry.input.axes
    kernels = [w for w in entry.weights if w.name in SLIDING and len(w.dims) > axes]
    if not entry.layer.category.endswith("convolution") or not kernels:
        return
    sizes = kernels[0].dims[:axes]
    for size in sorted(set(sizes)) if len(set(sizes)) > 1 else ():
        weights = tuple(_with_size(w, size, axes) if w in kernels else w for w in entry.weights)
        real, taken = "x".join(map(str, sizes)), "x".join([str(size)] * axes)
        yield Counted(f"the {real} kernel is taken as {taken}", entry.but(weights=weights))


def _with_size(weight: Weight, size: Value, axes: int) -> Weight:
    return weight._replace(dims=(*[size] * axes, *weight.dims[axes:]))


RULE = Rule("square kernel", (*WEIGHTS, *OPERATIONS), entries=_square, everywhere="kernels taken as square")
