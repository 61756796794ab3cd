"""The networks that come with the package: each with numbers that others gave, and found by name everywhere."""

import json

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.cli.main import main
from symcnn.expect import check
from symcnn.text.catalogue import entries
from symcnn.text.modules import families, family
from tests.oracles.data import table

ENTRIES = entries()


@pytest.mark.parametrize("name", families())
def test_every_expectation_holds(name):
    outcomes = check(family(name))
    assert outcomes
    assert [outcome.span.text for outcome in outcomes if outcome.holds is not True] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES if entry.takes])
def test_a_net_with_parameters_is_a_formula(name):
    net = symcnn.load(f"zoo:{name}")
    assert net.symbols
    assert hasattr(net.params, "free_symbols") or hasattr(net.macs, "free_symbols")


def test_no_name_is_given_twice():
    names = [entry.name for entry in ENTRIES]
    assert sorted(names) == sorted(set(names))


def test_every_net_is_described_and_cites_its_source():
    for entry in ENTRIES:
        assert entry.about, entry.name
    for name in families():
        text = family(name).span.source.text
        assert text.startswith("# "), name
        assert any(mark in text for mark in ("19", "20")), f"{name} names no year"


# The rows of the tables whose names differ from those of the zoo.
NAMES = {
    "alexnet_grouped": "alexnet_2012",
    "alexnet_owt": "alexnet",
    "googlenet_2014_noaux": "googlenet_2014",
    "googlenet_no_aux": "googlenet",
    "inception_v3_no_aux": "inception_v3",
    "lenet5_modern_32": "lenet5_modern",
    "lenet5_1998_to_f6": "lenet5_f6",
    "cifar_resnet20_A": "resnet20",
    "cifar_resnet20_B": "resnet20_b",
    "cifar_resnet56_B": "resnet56_b",
    "cifar_resnet110_B": "resnet110_b",
    "cifar_resnet32_A": "resnet32",
    "cifar_resnet44_A": "resnet44",
    "cifar_resnet56_A": "resnet56",
    "cifar_resnet110_A": "resnet110",
    "cifar_resnet1202_A": "resnet1202",
    "preact_resnet110_basic": "preact_resnet110",
    "preact_resnet18_kuangliu": "preact18",
    "siamese_koch": "siamese",
    "unet_same_tconv_256": "unet_same_256",
    "unet_bn_3ch_milesial": "unet_bn_512",
    "unet_bn_brain_32": "unet_bn_brain",
}
# Rows that count the auxiliary heads of training, and another input; what stands in their place is above.
OTHERWISE = {"googlenet", "inception_v3", "alexnet_owt"}
# Swin keeps a table of distances, 49 x 49 integers a layer, which nothing learns.
TABLES = {"swin_t": 12 * 49**2, "swin_s": 24 * 49**2, "swin_b": 24 * 49**2}
ROWS = {**table("classics"), **table("torchvision")}
MEASURED = {
    row: NAMES.get(row, row)
    for row in ROWS
    if NAMES.get(row, row) in {entry.name for entry in ENTRIES} and row not in OTHERWISE
}


@pytest.mark.parametrize("row", sorted(MEASURED))
def test_parameters_buffers_and_macs_are_those_of_pytorch(row):
    """PyTorch's buffers hold one integer more a batch norm than ours."""
    net, truth = symcnn.load(f"zoo:{MEASURED[row]}"), ROWS[row]
    norms = sum(layer.times for layer in net.layers if layer.layer == "bn")
    assert net.params == int(truth["params_total"])
    assert net.buffers + norms + TABLES.get(row, 0) == int(truth["buffers_total"])
    assert net.macs == int(truth.get("macs_flopcounter") or truth["macs"])


KERAS = {
    "DenseNet121": "densenet121",
    "DenseNet169": "densenet169",
    "DenseNet201": "densenet201",
    "MobileNet": "mobilenet_v1_100",
    "MobileNetV2": "mobilenet_v2",
    "VGG16": "vgg16",
    "VGG19": "vgg19",
    "Xception": "xception",
    **{f"ResNet{n}": f"resnet{n}_keras" for n in (50, 101, 152)},
    **{f"ResNet{n}V2": f"resnet{n}_v2_keras" for n in (50, 101, 152)},
    **{f"EfficientNetB{n}": f"efficientnet_b{n}" for n in (0, 1, 3, 4, 5, 6, 7)},  # B2 is smaller there
}
SCALING = {name: 7 for name in KERAS if name.startswith("Eff")}  # a mean and variance a colour, and a counter


