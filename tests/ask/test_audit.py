"""What is said of published numbers: a case a row, with the verdicts in words."""

import json
from pathlib import Path

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.cli.main import main

DATA = Path(__file__).parents[1] / "data" / "audit"
TUTORIAL = "input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)"
LECTURE = "input(32,32,3) conv(8,5) pool(2) conv(16,5) pool(2) dense(120) dense(84) dense(10)"
SLIDES = "input(28,28,1) conv(32,3) relu conv(64,3) relu pool(2) flatten dense(128) dense(10)"
GROUPED = "input(28,28,4) conv(8,1x3,groups=2) bn dense(10)"
NESTED = """
def unit(c) { conv(c,3,pad=1,bias=false) bn relu }
shared twin { conv(16,3,pad=1) }
input(32,32,3) unit(8) unit(16) pool(2) unit(16) twin twin gap dense(10)
"""
RESIDUAL = "input(16,16,8) res{ conv(8,3,pad=same) bn relu conv(8,3,pad=same) } dense(10)"
NORMED = """
input(32,32,3) conv(16,3,pad=same,bias=false) bn relu pool(2) dwconv(3,pad=same) bn relu conv(32,1)
gap dropout dense(10)
"""


def said(audit):
    """The name and the verdict of each line of the tables that does not hold."""
    tables = [block for block in str(audit).split("\n\n") if "verdict" in block]
    rows = [line for block in tables for line in block.splitlines()[2:]]
    found = [(row.split("  ")[0], row.split("  ")[-1]) for row in rows]
    return {name: words for name, words in found if name and not words.startswith("holds")}


ONE_BIAS = {"conv1": -31, "dense1": -99, "dense2": -9}
IN_ORDER = [  # the network, its parameters as they were published in order, the verdicts on those that do not hold
    (TUTORIAL, "320,0,540900,1010", {}),
    (TUTORIAL, "320,540900,1010", {}),
    (TUTORIAL, "0,320,0,0,540900,1010", {}),
    (TUTORIAL, "320,0,540900,1010,542230", {}),
    (TUTORIAL, "320; 0; 540,900; 1,010", {}),
    (TUTORIAL, "320 0 540,900 1,010", {}),
    (TUTORIAL, "320,320,541220,542230", {}),
    (TUTORIAL, "320,541220,542230", {}),
    (TUTORIAL, "0.3k, 0, 540.9k, 1k", {}),
    (TUTORIAL, "288,0,540900,1010", {"conv1": "no bias (-32)"}),
    (TUTORIAL, "289,0,540801,1001", {n: f"one bias for the whole layer ({by})" for n, by in ONE_BIAS.items()}),
    (TUTORIAL, "320,0,627300,1010", {"dense1": "same padding in conv1 (+86,400)"}),
    (TUTORIAL, "320,0,2163300,1010", {"dense1": "no pooling in pool1 (+1,622,400)"}),
    (TUTORIAL, "320,0,2000100,1010", {"dense1": "stride 1 in pool1 (+1,459,200)"}),
    (TUTORIAL, "320,0,17000,1010", {"dense1": "channels left out of the flattening in flatten1 (-523,900)"}),
    (TUTORIAL, "320,0,627200,1010", {"dense1": "same padding in conv1 (+86,400); no bias (-100)"}),
    (TUTORIAL, "320,0,549000,1010", {"dense1": "two digits are exchanged: 90 for 09 (+8,100)"}),
    (TUTORIAL, "320,0,54900,1010", {"dense1": "a digit is left out: 0 (-486,000)"}),
    (TUTORIAL, "320,0,5540900,1010", {"dense1": "a digit is doubled: 5 (+5,000,000)"}),
    (TUTORIAL, "320,0,540900,1016", {"dense2": "one digit is wrong: 6 for 0 (+6)"}),
    (TUTORIAL, "320,0,540900,4711", {"dense2": "unexplained (+3,701)"}),
    (SLIDES, "320,18494,1179776,1290", {"conv2": "one digit is wrong: 4 for 6 (-2)"}),
    (LECTURE, "608,0,400,0,48120,10164,850", {"conv2": "the depth of the input is left out (-2,800); no bias (-16)"}),
    (GROUPED, "104,16,58250", {"conv1": "the 2 groups are ignored (+48)"}),
    (GROUPED, "152,16,58250", {"conv1": "the 1x3 kernel is taken as 3x3 (+96)"}),
    (GROUPED, "56,32,58250", {"bn1": "running statistics are counted as parameters (+16)"}),
    (GROUPED, "56,0,58250", {"bn1": "batch normalisation is not counted (-16)"}),
]


