"""Other counters' numbers, measured (tests/frameworks/measure_profiles.py), come out of the profiles exactly."""

import json
import runpy
from itertools import groupby
from pathlib import Path

import pytest

import symcnn
from symcnn.quantities.profiles import PROFILES

TESTS = Path(__file__).parents[1]
ROWS = [json.loads(line) for line in (TESTS / "data" / "profiles.jsonl").read_text(encoding="utf-8").splitlines()]

# Where a tool is at odds with itself: (tool, net) -> what the profile says instead.
EXCEPTIONS = {
    # padding="same" becomes an operator of its own (aten::_convolution_mode), which fvcore does not know: it says 0
    ("fvcore", "input(28,28,8) conv(16,3,pad=same,dilation=2)"): 28 * 28 * 9 * 8 * 16,
    # 13*13*8 + 6*6*8 = 1640; thop computes with floats and cuts 1639.99... off
    ("thop", "input(13,13,8) apool(6)"): 1640,
    # keys and values have 9*8*12 = 864 MACs each; ptflops takes their matrices as square: 9*8*8. The rest by hand:
    # 2*16*12*12 + 2*864 + 2*16*9*12, queries scaled 16*12, softmax 4*16*9, biases 16*12 + 2*9*12 + 16*12
    ("ptflops", "input(9,8) as m input(16,12) mha(4,memory=m)"): 9792 + 192 + 576 + 600,
}


def expected(row):
    return EXCEPTIONS.get((row["tool"], row["net"]), row["value"])


@pytest.mark.parametrize(("net", "rows"), [(net, list(rows)) for net, rows in groupby(ROWS, lambda row: row["net"])])
def test_the_measured_number_comes_out(net, rows):
    found = {row["tool"]: getattr(symcnn.parse(net, profile=row["tool"]), row["quantity"]) for row in rows}
    assert found == {row["tool"]: expected(row) for row in rows}


def test_the_exceptions_are_exceptions():
    measured = {(row["tool"], row["net"]): row["value"] for row in ROWS}
    assert all(measured[place] != value for place, value in EXCEPTIONS.items())


def test_every_tool_is_measured():
    assert set(PROFILES) - {row["tool"] for row in ROWS} == {"conv+linear", "keras"}


# input 28x28x1, conv(32,3): output 26x26x32, 9*1*32 = 288 weights and 32 biases
#   MACs       26*26*288 = 194,688
#   with bias  26*26*(288 + 32) = 216,320
CONV_WITH_BIAS = {
    "conv+linear": 194_688,
    "torchinfo": 216_320,
    "ptflops": 216_320,
    "ptflops-aten": 216_320,
    "thop": 194_688,
    "fvcore": 194_688,
    "torch": 194_688,
    "keras": 194_688,
}
# then batch norm, relu and max pooling, on 26*26*32 = 21,632 values each
#   torchinfo  + 64 weights of the batch norm
#   ptflops    + (2 + 2 + 2)*21,632 = 129,792
#   thop       + 4*21,632 = 86,528
#   fvcore     + 2*21,632 = 43,264
WITH_THE_REST = {
    "conv+linear": 194_688,
    "torchinfo": 216_384,
    "ptflops": 346_112,
    "ptflops-aten": 216_320,
    "thop": 281_216,
    "fvcore": 237_952,
    "torch": 194_688,
    "keras": 194_688,
}
# input 16x12, linear(20): 12*20 = 240 weights and 20 biases, at 16 positions
#   MACs  16*240 = 3,840;  with bias 16*260 = 4,160;  every weight once 260
LINEAR_AT_POSITIONS = {
    "conv+linear": 3_840,
    "torchinfo": 260,
    "ptflops": 4_160,
    "ptflops-aten": 4_160,
    "thop": 3_840,
    "fvcore": 3_840,
    "torch": 3_840,
    "keras": 3_840,
}
# input 14x14x8, convt(4,2,2): 4*8*4 = 128 weights and 4 biases, 14*14 = 196 positions in, 784 out
#   MACs  196*128 = 25,088;  biases 784*4 = 3,136;  at the output positions 784*128 = 100,352
TRANSPOSED = {
    "conv+linear": 25_088,
    "torchinfo": 103_488,
    "ptflops": 28_224,
    "ptflops-aten": 28_224,
    "thop": 100_352,
    "fvcore": 25_088,
    "torch": 25_088,
    "keras": 25_088,
}


@pytest.mark.parametrize(
    ("net", "by_hand"),
    [
        ("input(28,28,1) conv(32,3)", CONV_WITH_BIAS),
        ("input(28,28,1) conv(32,3) bn relu pool(2)", WITH_THE_REST),
        ("input(16,12) linear(20)", LINEAR_AT_POSITIONS),
        ("input(14,14,8) convt(4,2,2)", TRANSPOSED),
    ],
)
def test_by_hand(net, by_hand):
    assert {name: symcnn.parse(net, profile=name).macs for name in PROFILES} == by_hand


def test_flops_follow_the_tool():
    net = symcnn.parse("input(28,28,1) conv(32,3)")
    assert net.using(profile="fvcore").flops == 194_688  # its "flops" are MACs
    assert net.using(profile="torch").flops == 389_376


def test_profiles_give_formulas_too():
    net = symcnn.parse("conv(F,3) bn relu", profile="ptflops")
    at = {"H": 28, "W": 28, "C": 1, "F": 32}
    assert net.macs.subs(at) == net(**at).macs == 216_320 + 4 * 21_632


def test_what_recurrent_layers_keep_depends_on_the_framework():
    assert PROFILES["keras"].presets["lstm"] == {"biases": 1}
    assert PROFILES["keras"].presets["gru"] == {"biases": 2}
    assert PROFILES["torch"].presets["lstm"] == {"biases": 2}


# input 10x8: a gate of 6 units has 8*6 + 6*6 = 84 weights, and 6 numbers a bias
@pytest.mark.parametrize(
    ("profile", "rnn", "lstm", "gru"),
    [("conv+linear", 90, 4 * 90, 3 * 90), ("keras", 90, 4 * 90, 3 * 96), ("torch", 96, 4 * 96, 3 * 96)],
)
def test_the_weights_of_recurrent_layers_by_framework(profile, rnn, lstm, gru):
    found = [symcnn.parse(f"input(10,8) {layer}(6)", profile=profile).params for layer in ("rnn", "lstm", "gru")]
    assert found == [rnn, lstm, gru]


def test_what_is_written_wins_over_the_profile():
    assert symcnn.parse("set lstm(biases=2) input(10,8) lstm(6)", profile="keras").params == 4 * 96
    assert symcnn.parse("input(10,8) lstm(6,biases=0)", profile="torch").params == 4 * 84


@pytest.mark.frameworks
@pytest.mark.filterwarnings("ignore")
def test_the_file_is_what_the_tools_say_now():
    for tool in ("torch", "torchinfo", "ptflops", "thop", "fvcore"):
        pytest.importorskip(tool)
    program = runpy.run_path(str(TESTS / "frameworks" / "measure_profiles.py"))
    measured = [row for net in program["NETS"] for row in program["measure"](net)]
    counts = [{key: row[key] for key in ("tool", "net", "quantity", "value")} for row in measured]
    assert counts == [{key: row[key] for key in ("tool", "net", "quantity", "value")} for row in ROWS]


@pytest.mark.parametrize("name", list(PROFILES))
def test_a_profile_has_the_name_it_is_asked_by(name):
    assert PROFILES[name].name == name
