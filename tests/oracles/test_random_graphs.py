"""Networks that branch, of PyTorch's: every node's shape, parameters, buffers and MACs, and the totals."""

from collections import Counter

import pytest

import symcnn
from tests.oracles.compare import Facts, buffers
from tests.oracles.graphs import compose_graph
from tests.oracles.layout import Tensor, Unwritable
from tests.oracles.nets import compose, rows_of
from tests.oracles.report import why_not
from tests.oracles.test_random_nets import FAMILIES

WRITTEN = {
    "branch2d": 326, "encdec2d": 117, "attention": 106, "branch1d": 42, "branch3d": 39, "tcn": 35, "encdec1d": 30,
    "text": 26, "encdec3d": 15,
}  # fmt: skip


def graphs(family):
    """The networks of a family that are no sequences, as text."""
    for net in FAMILIES[family]:
        try:
            compose(net)
        except Unwritable:
            try:
                yield net, compose_graph(net)
            except Unwritable:
                continue


QUICK = ("attention", "branch1d", "encdec1d", "tcn", "text")
PARAMETERS = [pytest.param(f, marks=() if f in QUICK else pytest.mark.slow) for f in sorted(WRITTEN)]


@pytest.mark.parametrize("family", PARAMETERS)
def test_every_node_and_the_totals(family):
    written = list(graphs(family))
    for truth, composition in written:
        net = symcnn.parse(composition.text)
        for part, layers in rows_of(composition.parts, net.layers):
            shape = Tensor(tuple(part.node["out"]), part.order).dims
            wanted = Facts(shape, part.node["params"], buffers(part.node), part.node["macs"])
            macs = sum(layer.macs for layer in layers) * composition.batch
            params, kept = sum(layer.params for layer in layers), sum(layer.buffers for layer in layers)
            assert Facts(layers[-1].output_shape, params, kept, macs) == wanted, (part.layers, composition.text)
        assert (net.params, net.macs * composition.batch) == (truth["params"], truth["macs"])
    assert len(written) == WRITTEN[family]


# Why the others are not written as a text: how many networks there are for each reason.
LEFT_OUT = {
    "works on some of the spatial axes alone": 28,
    "an lstm has no projection of its state here": 20,
    "attention with a position of its own among the keys": 7,
    "there is no layer for unfold": 3,
    "there is no layer for einsum of several tensors": 2,
}


def test_every_network_that_is_left_out_has_its_reason():
    reasons = Counter(why_not(net) for nets in FAMILIES.values() for net in nets)
    assert reasons.pop(None) == 1440
    assert reasons == LEFT_OUT
