"""The families of the zoo at many sizes, widths and depths, each by one formula, against PyTorch.

`data/sizes.jsonl.gz` holds whole networks: parameters and MACs, or the error with which PyTorch
refuses. A family here is a net of the zoo with the values that stay, and how the others are read off
a row: what a row asks for by another block is another formula.
"""

from collections import Counter
from fractions import Fraction
from functools import cache

import pytest

import symcnn
from tests.oracles.data import rows

ROWS = rows("sizes")


def image(at):
    return {"H": at["H"], "W": at["W"]}


def video(at):
    return {"T": at["T"], **image(at)}


def one(net, values=image, **fixed):
    """A family that is one formula: the net, what stays, what varies."""
    return lambda at: (net, fixed, values(at))


def stages(*counts):
    return {f"n{i}": n for i, n in enumerate(counts, 1)}


def residual(at):
    bottleneck = f"bottleneck(w={at['width_per_group']},g={at['groups']})"
    block = "basic" if at["block"] == "BasicBlock" else bottleneck
    return "resnet", {"block": block}, {**stages(*at["layers"]), "classes": at["classes"], **image(at)}


def cifar(at):
    return {"A": "resnet_cifar", "B": "resnet_cifar_b"}[at["shortcut"]], {}, {"n": (at["depth"] - 2) // 6}


def dense(at):
    name, per_layer = ("densenet_bc_cifar", 6) if at["bc"] else ("densenet_cifar", 3)
    return name, {}, {"k": at["growth"], "n": (at["depth"] - 4) // per_layer}


def dense_imagenet(at):
    widths = {"k": at["growth"], "c0": at["init"]}
    return "densenet", {"classes": 1000}, {**stages(*at["blocks"]), **widths, **image(at)}


def pyramid(at):
    block, per_block = ("bottleneck", 9) if at["bottleneck"] else ("basic", 6)
    n = (at["depth"] - 2) // per_block
    return "pyramidnet", {"block": block, "n": n, "alpha": at["alpha"], "classes": 10}, image(at)


def u_shaped(at):
    fixed = {"double": "plain", "d": at["depth"], "p": at["pad"], "C": at["cin"], "K": at["classes"]}
    return "unet", fixed, {"f": at["base"], **image(at)}


def recurrent(at):
    layer = f"{'bi' if at['bidirectional'] else ''}{at['kind'].lower()}_layer"
    sizes = {"u": at["hidden"], "n": at["layers"], "L": at["T"], "vocab": at["vocab"], "e": at["embed"]}
    return "recurrent", {"layer": layer}, {**sizes, "b": 2 * at["bias"], "classes": at["classes"]}


def vit(at):
    widths = {"n": at["depth"], "c": at["dim"], "h": at["heads"], "m": at["mlp"]}
    return "vit", {}, {**widths, "p": at["patch"], "classes": at["classes"], **image(at)}


def mixer(at):
    widths = {"n": at["depth"], "c": at["dim"], "ds": at["ds"], "dc": at["dc"]}
    return "mixer", {"classes": 1000}, {**widths, "p": at["patch"], **image(at)}


def convmixer(at):
    widths = {"n": at["depth"], "h": at["dim"], "k": at["kernel"]}
    return "convmixer", {"classes": 1000}, {**widths, "p": at["patch"], **image(at)}


def width(name):
    """The width of a mobile network, which is rounded: a formula a width."""
    return lambda at: Fraction(str(at[name]))


def wavenet(at):
    n = at["blocks"] * at["layers"]
    return "wavenet", {"s": 128, "n": n, "classes": 256}, {"r": at["residual"], "L": at["L"]}


def gpt(at):
    widths = {"n": at["depth"], "c": at["dim"], "h": at["heads"]}
    return "gpt2", {}, {**widths, "vocab": at["vocab"], "context": at["ctx"], "L": at["T"]}


THOUSAND = {"classes": 1000}
BASIC = {"block": "basic", **stages(2, 2, 2, 2), **THOUSAND}
FIFTY = {**stages(3, 4, 6, 3), **THOUSAND}
FAMILIES = {
    "alexnet": one("alexnet_owt", **THOUSAND),
    "vgg16_bn": one("vgg", unit="normed", n1=2, n2=2, n3=3, n4=3, n5=3, **THOUSAND),
    "resnet18": one("resnet", **BASIC),
    "resnet50": one("resnet", block="bottleneck", **FIFTY),
    "resnext50_32x4d": one("resnet", block="bottleneck(w=4,g=32)", **FIFTY),
    "inception_v3": one("inception", **THOUSAND),
    "mobilenet_v2": one("mobilenet_v2_width", width=1, **THOUSAND),
    "mobilenet_v3_small": one("mobilenet_v3_small_general", **THOUSAND),
    "shufflenet_v2_x1_0": one("shufflenet_v2", c1=116, c2=232, c3=464, c4=1024, **THOUSAND),
    "efficientnet_b0": one("efficientnet", width=1, depth=1, **THOUSAND),
    "fcn_resnet50": one("fcn_resnet", n3=6, classes=21),
    "deeplabv3_mobilenet_v3_large": one("deeplabv3_mobilenet", classes=21),
    "lraspp_mobilenet_v3_large": one("lraspp", classes=21),
    "resnet_imagenet": residual,
    "cifar_resnet": cifar,
    "densenet_cifar": dense,
    "densenet_imagenet": dense_imagenet,
    "pyramidnet": pyramid,
    "preact_bottleneck": lambda at: ("preact_bottleneck", {}, {"n": (at["depth"] - 2) // 9}),
    "unet": u_shaped,
    "unet_same_depth4": one("unet", double="plain", d=4, f=8, p=1, C=1, K=1),
    "convmixer": convmixer,
    "mobilenet_v1": lambda at: ("mobilenet_v1", {"rho": 1, **THOUSAND}, {"alpha": width("alpha")(at), **image(at)}),
    "mobilenet_v2_width": lambda at: ("mobilenet_v2_width", {"width": width("width")(at), **THOUSAND}, image(at)),
    "wavenet": wavenet,
    "recurrent": recurrent,
    "vit": vit,
    "mixer": mixer,
    "gpt": gpt,
    "dcgan_g": one("generator", lambda at: {"z": at["nz"], "f": at["width"], **image(at)}),
    "dcgan_d": one("discriminator", lambda at: {"f": at["width"], **image(at)}),
    "fcn8s": one("fcn8s_vgg", classes=21),
    "r3d_18": one("video_resnet18", video, stem="stem", unit1="cube", unit2="cube", t=2, classes=400),
    "mc3_18": one("video_resnet18", video, stem="stem", unit1="cube", unit2="plane", t=1, classes=400),
    "r2plus1d_18": one(
        "video_resnet18", video, stem="stem_factored", unit1="factored", unit2="factored", t=2, classes=400
    ),
}


@cache
def formulas(net, fixed):
    return symcnn.load(f"zoo:{net}", **dict(fixed))


def number(formula, values):
    """A formula at numbers, all of them."""
    found = formula.subs(values).doit() if hasattr(formula, "subs") else formula
    assert not getattr(found, "free_symbols", None), (found, values)
    return int(found)


def besides(row):
    """Products of a tied output layer, which has no weights of its own and no place in the language."""
    at = row["at"]
    return at["T"] * at["dim"] * at["vocab"] if row["family"] == "gpt" else 0


def is_a_tie(row):
    """Whether a width of a PyramidNet lies between two numbers: Python rounds such to the even one, we round up."""
    if row["family"] != "pyramidnet":
        return False
    _, fixed, _ = pyramid(row["at"])
    steps = 3 * fixed["n"]
    return any(Fraction(fixed["alpha"] * i, steps) % 1 == Fraction(1, 2) for i in range(1, steps + 1))


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_one_formula_for_all_rows(family):
    found = [row for row in ROWS if row["family"] == family and not is_a_tie(row)]
    assert len(found) >= 6
    for row in found:
        net, fixed, values = FAMILIES[family](row["at"])
        symbolic = formulas(net, tuple(sorted(fixed.items())))
        values = {name: value for name, value in values.items() if name in symbolic.symbols}
        assert set(symbolic.symbols) == set(values), row
        holds = all(condition.at(values) is True for condition in symbolic.conditions)
        assert holds == ("error" not in row), (row, [str(c) for c in symbolic.conditions])
        if "error" not in row:
            macs = number(symbolic.macs, values) + besides(row)
            assert (number(symbolic.params, values), macs * row["at"]["batch"]) == (row["params"], row["macs"]), row


def test_which_families_are_left():
    counts = Counter(row["family"] for row in ROWS)
    parts = {family for family in counts if family.endswith("_part")}  # in test_sizes
    assert set(counts) - set(FAMILIES) == parts
    assert sum(map(is_a_tie, ROWS)) <= 6
    assert sum(counts[family] for family in FAMILIES) >= 1_300
