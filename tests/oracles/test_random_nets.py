"""Whole random networks: every node's shape, parameters, buffers and MACs, and the totals."""

import pytest

import symcnn
from tests.oracles.compare import Facts, buffers
from tests.oracles.data import by, rows
from tests.oracles.layout import Tensor, Unwritable
from tests.oracles.nets import compose, rows_of

FAMILIES = by("family", rows("random_nets"))

# How many networks of each kind are written as one text, and compared.
WRITTEN = {
    "seq2d": 299, "single": 97, "rnn": 95, "seq1d": 85, "seq3d": 66, "conv1rnn": 30, "text": 19, "branch2d": 9,
    "branch1d": 2, "attention": 2, "branch3d": 0, "encdec1d": 0, "encdec2d": 0, "encdec3d": 0, "tcn": 0,
}  # fmt: skip


def composed(nets):
    """The networks that can be written, as text."""
    for net in nets:
        try:
            yield net, compose(net)
        except Unwritable:
            continue


def test_all_families_are_named():
    assert set(WRITTEN) == set(FAMILIES)
    assert sum(map(len, FAMILIES.values())) == 1500


@pytest.mark.parametrize("family", WRITTEN)
def test_every_node_and_the_totals(family):
    written = list(composed(FAMILIES[family]))
    for truth, composition in written:
        net = symcnn.parse(composition.text)
        compare_nodes(composition, net)
        total = Facts(
            Tensor(tuple(truth["out"]), composition.parts[-1].order).dims,
            truth["params"],
            sum(buffers(node) for node in truth["nodes"]),
            truth["macs"],
        )
        assert Facts(net.shape, net.params, net.buffers, net.macs * composition.batch) == total, composition.text
    assert len(written) == WRITTEN[family]


def compare_nodes(composition, net):
    for part, layers in rows_of(composition.parts, net.layers):
        truth = Facts(
            Tensor(tuple(part.node["out"]), part.order).dims, part.node["params"], buffers(part.node), part.node["macs"]
        )
        said = Facts(
            layers[-1].output_shape if layers else truth.dims,
            sum(layer.params for layer in layers),
            sum(layer.buffers for layer in layers),
            sum(layer.macs for layer in layers) * composition.batch,
        )
        assert said == truth, (part.layers, composition.text)


def test_some_flattenings_are_implied():
    """So that the row of a flattening that `dense` implies is compared with PyTorch's flatten as well."""
    texts = [composition.text for _, composition in composed(FAMILIES["seq2d"][:60])]
    implied = [layer for text in texts for layer in symcnn.parse(text).layers if layer.implied]
    assert len(implied) > 10
