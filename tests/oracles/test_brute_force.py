"""Every window of small sizes, and every weight of small layers, counted one by one."""

from itertools import product

import pytest

import symcnn
from tests.oracles.brute_force import (
    conv_macs,
    conv_weights,
    same_starts,
    transposed_places,
    window_starts,
)

SIZES, KERNELS, STRIDES, PADS = range(1, 7), range(1, 5), range(1, 4), range(3)


def size(text):
    """The size of a sequence after the layers, or 0 where nothing is left."""
    try:
        return symcnn.parse(text).shape[0]
    except symcnn.SymcnnError as error:
        if error.code == "E401":  # the window does not fit
            return 0
        raise


@pytest.mark.parametrize("dilation", [1, 3])
def test_windows_of_convolutions(dilation):
    for n, k, s, p in product(SIZES, KERNELS, STRIDES, PADS):
        text = f"input({n},1) conv(1,{k},{s},{p},dilation={dilation})"
        assert size(text) == len(window_starts(n, k, s, p, dilation)), text


@pytest.mark.parametrize("layer", ["pool", "avgpool"])
@pytest.mark.parametrize("ceil", [False, True])
def test_windows_of_poolings(layer, ceil):
    for n, k, s, p in product(SIZES, KERNELS, STRIDES, PADS):
        if 2 * p <= k:
            text = f"input({n},1) {layer}({k},{s},{p},ceil={str(ceil).lower()})"
            assert size(text) == len(window_starts(n, k, s, p, ceil=ceil)), text


def test_windows_of_dilated_poolings_that_round_up():
    for n, k, s, d in product(SIZES, KERNELS, STRIDES, (2, 3)):
        text = f"input({n},1) pool({k},{s},dilation={d},ceil=true)"
        assert size(text) == len(window_starts(n, k, s, 0, d, ceil=True)), text


@pytest.mark.parametrize("layer", ["conv(1,{k},{s},pad={p})", "pool({k},{s},pad={p})", "dwconv({k},{s},pad={p})"])
def test_same_causal_and_full(layer):
    for n, k, s in product(SIZES, KERNELS, STRIDES):
        for pad in ("same", "causal"):
            text = f"input({n},1) {layer.format(k=k, s=s, p=pad)}"
            assert size(text) == len(same_starts(n, s)), text
        text = f"input({n},1) {layer.format(k=k, s=s, p='full')}"
        assert size(text) == len(window_starts(n, k, s, k - 1)), text


@pytest.mark.parametrize("dilation", [1, 2])
def test_places_of_transposed_convolutions(dilation):
    for n, k, s, p in product(SIZES, KERNELS, STRIDES, PADS):
        for outpad in range(max(s, dilation)):
            text = f"input({n},1) convt(1,{k},{s},{p},outpad={outpad},dilation={dilation})"
            assert size(text) == len(transposed_places(n, k, s, p, outpad, dilation)), text


def test_a_transposed_convolution_undoes_the_size_of_a_convolution():
    for n, k, s, p in product(SIZES, KERNELS, STRIDES, PADS):
        back = [m for m in range(1, 40) if len(window_starts(m, k, s, p)) == n]
        reached = [size(f"input({n},1) convt(1,{k},{s},{p},outpad={outpad})") for outpad in range(s)]
        assert [m for m in reached if m > 0] == back, (n, k, s, p)


SHAPES = [((5,), (3,)), ((4, 5), (2, 3)), ((3, 4, 3), (2, 1, 3))]


@pytest.mark.parametrize(("sizes", "kernel"), SHAPES)
@pytest.mark.parametrize(("channels", "filters", "groups"), [(3, 2, 1), (4, 6, 2), (3, 3, 3), (2, 4, 2)])
def test_weights_and_macs(sizes, kernel, channels, filters, groups):
    starts = [window_starts(n, k, 2, 1) for n, k in zip(sizes, kernel, strict=True)]
    written = f"{filters},({','.join(map(str, kernel))},),2,pad=1,groups={groups}"
    start = f"input({','.join(map(str, sizes))},{channels})"
    weights = conv_weights(kernel, channels, filters, groups)
    net = symcnn.parse(f"{start} conv({written})")
    assert (net.params, net.macs) == (weights + filters, conv_macs(starts, kernel, channels, filters, groups))
    assert symcnn.parse(f"{start} conv({written},bias=false)").params == weights
    net = symcnn.parse(f"{start} convt({written})")
    assert (net.params, net.macs) == (
        weights + filters,
        conv_macs(map(range, sizes), kernel, channels, filters, groups),
    )


@pytest.mark.parametrize(("sizes", "kernel"), SHAPES)
def test_depthwise_and_separable_are_two_convolutions(sizes, kernel):
    channels, mult, filters = 3, 2, 5
    starts = [window_starts(n, k, 1, 0) for n, k in zip(sizes, kernel, strict=True)]
    start = f"input({','.join(map(str, sizes))},{channels})"
    k = ",".join(map(str, kernel))
    depthwise = conv_weights(kernel, channels, mult * channels, channels)
    depthwise_macs = conv_macs(starts, kernel, channels, mult * channels, channels)
    net = symcnn.parse(f"{start} dwconv(({k},),mult={mult})")
    assert (net.params, net.macs) == (depthwise + mult * channels, depthwise_macs)
    ones = (1,) * len(kernel)
    net = symcnn.parse(f"{start} sepconv({filters},({k},),mult={mult})")
    assert net.params == depthwise + conv_weights(ones, mult * channels, filters) + filters
    assert net.macs == depthwise_macs + conv_macs(starts, ones, mult * channels, filters)


def test_dense_and_linear():
    net = symcnn.parse("input(3,4,2) dense(5)")
    assert net.params == conv_weights((1,), 3 * 4 * 2, 5) + 5
    assert net.macs == conv_macs([range(1)], (1,), 3 * 4 * 2, 5)
    net = symcnn.parse("input(3,4,2) linear(5,bias=false)")
    assert (net.params, net.macs) == (conv_weights((1,), 2, 5), conv_macs([range(3), range(4)], (1, 1), 2, 5))
