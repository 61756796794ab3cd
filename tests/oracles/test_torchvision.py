"""AlexNet and the VGG nets of torchvision, written as plain sequences."""

import pytest

import symcnn
from tests.oracles.data import table

HEAD = "dense(4096) relu dropout dense(4096) relu dropout dense(1000)"

# Simonyan & Zisserman 2015, table 1, columns A, B, D and E: 3x3 convolutions of a stage.
VGG = {"vgg11": (1, 1, 2, 2, 2), "vgg13": (2, 2, 2, 2, 2), "vgg16": (2, 2, 3, 3, 3), "vgg19": (2, 2, 4, 4, 4)}
WIDTHS = (64, 128, 256, 512, 512)

# Krizhevsky 2014, "One weird trick", as torchvision has it.
ALEXNET = (
    "input(224,224,3) conv(64,11,stride=4,pad=2) relu pool(3,2) conv(192,5,pad=2) relu pool(3,2) conv(384,3,pad=1) relu"
    " conv(256,3,pad=1) relu conv(256,3,pad=1) relu pool(3,2) apool(6) dropout dense(4096) relu dropout dense(4096)"
    " relu dense(1000)"
)


def vgg(convolutions, norm=""):
    stages = [f"{f'conv({w},3,pad=same) {norm} relu ' * n}pool(2)" for w, n in zip(WIDTHS, convolutions, strict=True)]
    return f"input(224,224,3) {' '.join(stages)} apool(7) {HEAD}"


NETS = {
    "alexnet": ALEXNET,
    **{name: vgg(convolutions) for name, convolutions in VGG.items()},
    **{f"{name}_bn": vgg(convolutions, "bn") for name, convolutions in VGG.items()},
}

PUBLISHED = {
    "alexnet": 61_100_840,
    "vgg11": 132_863_336,
    "vgg13": 133_047_848,
    "vgg16": 138_357_544,
    "vgg19": 143_667_240,
}


@pytest.mark.parametrize("name", NETS)
def test_parameters_buffers_and_macs(name):
    truth, net = table("torchvision")[name], symcnn.parse(NETS[name])
    norms = sum(layer.layer == "bn" for layer in net.layers)
    assert net.params == int(truth["params_trainable"])
    assert net.buffers == int(truth["buffers_total"]) - norms  # PyTorch counts the batches, an integer a norm
    assert net.macs == int(truth["macs_flopcounter"])
    assert net.shape == (1000,)


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_numbers_of_parameters(name):
    assert symcnn.parse(NETS[name]).params == PUBLISHED[name] == int(table("torchvision")[name]["published_num_params"])


def test_vgg16_with_a_symbolic_width():
    net = symcnn.parse(NETS["vgg16"].replace("conv(64,", "conv(F,"))
    assert net.params.subs("F", 64) == PUBLISHED["vgg16"]