@pytest.mark.parametrize(("text", "published", "verdicts"), IN_ORDER, ids=[case[1] for case in IN_ORDER])
def test_numbers_in_order(text, published, verdicts):
    audit = symcnn.audit(symcnn.parse(text), published)
    assert said(audit) == verdicts
    assert audit.holds == (not verdicts)


BY_NAME = [  # the network, numbers by the names of layers, their quantity, the verdicts
    (
        TUTORIAL,
        {"dense2": 542230, "conv1": 320},
        "params",
        {"dense2": "the total so far, not the row's own number (+541,220)"},
    ),
    (TUTORIAL, {"conv1": 389376, "dense1": 540800}, "macs", {"conv1": "FLOPs, not MACs: 2 for each (+194,688)"}),
    (TUTORIAL, {"conv1": 194688, "dense1": 1081600}, "flops", {"conv1": "MACs, not FLOPs: 1 for each (-194,688)"}),
    (TUTORIAL, {"conv1": 216320, "dense1": 540800}, "macs", {"conv1": "the additions of biases are counted (+21,632)"}),
    (TUTORIAL, {"conv1": 411008}, "flops", {"conv1": "the additions of biases are counted (+21,632)"}),
    (
        TUTORIAL,
        {"conv1": 432640, "dense1": 1081600},
        "flops",
        {"conv1": "the additions of biases are counted as MACs (+43,264)"},
    ),
    (TUTORIAL, {"conv1": 367744}, "flops", {"conv1": "one addition less for each output (2n - 1) (-21,632)"}),
    (TUTORIAL, {"conv1": 225792}, "macs", {"conv1": "same padding in conv1 (+31,104)"}),
    (TUTORIAL, {"conv1": 25088}, "activations", {"conv1": "same padding in conv1 (+3,456)"}),
    (
        GROUPED,
        {"conv1": 69888},
        "macs",
        {"conv1": "FLOPs, not MACs: 2 for each (+34,944)\nthe 2 groups are ignored (+34,944)"},
    ),
]


@pytest.mark.parametrize(("text", "numbers", "quantity", "verdicts"), BY_NAME)
def test_numbers_by_name(text, numbers, quantity, verdicts):
    audit = symcnn.audit(symcnn.parse(text), numbers, quantity=quantity)
    found = {v.claim.name: v for v in audit.columns[0].verdicts if not v.holds}
    words = {
        name: "\n".join("; ".join(f"{p.words} ({p.amount:+,})" for p in way.parts) for way in v.ways)
        for name, v in found.items()
    }
    assert words == verdicts