@pytest.mark.parametrize("row", sorted(KERAS))
def test_parameters_buffers_and_macs_are_those_of_keras(row):
    net, truth = symcnn.load(f"zoo:{KERAS[row]}"), table("keras_applications")[row]
    assert net.params == int(truth["params_trainable"])
    assert net.buffers + SCALING.get(row, 0) == int(truth["params_non_trainable"])
    assert net.macs == int(truth["macs"])


def test_most_of_what_was_measured_is_in_the_zoo():
    assert len(set(MEASURED) & set(table("torchvision"))) >= 80
    assert len(set(MEASURED) & set(table("classics"))) >= 40


WAYS = ["zoo:resnet50", "zoo:resnet:resnet50"]


@pytest.mark.parametrize("word", WAYS)
def test_a_net_of_the_zoo_is_shown_checked_and_compared(word, capsys):
    assert symcnn.load(word).params == 25_557_032
    assert main([word, "--only", "params"]) == 0
    assert capsys.readouterr().out == "25557032\n"
    assert main(["check", word]) == 0
    assert "hold in 1 file" in capsys.readouterr().out
    assert main(["compare", word, "zoo:resnet18", "--only", "params"]) == 0
    assert "11,689,512" in capsys.readouterr().out


def test_a_family_is_checked_as_a_whole_and_formatted_on_the_screen(capsys):
    assert main(["check", "zoo:resnet"]) == 0
    assert f"{len(check(family('resnet')))} of" in capsys.readouterr().out
    before = family("resnet").span.source.text
    assert main(["fmt", "zoo:resnet50"]) == 0
    assert capsys.readouterr().out == before


@pytest.mark.parametrize("name", families())
def test_every_file_is_in_canonical_form(name):
    assert main(["fmt", "--check", f"zoo:{name}"]) == 0


def test_nets_take_their_parameters_from_the_command_line(capsys):
    words = ["zoo:resnet", "block=bottleneck(w=4,g=32)", "n1=3", "n2=4", "n3=6", "n4=3", "classes=1000"]
    assert main([*words, "--only", "params"]) == 0
    assert capsys.readouterr().out == "25028904\n"  # ResNeXt-50 32x4d


def test_a_named_net_takes_what_it_leaves_at_its_default():
    assert symcnn.load("zoo:resnet18", H=320, W=320, classes=10).params == 11_689_512 - 990 * 513
    assert symcnn.load("zoo:resnet18")(H=320, W=320).macs == symcnn.load("zoo:resnet", **RESNET18, H=320, W=320).macs
    assert symcnn.load("zoo:efficientnet_b0", H=240).shape == (1000,)
    assert symcnn.equal(symcnn.load("zoo:vgg16", classes="K").params, "4097*K + 134260544") is True
    with pytest.raises(SymcnnError) as caught:
        symcnn.load("zoo:resnet18", n1=3)  # this one it fixes
    assert (caught.value.code, caught.value.help) == ("E203", "its symbols are H, W, classes")


RESNET18 = {"block": "basic", "n1": 2, "n2": 2, "n3": 2, "n4": 2, "classes": 1000}


@pytest.mark.parametrize(
    ("word", "message", "help_"),
    [
        ("zoo:resnet5", "there is no net 'resnet5' in the zoo", "did you mean 'resnet50'?"),
        ("zoo:qqqq", "there is no net 'qqqq' in the zoo", "see: symcnn zoo"),
        ("zoo:", "there is no net '' in the zoo", "see: symcnn zoo"),
        ("zoo:rsnet:resnet50", "there is no family 'rsnet' in the zoo", "did you mean 'resnet'?"),
        ("zoo:resnet:resnet51", "there is no net 'resnet51' in zoo:resnet", "did you mean 'resnet50'?"),
        ("zoo:../resnet", "there is no net '../resnet' in the zoo", "did you mean 'resnet'?"),
    ],
)
def test_names_that_are_not_there(word, message, help_):
    with pytest.raises(SymcnnError) as caught:
        symcnn.load(word)
    assert (caught.value.code, caught.value.message) == ("E208", message)
    assert caught.value.help == help_ or "did you mean" in help_


def test_the_list(capsys):
    assert main(["zoo"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(ENTRIES)
    assert main(["zoo", "resnet", "--json"]) == 0
    found = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert found["resnet50"]["params"] == 25_557_032
    assert found["resnet"]["takes"][:2] == ["block=bottleneck", "n1"]
    assert main(["zoo", "rsnet"]) == 2
    assert "did you mean 'resnet'?" in capsys.readouterr().err
