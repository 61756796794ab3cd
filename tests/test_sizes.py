"""Which input sizes work: against PyTorch, and against trying every size.

`data/sizes.jsonl.gz` holds whole networks at many sizes: parameters and MACs, or the error with
which PyTorch refuses. Each family here is one text; its symbols take the file's values.
"""

import gzip
import json
import random
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

import symcnn

DATA = Path(__file__).parent / "data" / "sizes.jsonl.gz"
ROWS = [json.loads(line) for line in gzip.decompress(DATA.read_bytes()).splitlines()]


def vgg16_bn():
    body, before = [], 3
    for block in ([64] * 2, [128] * 2, [256] * 3, [512] * 3, [512] * 3):
        body += [f"conv({f},3,pad=1) bn relu" for f in block] + ["pool(2)"]
    return f"input(H,W,{before}) {' '.join(body)} apool(7) dense(4096) relu dense(4096) relu dense(1000)"


def mobilenet_v1():
    separable = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    body = [f"dwconv(3,{s},1,bias=false) bn relu conv(floor({f}*alpha),1,bias=false) bn relu" for f, s in separable]
    return (
        "param alpha: rational; input(H,W,3) conv(floor(32*alpha),3,2,1,bias=false) bn relu "
        f"{' '.join(body)} gap dense(1000)"
    )


TEXTS = {
    "alexnet": "input(H,W,3) conv(64,11,4,2) relu pool(3,2) conv(192,5,1,2) relu pool(3,2) conv(384,3,1,1) relu "
    "conv(256,3,1,1) relu conv(256,3,1,1) relu pool(3,2) apool(6) dense(4096) relu dense(4096) relu dense(1000)",
    "vgg16_bn": vgg16_bn(),
    "lenet_rgb_seed_conv_part": "input(H,W,3) conv(8,5) relu pool(2) conv(16,5) relu pool(2)",
    "alexnet_grouped_conv_part": "input(H,W,3) conv(96,11,4) relu pool(3,2) conv(256,5,1,2,groups=2) relu pool(3,2) "
    "conv(384,3,1,1) relu conv(384,3,1,1,groups=2) relu conv(256,3,1,1,groups=2) relu pool(3,2)",
    "zfnet_conv_part": "input(H,W,3) conv(96,7,2,1) relu pool(3,2,1) conv(256,5,2) relu pool(3,2,1) "
    "conv(384,3,1,1) relu conv(384,3,1,1) relu conv(256,3,1,1) relu pool(3,2)",
    "nin_cifar_conv_part": "input(H,W,3) conv(192,5,1,2) relu conv(160,1) relu conv(96,1) relu pool(3,2,ceil=true) "
    "conv(192,5,1,2) relu conv(192,1) relu conv(192,1) relu avgpool(3,2,ceil=true) "
    "conv(192,3,1,1) relu conv(192,1) relu conv(10,1) relu avgpool(8)",
    "dcgan_g": "input(H,W,nz) convt(8*width,4,bias=false) bn relu convt(4*width,4,2,1,bias=false) bn relu "
    "convt(2*width,4,2,1,bias=false) bn relu convt(width,4,2,1,bias=false) bn relu convt(3,4,2,1,bias=false) tanh",
    "dcgan_d": "input(H,W,3) conv(width,4,2,1,bias=false) lrelu conv(2*width,4,2,1,bias=false) bn lrelu "
    "conv(4*width,4,2,1,bias=false) bn lrelu conv(8*width,4,2,1,bias=false) bn lrelu "
    "conv(1,4,bias=false) sigmoid",
    "mobilenet_v1": mobilenet_v1(),
}


def given(net, at):
    """The values of a row for the symbols of a network (the batch is no symbol of it)."""
    values = {name: Fraction(str(v)) if isinstance(v, float) else v for name, v in at.items()}
    return {name: v for name, v in values.items() if name in net.symbols}


@pytest.mark.parametrize("family", sorted(TEXTS))
def test_what_pytorch_refuses_is_refused_and_nothing_else(family):
    net = symcnn.parse(TEXTS[family])
    rows = [row for row in ROWS if row["family"] == family]
    assert len(rows) >= 12
    for row in rows:
        values = given(net, row["at"])
        assert set(net.symbols) == set(values)
        works = all(condition.at(values) for condition in net.conditions)
        assert works == ("error" not in row), row
        if "error" in row:
            with pytest.raises(symcnn.SymcnnError, match="E401"):
                net(**values)
        else:
            bound = net(**values)
            assert (bound.params, bound.macs * row["at"]["batch"]) == (row["params"], row["macs"]), row
            assert bound.conditions == ()


