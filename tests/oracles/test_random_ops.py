"""5,922 single operations with odd arguments: shapes, parameters, buffers and MACs as PyTorch gives them."""

from collections import Counter

import pytest

from tests.oracles.judge import ALONE, DIFFER, PYTORCH_ALONE, UNWRITABLE, judge, operations

OPERATIONS = operations()

# How many rows of each operation are written as text and compared; a converter that gives up shows here.
WRITTEN = {
    "conv1d": 311, "conv2d": 464, "conv3d": 311,
    "convtranspose1d": 205, "convtranspose2d": 321, "convtranspose3d": 215,
    "maxpool1d": 233, "maxpool2d": 267, "maxpool3d": 259,
    "avgpool1d": 227, "avgpool2d": 248, "avgpool3d": 271,
    "lppool1d": 2, "lppool2d": 2, "lppool3d": 4,
    "adaptiveavgpool1d": 50, "adaptiveavgpool2d": 50, "adaptiveavgpool3d": 50,
    "adaptivemaxpool1d": 30, "adaptivemaxpool2d": 30, "adaptivemaxpool3d": 30,
    "batchnorm1d": 40, "batchnorm2d": 41, "batchnorm3d": 39,
    "instancenorm1d": 42, "instancenorm2d": 42, "instancenorm3d": 43,
    "groupnorm": 60, "layernorm": 71, "linear": 96, "flatten": 60, "reshape": 69,
    "upsample": 375, "pixelshuffle": 40, "pixelunshuffle": 40, "channelshuffle": 25, "pad": 233,
    "rnn": 50, "gru": 75, "lstm": 88, "mha": 77, "encoderlayer": 50, "decoderlayer": 50,
}  # fmt: skip

# What no sequence of layers says, or no layer yet: the whole operation is left out.
LEFT_OUT = {
    "unfold": "there is no layer for unfold",
    "cat": "takes several inputs",
    "add": "takes several inputs",
    "matmul": "takes several inputs",
}


def test_every_operation_is_compared_or_left_out_with_a_reason():
    assert {*WRITTEN, *LEFT_OUT} == set(OPERATIONS)
    assert sum(map(len, OPERATIONS.values())) == 5645 + 277


@pytest.mark.parametrize("op", WRITTEN)
def test_symcnn_says_what_pytorch_says(op):
    verdicts = [judge(row) for row in OPERATIONS[op]]
    assert [v for v in verdicts if v.kind == DIFFER] == []
    assert sum(v.kind != UNWRITABLE for v in verdicts) == WRITTEN[op]


@pytest.mark.parametrize("op", LEFT_OUT)
def test_what_is_left_out_cannot_be_written(op):
    assert {judge(row).detail for row in OPERATIONS[op]} == {LEFT_OUT[op]}


# Single rows of the other operations that are left out.
ROWS_LEFT_OUT = {
    "declares other channels than its input has; here they come from the input": 29,
    "declares other sizes than its input has; here they come from the input": 4,
    "flattens some of the axes alone": 15,
    "an lstm has no projection of its state here": 34,
    "attention with a position of its own among the keys": 28,
    "attention with keys and values of two tensors": 45,
    "-1 stands for no whole number": 6,
}


def test_every_row_that_is_left_out_has_its_reason():
    verdicts = [judge(row) for op in WRITTEN for row in OPERATIONS[op]]
    assert Counter(v.detail for v in verdicts if v.kind == UNWRITABLE) == ROWS_LEFT_OUT


def test_every_excuse_is_needed():
    """A refusal that is PyTorch's alone is one that symcnn answers; the table holds no other."""
    verdicts = [judge(row) for many in OPERATIONS.values() for row in many if "error" in row]
    used = Counter(v.detail for v in verdicts if v.kind == ALONE)
    assert set(used) == set(PYTORCH_ALONE)
