"""Single Keras layers with odd arguments: shapes, parameters and MACs as Keras gives them."""

import re
from collections import Counter

import pytest

import symcnn
from tests.oracles.data import by, rows
from tests.oracles.keras_text import base, sentence
from tests.oracles.layout import Unwritable

LAYERS = by("kind", [{**row, "kind": base(row["layer"])} for row in rows("keras_ops")])

# How many rows of each layer, in one to three dimensions, are written and compared.
WRITTEN = {
    "Conv": 240, "ConvTranspose": 145, "DepthwiseConv": 100, "SeparableConv": 80, "Dense": 30,
    "MaxPooling": 120, "AveragePooling": 120, "GlobalAveragePooling": 18, "GlobalMaxPooling": 12,
    "ZeroPadding": 24, "Cropping": 18, "UpSampling": 21, "Flatten": 5, "PReLU": 2,
    "BatchNormalization": 20, "LayerNormalization": 13, "GroupNormalization": 15, "RMSNormalization": 3,
    "SimpleRNN": 15, "LSTM": 30, "GRU": 30, "Bidirectional": 15, "MultiHeadAttention": 21, "Embedding": 6, "Permute": 2,
}  # fmt: skip

# Rows left out, and why.
ROWS_LEFT_OUT = {
    "ln normalises the channels": 7,
    "mha gives as many channels as it gets": 8,
    "PyTorch, below Keras, counts an einsum over one channel as no product": 1,
    "transpose exchanges the positions and the channels of a sequence": 2,
    "Keras' PReLU has a weight for every position; prelu has one a channel": 4,
}

# Layers left out: the language has no such layer yet.
LEFT_OUT = {
    "ConvLSTM",
    "EinsumDense",
    "RepeatVector",
    "UnitNormalization",
}

# Keras' own refusals: symcnn answers.
KERAS_ALONE = {
    r"`strides > 1` not supported in conjunction with `dilation_rate > 1`": "a limit of the implementation",
}


def answer(text):
    """The network, or None where it is refused."""
    try:
        return symcnn.parse(text)
    except symcnn.SymcnnError:
        return None


def judge(row):
    """None where both say the same, else what each says."""
    text, x = sentence(row)
    net = answer(text)
    if net is None:
        return None if "error" in row else (text, "refused", row["out"])
    if "error" in row:
        return None if refused_alone(row, net.shape) else (text, net.shape, row["error"])
    macs = row.get("macs") or 0  # none where Keras could not count them: nothing to multiply
    theirs = tuple(row["out"][1:]), row["trainable"], row["non_trainable"], macs
    said = net.shape, net.params, net.buffers, net.macs * x.batch
    return None if said == theirs else (text, said, theirs)


def refused_alone(row, shape):
    """Whether Keras refuses where there is an answer: where it gives one with JAX below, the same one."""
    with_jax = row.get("jax_out")
    return tuple(with_jax[1:]) == shape if with_jax else any(re.search(m, row["error"]) for m in KERAS_ALONE)


def written(kind):
    for row in LAYERS[kind]:
        try:
            sentence(row)
        except Unwritable:
            continue
        yield row


def reason(row):
    try:
        sentence(row)
    except Unwritable as why:
        return str(why)
    return None


def test_every_layer_is_compared_or_left_out():
    assert {*WRITTEN, *LEFT_OUT} == set(LAYERS)
    assert all(reason(row) for kind in LEFT_OUT for row in LAYERS[kind])


@pytest.mark.parametrize("kind", WRITTEN)
def test_symcnn_says_what_keras_says(kind):
    compared = list(written(kind))
    assert [verdict for row in compared if (verdict := judge(row))] == []
    assert len(compared) == WRITTEN[kind]


def test_every_row_that_is_left_out_has_its_reason():
    reasons = Counter(reason(row) for kind in WRITTEN for row in LAYERS[kind])
    del reasons[None]
    assert reasons == ROWS_LEFT_OUT


@pytest.mark.parametrize("message", KERAS_ALONE)
def test_every_excuse_is_needed(message):
    refused = [row for kind in WRITTEN for row in written(kind) if re.search(message, row.get("error", ""))]
    assert any(answer(sentence(row)[0]) for row in refused)