TOTALS = [  # the network, its total, the verdict; None: it holds. Sources in brackets where the number was published
    ("zoo:resnet50", "macs", "4.09G", None),
    ("zoo:resnet50", "flops", "8.18G", None),
    ("zoo:resnet50", "macs", "8.18G", "FLOPs, not MACs: 2 for each"),
    ("zoo:resnet50", "params", "25.6M", None),  # torchvision's table of models
    ("zoo:resnet50", "params", "23508032", "without the last layer, dense1"),  # `include_top=False`, without its bias
    ("zoo:resnet50", "buffers", "53,120", None),  # the running statistics that Keras calls non-trainable
    ("zoo:resnet50", "params", "25610152", "batch norm"),
    ("zoo:lenet5_modern", "params", "61706", None),  # the LeNet-5 of most courses
    ("zoo:lenet5_f6", "params", "60,000", None),  # LeCun et al. 1998, section II-B
    ("zoo:lenet5_modern", "params", "60,000", "the number of lenet5_f6"),
    ("zoo:alexnet_2012", "params", "60M", "digits are cut off, not rounded"),  # Krizhevsky et al. 2012, abstract
    ("zoo:alexnet_2012", "params", "61M", None),
    ("zoo:alexnet_2012", "params", "62378344", "groups ignored"),
    ("zoo:alexnet_ungrouped", "params", "62378344", None),
    ("zoo:vgg16", "params", "138M", None),  # Simonyan & Zisserman 2015, table 2
    ("zoo:vgg16", "params", "138,357,544", None),  # torchvision, Keras
    ("zoo:vgg16", "params", "14,714,688", "without the dense layers"),  # Keras, `include_top=False`
    ("zoo:vgg16", "params", "138,344,128", "no biases"),  # 13,416 biases
    ("zoo:vgg16", "macs", "15.5G", None),
    ("zoo:vgg16", "params", "138,357,545", "one digit is wrong: 5 for 4"),
    ("zoo:vgg16", "params", "137,111,111", "unexplained"),
]


@pytest.mark.parametrize(("net", "quantity", "number", "verdict"), TOTALS)
def test_totals(net, quantity, number, verdict):
    audit = symcnn.audit(symcnn.load(net), **{quantity: number})
    (total,) = audit.totals
    assert audit.holds == (verdict is None)
    if verdict == "batch norm":
        assert "running statistics are counted as parameters" in str(audit)
    elif verdict is not None:
        assert verdict in str(audit)
    assert total.derived == getattr(symcnn.load(net), quantity)


CONVENTIONS = [  # printed MACs of ResNet-50, and which convention or network they are of
    ("4.09G", "holds, rounded"),
    ("4.11G", "holds by another convention: as fvcore counts"),
    ("4.12G", "holds by another convention: batch normalisation is counted (2 a value), activations (1 a value)"),
    ("4.13G", "holds by another convention: as ptflops counts\nor as thop counts"),
    ("3.86G", "the number of resnet50_v1 (ResNet-50 as published, with the stride of a block in its first 1x1"),
    ("3.8G", "stride of a block in its first 1x1, not in its 3x3) (-231,211,008); digits are cut off, not rounded"),
]


@pytest.mark.parametrize(("printed", "words"), CONVENTIONS)
def test_the_convention_of_a_total_is_found(printed, words):
    lines = str(symcnn.audit(symcnn.load("zoo:resnet50"), macs=printed)).splitlines()
    assert all(any(part in line for line in lines) for part in words.split("\n"))


def test_macs_that_are_published_as_flops_are_said_to_be_macs():
    """VGG-16 has 15.47 thousand million MACs; fvcore calls these flops."""
    said = str(symcnn.audit(symcnn.load("zoo:vgg16"), flops="15.5G"))
    assert "holds by another convention: as fvcore counts (these are MACs: 1 for each, not 2)" in said
    assert "MACs:" not in str(symcnn.audit(symcnn.load("zoo:resnet50"), macs="4.11G"))


def test_a_number_alone_may_be_one_of_operations():
    audit = symcnn.audit(symcnn.load("zoo:resnet50"), "4.09G")
    assert audit.holds
    assert audit.assumed == ("the number is one of macs",)
    assert not symcnn.audit(symcnn.load("zoo:resnet50"), "7.77G").holds


