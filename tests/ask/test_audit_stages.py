"""Rows that are sums over stages: ResNet-50 as torchvision groups it, VGG-16 by blocks, by numbers others published."""

import pytest

import symcnn

STAGES = """stage,output,params
conv1,112x112x64,9408
layer1,56x56x256,215808
layer2,28x28x512,1219584
layer3,14x14x1024,7098368
layer4,7x7x2048,14964736
fc,1000,2049000
total,,25557032"""
SUMMARY = """Layer (type:depth-idx)                   Output Shape              Param #
===============================================================================
ResNet                                   [1, 1000]                 --
├─Conv2d: 1-1                            [1, 64, 112, 112]         9,408
├─BatchNorm2d: 1-2                       [1, 64, 112, 112]         128
├─ReLU: 1-3                              [1, 64, 112, 112]         --
├─MaxPool2d: 1-4                         [1, 64, 56, 56]           --
├─Sequential: 1-5                        [1, 256, 56, 56]          215,808
├─Sequential: 1-6                        [1, 512, 28, 28]          1,219,584
├─Sequential: 1-7                        [1, 1024, 14, 14]         7,098,368
├─Sequential: 1-8                        [1, 2048, 7, 7]           14,964,736
├─AdaptiveAvgPool2d: 1-9                 [1, 2048, 1, 1]           --
├─Linear: 1-10                           [1, 1000]                 2,049,000
===============================================================================
Total params: 25,557,032
"""
BLOCKS = """block,params
block1,38720
block2,221440
block3,1475328
block4,5899776
block5,7079424
fc1,102764544
fc2,16781312
fc3,4097000
total,138357544"""
TUTORIAL = "input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)"
TABLES = [
    ("resnet50", STAGES),
    ("resnet50", SUMMARY),
    ("vgg16", BLOCKS),
    (TUTORIAL, "features: 320\nclassifier: 541910"),
    (TUTORIAL, "features = 194,688, classifier = 541,800"),
]


def network(name):
    return symcnn.parse(name) if "(" in name else symcnn.load(f"zoo:{name}")


@pytest.mark.parametrize(("name", "published"), TABLES, ids=range(len(TABLES)))
def test_stages_hold(name, published):
    audit = symcnn.audit(network(name), published, quantity="macs" if "194" in published else "params")
    assert audit.holds, str(audit)
    assert any(" is the sum of " in each for each in audit.assumed)


WRONG = [  # what is planted, and the one verdict on it
    (("7098368", "7098386"), "layer3", "two digits are exchanged: 86 for 68 (+18)"),
    (("7098368", "7098468"), "layer3", "one digit is wrong: 4 for 3 (+100)"),
    (("7098368", "7000000"), "layer3", "unexplained (-98,368)"),
    (("2049000", "2048000"), "fc", "no bias (-1,000)"),
]


@pytest.mark.parametrize(("planted", "name", "words"), WRONG)
def test_a_wrong_stage_is_found(planted, name, words):
    audit = symcnn.audit(network("resnet50"), STAGES.replace(*planted))
    wrong = [verdict.claim.name for verdict in audit.columns[0].verdicts if not verdict.holds]
    assert wrong == [name]
    assert words in str(audit)
    assert not audit.holds


def test_a_wrong_row_is_no_stage():
    audit = symcnn.audit(symcnn.parse(TUTORIAL), "conv1: 288\ndense1: 540900\ndense2: 4711")
    assert not audit.holds
    assert not any(" is the sum of " in each for each in audit.assumed)


def test_too_many_rows_are_not_cut_into_stages():
    net = symcnn.parse("input(9,9,1) " + "conv(2,1) " * 200)
    published = "\n".join(f"conv{i}: {i}" for i in range(150))
    assert not symcnn.audit(net, published).holds
