"""Whole networks of PyTorch's as one text each: sequences, where every node takes the one before it."""

from itertools import pairwise
from typing import NamedTuple

from tests.oracles.layout import Misread, Tensor, Unwritable, telling
from tests.oracles.patterns import merged
from tests.oracles.torch_sequences import write


class Part(NamedTuple):
    """A node, its layers in the text, and the order of axes of its output."""

    node: dict
    layers: list
    order: str


class Composition(NamedTuple):
    """A network as text, and which layers belong to which node."""

    text: str
    parts: list
    batch: int


ORDERS = ("first", "last", "second")  # channels second; or last (sequences of vectors), perhaps with the batch second


def compose(net):
    """The network as text, in the likeliest order of PyTorch's axes in which it can be written."""
    net = merged(net)
    _check_sequence(net)
    reasons = []
    for order in ORDERS:
        try:
            return _compose(net, order)
        except Unwritable as reason:
            reasons.append(reason)
    raise telling(reasons)


def _check_sequence(net):
    if len(net["inputs"]) != 1:
        raise Unwritable("several inputs")
    before = [net["inputs"][0]["name"], *(node["id"] for node in net["nodes"])]
    if any(node.get("share") for node in net["nodes"]):
        raise Unwritable("shared weights")
    if any(node["in"] != [name] for node, name in zip(net["nodes"], before, strict=False)):
        raise Unwritable("branches")


def start(given, order):
    """An input; token numbers have no channels that could come second."""
    tokens = given["dtype"] != "float"
    if tokens and order == "first":
        raise Misread("token numbers have no channels")
    return Tensor(tuple(given["shape"]), order, tokens)


def _compose(net, order):
    x = start(net["inputs"][0], order)
    text, parts, batch = x.text(), [], x.batch
    for node in net["nodes"]:
        layers, order = write(node["op"], node["attr"], x)
        parts.append(Part(node, layers, order))
        x = Tensor(tuple(node["out"]), order)
        if x.batch != batch:
            raise Unwritable(f"{node['op']} changes the batch")
    _imply_flatten(parts)
    return Composition(" ".join([text, *(layer for part in parts for layer in part.layers)]), parts, batch)


IMPLIED = ""  # a layer that is not written, but has a row


def _imply_flatten(parts):
    """`flatten linear(n)` is what `dense(n)` says: the flattening keeps its row, not its word."""
    for one, two in pairwise(parts):
        if one.layers == ["flatten"] and two.node["op"] == "linear":
            one.layers[:] = [IMPLIED]
            two.layers[:] = [two.layers[0].replace("linear", "dense", 1)]


def rows_of(parts, layers):
    """The rows of every node, in order; every row belongs to one node."""
    ends = 0
    for part in parts:
        start, ends = ends, ends + len(part.layers)
        yield part, layers[start:ends]
    assert ends == len(layers)