TABLES = [  # the network, a file, what does not hold
    (LECTURE, "lecture.tsv", {}),
    (SLIDES, "slides.tsv", {"Conv_2 + ReLU [conv2]": "one digit is wrong: 4 for 6 (-2)"}),
    (TUTORIAL, "tutorial.tex", {}),
    (TUTORIAL, "keras2_tutorial.txt", {}),
    (TUTORIAL, "keras3_tutorial.txt", {}),
    ("input(28,28,1) conv(32,3) relu pool(2) dense(100) relu dense(10)", "torchinfo_tutorial.txt", {}),
    (NESTED, "torchinfo_nested.txt", {}),
    (NORMED, "keras3_normed.txt", {}),
    (RESIDUAL, "keras2_residual.txt", {}),
    (RESIDUAL, "keras3_residual.txt", {}),
    ("zoo:resnet50_keras", "keras3_ResNet50.txt", {}),
    ("zoo:vgg16", "keras3_VGG16.txt", {}),
    ("zoo:mobilenet_v2", "keras3_MobileNetV2.txt", {}),
    (
        TUTORIAL,
        "same_padding.md",
        {
            "dense 1 [dense1]": "same padding in conv1 (+86,400)",
            "total": "the sum of the rows as printed",
            "conv1": "same padding in conv1",
            "pool": "same padding in conv1",
        },
    ),
]


@pytest.mark.parametrize(("text", "file", "verdicts"), TABLES, ids=[case[1] for case in TABLES])
def test_tables_and_summaries(text, file, verdicts):
    net = symcnn.load(text) if text.startswith("zoo:") else symcnn.parse(text)
    audit = symcnn.audit(net, DATA / file)
    assert said(audit) == verdicts
    assert audit.holds == (not verdicts)
    assert len(audit.columns[0].verdicts) >= 4
    assert audit.shapes or file == "slides.tsv"


# ------------------------------------------------------------------------- the chain

SLIP = "an addition slips: 288 + 540,800 is 541,088, not 540,988"


def test_the_tutorials_242_are_found_one_by_one(capsys):
    """Its question asks for them; an answer says 32 + 100 + 10 for biases and 100 for a slip of addition."""
    words = ["audit", "conv(32,3) pool(2) dense(100) dense(10)", "H=28", "W=28", "C=1", "288,0,540988,541988"]
    assert main(words) == 1
    assert capsys.readouterr().out == (
        "params, running totals  published  derived  verdict\n"
        + "-" * 140
        + f"""
conv1                         288      320  no bias (-32)
pool1                           0        0  holds
dense1                    540,988  541,220  no bias (-100); {SLIP} (-100); -32 from before
dense2                    541,988  542,230  no bias (-10); -232 from before

541,988 is 242 less than 542,230:
   32  conv1: no bias
  100  dense1: no bias
  100  dense1: {SLIP}
   10  dense2: no bias
  242  in all

assumed: the numbers are, in order, those of conv1, pool1, dense1, dense2
"""
    )


@pytest.mark.parametrize("published", ["288,540988,541988", "288,288,540988,541988", "288 0 540988 541988"])
def test_the_242_are_found_however_the_rows_are_listed(published):
    (chain,) = symcnn.audit(symcnn.parse(TUTORIAL), published).chains
    assert [part.amount for part in chain.parts] == [-32, -100, -100, -10]
    assert chain.difference == -242


def test_the_first_table_of_the_lecture():
    """It left out the depth of the input twice, and gave each dense layer one bias in all."""
    audit = symcnn.audit(symcnn.parse(LECTURE), "208,0,416,0,48001,10081,841")
    rules = {v.claim.name: [way.rules for way in v.ways] for v in audit.columns[0].verdicts if not v.holds}
    dense = {f"dense{i}": [("one bias",)] for i in (1, 2, 3)}
    assert rules == {"conv1": [("depth left out",)], "conv2": [("depth left out",)], **dense}
    (chain,) = audit.chains
    assert (chain.published, chain.derived) == (208 + 416 + 48001 + 10081 + 841, 62958)
    assert sum(part.amount for part in chain.parts) == chain.difference


def test_a_right_total_of_wrong_rows_holds():
    audit = symcnn.audit(symcnn.parse(SLIDES), DATA / "slides.tsv")
    assert audit.totals[0].holds
    assert "holds; the rows as printed add up to 1,199,880" in str(audit)


