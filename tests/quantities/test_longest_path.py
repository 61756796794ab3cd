"""Depth: the number of layers by which papers call their networks."""

import pytest

import symcnn
from symcnn.cli.main import main

CALLED = """
zoo:alexnet                            => 8
zoo:vgg11                              => 11
zoo:vgg16                              => 16
zoo:vgg19                              => 19
zoo:googlenet                          => 22
zoo:mobilenet_v1                       => 28
zoo:resnet18                           => 18
zoo:resnet50                           => 50
zoo:resnet152                          => 152
zoo:resnet_cifar                       => 6*n + 2
zoo:resnet_cifar_b                     => 6*n + 2
zoo:densenet121                        => 121
zoo:densenet161                        => 161
zoo:densenet169                        => 169
zoo:densenet201                        => 201
zoo:densenet_cifar                     => 3*n + 4
zoo:densenet_bc_cifar                  => 6*n + 4
zoo:lenet_300_100                      => 3
"""

COUNTED = """
conv(F,3) bn relu pool(2) dense(10)                               => 2
n*conv(C,3)                                                       => n
n*{ res{ conv(C,3,pad=same) bn relu conv(C,3,pad=same) } relu }   => 2*n
res{ dwconv(3,pad=same) conv(.c,1) | conv(.c,1) bn }              => 2
add{ m*conv(C,1) | n*{ id } conv(C,1) conv(C,1) } gap             => Max(3, m + 1) - 1
input(L,tokens=true) embed(V,C) pos n*{ res{ ln mha(h) } res{ ln linear(4*C) gelu linear(C) } } => 3*n
input(L,C) lstm(n,seq=true) gru(n) dense(2)                       => 3
shared t { conv(C,1) } t t t                                      => 3
conv(8,1) as a conv(8,1) conv(8,1) from(a) conv(8,1)              => 2
scale bias bn relu gap                                            => 0
"""


def rows(table):
    return [tuple(part.strip() for part in line.split("=>")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("name", "depth"), rows(CALLED))
def test_networks_are_as_deep_as_their_papers_say(name, depth):
    assert symcnn.equal(symcnn.load(name).depth, depth) is True


@pytest.mark.parametrize(("text", "depth"), rows(COUNTED))
def test_layers_with_weights_on_the_longest_path(text, depth):
    assert str(symcnn.parse(text).depth) == depth


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_formula_is_what_the_network_with_numbers_has(n):
    text = "conv(C,3,pad=same) n*{ res{ conv(C,1) conv(C,1) | conv(C,1) } } for i in 1..n { conv(C*i,1) } dense(10)"
    assert symcnn.parse(text).depth.subs("n", n) == symcnn.parse(text, n=n).depth == 3 * n + 2


def test_it_is_a_claim_a_column_and_an_answer(capsys, tmp_path):
    (tmp_path / "a.cnn").write_text("conv(8,3) relu conv(8,3) expect depth == 2", encoding="utf-8")
    assert main(["check", str(tmp_path / "a.cnn")]) == 0
    assert main(["conv(8,3) relu conv(8,3)", "--columns", "name,depth"]) == 0
    assert main(["conv(8,3) relu conv(8,3)", "--only", "depth", "--json"]) == 0
    out = capsys.readouterr().out
    assert "relu1      1" in out
    assert out.endswith('{"depth": 2}\n')


def test_where_it_depends_on_the_round_which_path_is_longest_it_is_not_known(capsys):
    text = "for i in 1..n { add{ i*conv(C,1) | conv(C,1) conv(C,1) } }"
    assert main([text, "--only", "depth"]) == 2
    assert "the depth has no closed form: the longest path changes" in capsys.readouterr().err
