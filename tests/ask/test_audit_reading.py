"""How published numbers are printed, and what is read: each way a row."""

from contextlib import suppress

import pytest

from symcnn import SymcnnError
from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.reading import read

NUMBERS = [  # a text, its value, the value of its last digit (0: every digit is there)
    ("320", 320, 0),
    ("18,496", 18496, 0),
    ("1 199 882", 1199882, 0),
    ("1_000", 1000, 0),
    ("542,230 (2.07 MB)", 542230, 0),
    ("**542,230**", 542230, 0),
    ("$540{,}900$", 540900, 0),
    ("138M", 138_000_000, 1_000_000),
    ("4.1 M", 4_100_000, 100_000),
    ("4.09G", 4_090_000_000, 10_000_000),
    ("4.12 GMACs", 4_120_000_000, 10_000_000),
    ("3.8 billion", 3_800_000_000, 100_000_000),
    ("60 million parameters", 60_000_000, 1_000_000),
    ("1.2e6", 1_200_000, 100_000),
    ("~60,000", 60_000, 10_000),
    ("≈ 61.7k", 61_700, 100),
    ("0", 0, 0),
]


@pytest.mark.parametrize(("text", "value", "last_place"), NUMBERS)
def test_numbers(text, value, last_place):
    found = number(text)
    assert (found.value, found.last_place) == (value, last_place)


@pytest.mark.parametrize("text", ["", "--", "-", "-5", "conv1", "1.2.3", "12x", "0x10", "1,23", "9" * 200, "(3)"])
def test_what_is_no_number(text):
    assert number(text) is None


HOLDS = [("138M", 138_357_544), ("138M", 137_500_000), ("4.09G", 4_085_000_000), ("~60,000", 61_706), ("320", 320)]
FAILS = [("138M", 138_500_001), ("60M", 60_965_224), ("4.09G", 4_084_999_999), ("320", 321), ("18,494", 18_496)]


@pytest.mark.parametrize(("text", "value", "holds"), [*((*c, True) for c in HOLDS), *((*c, False) for c in FAILS)])
def test_a_rounded_number_holds_if_the_value_rounds_to_its_digits(text, value, holds):
    assert number(text).holds(value) == holds


ROWS = [("conv1", 320), ("fc", 540900)]
TABLES = [
    "layer,params\nconv1,320\nfc,540900",
    'Layer,# Parameters\nconv1,320\nfc,"540,900"',
    "conv1,320\nfc,540900",
    "conv1\t320\nfc\t540,900",
    "no;layer;weights\n1;conv1;320\n2;fc;540900",
    "#\t\tParams\n1.\tconv1:\t320\n2.\tfc\t540,900",
    "|layer|params|\n|-|-|\n|conv1|320|\n|`fc`|**540,900**|",
    "words before\n\nlayer | param #\n--- | ---:\nconv1 | 320\nfc | 540900\n\nand behind | it",
    r"\begin{tabular}{lr} Layer & Params \\ \hline conv1 & 320 \\ fc & 540{,}900 \\ \end{tabular}",
    "\\toprule\nName & \\#Params (k) \\\\ \\midrule % 5 & 6 \\\\\n\\texttt{conv1} & 0.320 \\\\\nfc & $540.9$ \\\\",
    "Layer,Params (k)\nconv1,.32\nfc,540.9".replace(",.32", ",0.32"),
]


@pytest.mark.parametrize("text", TABLES)
def test_tables(text):
    found = read(text, "params")
    assert [(line.name, line.values["params"].value) for line in found.lines] == ROWS


HEADINGS = [  # a heading, what its column is, the unit
    ("Params", "params", 1),
    ("# of parameters (M)", "params", 10**6),
    ("Trainable params", "params", 1),
    ("Non-trainable", "buffers", 1),
    ("MACs", "macs", 1),
    ("Mult-Adds (M)", "macs", 10**6),
    ("GFLOPs", "flops", 10**9),
    ("FLOPs (x10^6)", "flops", 10**6),
    ("Activation Size", "size", 1),
]


@pytest.mark.parametrize(("words", "quantity", "unit"), HEADINGS)
def test_headings(words, quantity, unit):
    (line,) = read(f"layer\t{words}\nconv1\t7", "params").lines
    assert {name: found.value for name, found in line.values.items()} == {quantity: 7 * unit}


@pytest.mark.parametrize(
    "printed", ["(28, 28, 8)", "28x28x8", "28×28×8", "[28, 28, 8]", "(None, 28, 28, 8)", r"$28\times28\times8$"]
)
def test_shapes(printed):
    (line,) = read(f"layer\toutput shape\nconv1\t{printed}", "params").lines
    assert line.shape.holds((28, 28, 8))
    assert not line.shape.holds((28, 28, 16))


def test_a_row_of_the_table_may_be_the_total():
    found = read("layer,params,macs\nconv1,1,2\nTotal,3,4", "params")
    assert [(name, n.value) for name, n in found.totals] == [("params", 3), ("macs", 4)]
    assert len(found.lines) == 1


REFUSED = [
    "",
    "words",
    "|" * 100_000,
    "(" * 100_000,
    "9" * 500,
    "1," * 5_000,
    "a,params\n" + "x" * 200_000 + ",1",
    'a,params\n"' + "x" * 200_000,
    "Layer (type) Param #",
    "a & b \\\\",
]


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_read_is_an_error_or_nothing(text):
    with suppress(SymcnnError):
        assert not read(text, "params").lines