CHAINS = [  # what was published, its total, what the total consists of
    ("288,0,540900,1010", "542198", [("conv1: no bias", -32)]),
    ("288,0,540800,1000", "542088", [("conv1: no bias", -32), ("dense1: no bias", -100), ("dense2: no bias", -10)]),
    ("320,0,540900,4711", "545931", [("dense2: unexplained", 3701)]),
    (
        "320,0,540800,1000",
        "542110",
        [
            ("dense1: no bias", -100),
            ("dense2: no bias", -10),
            ("an addition slips: the sum of the rows is 542,120, not 542,110", -10),
        ],
    ),
]


@pytest.mark.parametrize(("rows", "total", "parts"), CHAINS)
def test_a_wrong_total_is_the_sum_of_its_mistakes(rows, total, parts):
    audit = symcnn.audit(symcnn.parse(TUTORIAL), rows, params=total)
    (chain,) = audit.chains
    assert [(part.words, part.amount) for part in chain.parts] == parts
    assert chain.derived + sum(amount for _, amount in parts) == int(total)


def test_what_is_equally_simple_is_all_said():
    """One filter of one channel: 9 weights and a bias; both mistakes leave nothing but one weight and the bias."""
    net = symcnn.parse("input(8,8,2) conv(1,1x1) conv(4,1)")
    found = symcnn.audit(net, {"conv1": 2}).columns[0].verdicts[0]
    assert {way.rules for way in found.ways} == {("depth left out",), ("no bias",)}


# ---------------------------------------------------------------------- what is wrong


WRONG = [  # the words of the command, what is said
    ([TUTORIAL, "nothing here"], "there are no published numbers in 'nothing here'"),
    ([TUTORIAL, "layer,colour\nconv1,red"], "no column of the table is a quantity; its headings are: layer, colour"),
    ([TUTORIAL, "layer,params\nconv1,12x"], "'12x' is no number of params"),
    ([TUTORIAL], "there is nothing published to audit"),
    ([TUTORIAL, "macs=12x"], "macs: '12x' is no published number"),
    ([TUTORIAL, "table.csv"], "there is no file table.csv"),
    ([TUTORIAL, "1,2", "3,4"], "audit takes a network and what was published; 3 given"),
    (["conv(32,3)", "320"], "published numbers need a network of numbers; it has the symbols C, H, W"),
    ([TUTORIAL, "320", "--quantity", "colour"], "unknown quantity 'colour'"),
    ([TUTORIAL, "320", "F=3"], "there is no symbol 'F' in this network"),
]


@pytest.mark.parametrize(("words", "message"), WRONG)
def test_wrong_input(words, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["audit", *words]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "help: " in error


def test_exit_codes_and_json(capsys):
    assert main(["audit", TUTORIAL, "320,0,540900,1010", "total=542230", "macs=736488", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["holds"]
    assert [(t["quantity"], t["derived"]) for t in found["totals"]] == [("params", 542230), ("macs", 736488)]
    assert main(["audit", TUTORIAL, "288,0,540900,1010", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    row = found["columns"][0]["rows"][0]
    assert (row["name"], row["value"], row["derived"], row["holds"]) == ("conv1", 288, 320, False)
    assert row["ways"] == [{"rules": ["no bias"], "parts": [{"words": "no bias", "amount": -32}], "convention": False}]


def test_a_table_comes_from_standard_input(monkeypatch, capsys):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("layer,params\nconv1,320\n"))
    assert main(["audit", TUTORIAL, "-"]) == 0
    assert "assumed: not published: dense1, dense2" in capsys.readouterr().out


def test_numbers_of_other_types():
    net = symcnn.parse(TUTORIAL)
    assert symcnn.audit(net, [320, 0, 540900, 1010], total=542230).holds
    assert symcnn.audit(net, {"conv1": 320, "total": "542k"}).holds
    for wrong in ([1.5], [None], {"conv1": [3]}, {"conv1": True}):
        with pytest.raises(SymcnnError):
            symcnn.audit(net, wrong)