def test_the_rows_are_those_that_are_meant():
    """As many as the file holds, so that none is skipped by its name."""
    counts = {family: [0, 0] for family in TEXTS}
    for row in ROWS:
        if row["family"] in TEXTS:
            counts[row["family"]]["error" in row] += 1
    assert counts == {
        "alexnet": [31, 10],
        "vgg16_bn": [35, 6],
        "lenet_rgb_seed_conv_part": [56, 4],
        "alexnet_grouped_conv_part": [38, 10],
        "zfnet_conv_part": [41, 7],
        "nin_cifar_conv_part": [28, 30],
        "dcgan_g": [12, 0],
        "dcgan_d": [8, 8],
        "mobilenet_v1": [20, 0],
    }


KNOWN = [
    ("vgg16_bn", ["H >= 32", "W >= 32"], "pool5"),
    ("alexnet", ["H >= 63", "W >= 63"], "pool3"),
    ("dcgan_d", ["H >= 64", "W >= 64"], "conv5"),
    ("nin_cifar_conv_part", ["H >= 32", "W >= 32"], "avgpool2"),
]


@pytest.mark.parametrize(("family", "conditions", "layer"), KNOWN)
def test_the_least_size_and_the_layer_that_asks_for_it(family, conditions, layer):
    net = symcnn.parse(TEXTS[family])
    assert [(str(c), c.layers) for c in net.conditions] == [(c, (layer,)) for c in conditions]


def test_rounding_up_starts_no_window_in_the_right_padding():
    """By counting windows: they start at every stride while they start inside the input or its left padding."""
    net = symcnn.parse("input(L,1) pool(K,S,P,ceil=true)")
    compared = 0
    for size, k, s, p in product(range(1, 12), range(1, 7), range(1, 5), range(1, 3)):
        values = {"L": size, "K": k, "S": s, "P": p}
        if all(c.at(values) for c in net.conditions):
            reach = size + 2 * p - k + s - 1
            starts = [at for at in range(0, reach + 1, s) if at < size + p and at <= reach]
            symbolic = net.shape[0].subs(values)
            assert symbolic == net(**values).shape[0] == len(starts), values
            compared += 1
    assert compared > 300


def random_layer(rng):
    kind = rng.choice(["conv", "conv", "conv", "pool", "pool", "avgpool", "same", "margin", "up", "s2d"])
    k, s = rng.choice([1, 2, 3, 5, 7, "K", "2*K-1"]), rng.choice([1, 1, 2, 2, 3, "S"])
    if kind == "conv":
        return f"conv(4,{k},{s},{rng.choice([0, 0, 1, 2, 'P'])},dilation={rng.choice([1, 1, 1, 2, 3])})"
    if kind in ("pool", "avgpool"):
        return f"{kind}({k},{s},{rng.choice([0, 0, 1])},ceil={rng.choice(['true', 'false'])})"
    if kind == "same":
        return f"conv(4,{k},{s},pad=same)"
    if kind == "margin":
        return rng.choice(["crop(1)", "zeropad(2)", "crop(P)"])
    return rng.choice(["up(2)", "convt(4,3,2,1)", "convt(4,2,2)"]) if kind == "up" else "s2d(2)"


def random_net(seed):
    rng = random.Random(seed)
    return "input(L,4) " + " ".join(random_layer(rng) for _ in range(rng.randint(2, 7)))


def refused(program_text, values):
    try:
        symcnn.parse(program_text, **values)
    except symcnn.SymcnnError as error:
        return error.code in ("E302", "E401", "E405", "E406")
    return False


@pytest.mark.parametrize(
    ("seeds", "most"),
    [(range(12), 48), pytest.param(range(100, 150), 512, marks=pytest.mark.slow)],
    ids=["quick", "all"],
)
def test_refused_with_numbers_exactly_where_a_condition_fails(seeds, most):
    works = {True: 0, False: 0}
    for seed in seeds:
        text = random_net(seed)
        rng = random.Random(seed)
        try:
            net = symcnn.parse(text)
        except symcnn.SymcnnError:
            net = None
        for size in range(1, most + 1):
            values = {"L": size, "K": rng.randint(1, 4), "S": rng.randint(1, 3), "P": rng.randint(1, 2)}
            values = {name: v for name, v in values.items() if name in text}
            holds = net is not None and all(c.at(values) is True for c in net.conditions)
            assert holds is not refused(text, values), (text, values, net and net.conditions)
            works[holds] += 1
    assert min(works.values()) > sum(works.values()) / 20
