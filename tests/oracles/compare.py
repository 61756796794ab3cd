"""What symcnn says of a text, next to what another program said."""

from typing import NamedTuple

import symcnn
from tests.oracles.layout import Tensor, Unwritable
from tests.oracles.torch_sequences import SEVERAL, base, write, write_several

LAST = ("linear", "layernorm", "rmsnorm", "act", "softmax")  # PyTorch's last axis is what they work on


class Facts(NamedTuple):
    """The numbers that both programs give."""

    dims: tuple
    params: int
    buffers: int
    macs: int


def orders(row):
    """The orders of axes that a single operation may be read in, the likeliest first."""
    shape = row["in"][0]
    if "batch_first" in row["attr"]:
        return ("last" if row["attr"]["batch_first"] else "second",)
    if base(row["op"]) in LAST:
        return ("whole",) if len(shape) == 1 or row["attr"].get("shape") == shape else ("last",)
    return ("whole",) if base(row["op"]) == "reshape" else ("first", "whole") if row["op"] == "flatten" else ("first",)


def sentence(row):
    """A single operation as a text, with the tensor that goes in and the order of what comes out."""
    if row["op"] in SEVERAL:
        return _of_several(row)
    if len(row["in"]) != 1:
        raise Unwritable("takes several inputs")
    reasons = []
    for order in orders(row):
        try:
            x = Tensor(tuple(row["in"][0]), order)
            layers, after = write(row["op"], row["attr"], x)
        except Unwritable as reason:
            reasons.append(reason)
        else:
            return " ".join([x.text(), *layers]), x, after
    raise reasons[0]


def _of_several(row):
    """A layer of several tensors; equal shapes are one tensor, for PyTorch would count the same."""
    (order,) = orders(row)
    sources = [Tensor(tuple(shape), order) for shape in row["in"]]
    if len({source.batch for source in sources}) != 1:
        raise Unwritable("inputs of different batches")
    labels = [f"x{sources.index(source)}" for source in sources]
    layers = write_several(row["op"], row["attr"], sources, labels)
    inputs = {label: f"{source.text()} as {label}" for label, source in zip(labels, sources, strict=True)}
    return " ".join([*inputs.values(), "from(x0)", *layers]), sources[0], order


def theirs(row, order, batch):
    """What PyTorch said, channels last and without the batch."""
    macs, rest = divmod(row["macs"], batch)
    assert rest == 0
    return Facts(Tensor(tuple(row["out"]), order).dims, row["params"], buffers(row), macs)


def buffers(row):
    """PyTorch's buffers without the counter of batches."""
    counts = base(row["op"]) in ("batchnorm", "instancenorm") and row["buffers"]
    return row["buffers"] - 1 if counts else row["buffers"]


def ours(text):
    """What symcnn says."""
    net = symcnn.parse(text)
    return Facts(net.shape, net.params, net.buffers, net.macs)
