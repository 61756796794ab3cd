"""Sequences: what recurrence and attention keep, cost, put out and see. Numbers are by hand, or published."""

import pytest

import symcnn
from tests.oracles.data import table


@pytest.mark.parametrize("name", ["vit_b_16", "vit_l_16"])
def test_vision_transformers_are_those_of_torchvision(name):
    truth, net = table("torchvision")[name], symcnn.load(f"zoo:{name}")
    assert (net.params, net.buffers, net.macs) == (int(truth["params_total"]), 0, int(truth["macs_flopcounter"]))


def test_the_depth_of_a_vision_transformer_is_a_symbol():
    net = symcnn.load("zoo:vit")
    base = symcnn.load("zoo:vit_b_16")
    at = {"n": 12, "c": 768, "h": 12, "m": 3072, "p": 16, "H": 224, "W": 224, "classes": 1000}
    assert [str(condition) for condition in net.conditions if "h" in str(condition)] == ["c % h == 0"]
    assert (net(**at).params, net(**at).macs) == (base.params, base.macs)
    assert (net.params.subs(at), net.macs.subs(at)) == (base.params, base.macs)


# Keras' example of text classification: 20,000 words of 128 values, an LSTM of 128 units, one output:
#   20000*128 = 2,560,000;  4*128*(128 + 128 + 1) = 131,584;  129
def test_a_published_text_network():
    net = symcnn.parse("input(L,tokens=true) embed(20000,128) lstm(128) dense(1)")
    assert net.params == 2_560_000 + 131_584 + 129 == 2_691_713
    assert net.shape == (1,)
    assert net.input_shape == (symcnn.parse("input(L,3)").input_shape[0],)


def test_formulas_in_every_size():
    net = symcnn.parse("input(L,C) gru(U,seq=true,bi=true) mha(h) token(i)")
    assert symcnn.equal(net.params, "6*U*(C + U + 1) + 16*U^2 + 8*U") is True
    assert symcnn.equal(net.macs, "6*L*U*(C + U) + 16*L*U^2 + 4*L^2*U") is True
    assert sorted(str(condition) for condition in net.conditions) == ["2*U % h == 0", "L >= i"]


# n = 9 queries of 8 channels, m = 5 positions of 6 channels in the memory:
#   weights  8*8 + 6*8 + 6*8 + 8*8 = 224, biases 4*8
#   MACs     9*64 + 5*48 + 5*48 + 9*64, and 9*5*8 for each of two products
def test_attention_to_a_memory():
    net = symcnn.parse("input(5,6) as memory input(9,8) mha(2,memory=memory)")
    assert (net.shape, net.params) == ((9, 8), 224 + 32)
    assert net.macs == 2 * 576 + 2 * 240 + 2 * 360
    assert symcnn.parse("input(5,6) as memory input(9,8) mha(2,memory=memory,bias=false)").params == 224


# three heads of 4 channels, whose values have 5: 8*12 + 8*12 + 8*15 + 15*8 weights
def test_heads_of_other_sizes():
    net = symcnn.parse("input(9,8) mha(3,dim=4,vdim=5,bias=false)")
    assert net.params == 96 + 96 + 120 + 120
    assert net.macs == 9 * net.params + 9 * 9 * (12 + 15)


def test_attention_is_its_projections_and_their_products():
    """`mha` in steps: three linear layers, `attend`, and a fourth."""
    steps = "input(n,C) as x linear(C) as k from(x) linear(C) as v from(x) linear(C) attend(k,v) linear(C)"
    whole, apart = symcnn.parse("input(n,C) mha(1)"), symcnn.parse(steps)
    assert symcnn.equal(whole.params, str(apart.params)) is True
    assert symcnn.equal(whole.macs, str(apart.macs)) is True


def test_outputs_alone_are_activations():
    net = symcnn.parse("input(10,tokens=true) embed(50,8) cls pos mha(2) lstm(6,bi=true)")
    assert net.activations == 10 * 8 + 3 * (11 * 8) + 12
    assert net.memory == 4 * (net.params + net.activations)


SEEN = {
    "input(20,8) lstm(4)": 20,
    "input(20,8) gru(4,seq=true)": 20,  # the last state has seen every step
    "input(20,8) mha(2)": 20,
    "input(20,8) conv(8,3) token": 3,
    "input(20,8) conv(8,3) token(5) dense(3)": 3,
    "input(20,8) transpose linear(7) transpose": 20,
    "input(20,tokens=true) embed(9,4) conv(3,5)": 5,
    "input(20,8) relu as m input(6,4) mha(2,memory=m)": 20,
    "input(32,32,3) conv(8,4,4) tokens": 4,
    "input(32,32,3) conv(8,4,4) tokens linear(5)": 4,
    "input(32,32,3) conv(8,4,4) tokens mha(2)": 32,
    "input(32,24,3) conv(8,4,4) tokens conv(2,3)": (32, 24),  # neighbours in a row are no neighbours in the map
    "input(32,32,3) conv(8,4,4) tokens token(3)": 4,
    "input(32,24,3) conv(8,4,4) as k relu attend(k,k)": (32, 24),
}


@pytest.mark.parametrize("text", SEEN)
def test_what_an_output_sees(text):
    assert symcnn.parse(text).rf == SEEN[text]


def test_after_attention_all_outputs_see_the_same():
    assert symcnn.parse("input(20,8) conv(8,3) mha(2)").stride == 0
    assert symcnn.parse("input(L,8) mha(2)").rf == symcnn.parse("input(L,8)").input_shape[0]


def test_tokens_are_named_as_such_in_every_view():
    net = symcnn.parse("input(L,tokens=true) embed(V,8)")
    assert "L tokens" in net.table()
    assert r"$L\text{ tokens}$" in net.latex()
    assert net.to_dict()["input"] == ["L"]
