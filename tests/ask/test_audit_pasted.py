"""Published tables as they are pasted: each way to print the same numbers is read to the same verdicts.

The numbers are those of LeNet-5, AlexNet and a tutorial's network, counted by the textbook: (k*k*c + 1)*f, (n + 1)*m.
"""

import time
from contextlib import suppress

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.reading import read

TUTORIAL = "input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)"
LENET = "input(32,32,1) conv(6,5) pool(2) conv(16,5) pool(2) dense(120) dense(84) dense(10)"
ALEXNET = (
    "input(227,227,3) conv(96,11,4) pool(3,2) conv(256,5,pad=2) pool(3,2) 2*conv(384,3,pad=1) conv(256,3,pad=1) "
    "pool(3,2) 2*dense(4096) dense(1000)"
)
FROZEN = "input(8,8,3) conv(4,3,bias=false) bn dense(10)"  # 108 + 8 + 1450, and 8 running statistics

PASTED = {
    "sizes are shapes": (
        LENET,
        """
| **Layer** | **Output size** | **Parameters** |
|:----------|:---------------:|---------------:|
| Input     | 32 × 32 × 1 | 0 |
| **C1** (conv 5×5) | 28 × 28 × 6 | **156** |
| S2 (pool 2×2) | 14 × 14 × 6 | 0 |
| C3 | 10 × 10 × 16 | 2 416 |
| S4 | 5 × 5 × 16 | 0 |
| C5 | 120 | 48,120 |
| F6 | 84 | 10,164 |
| Output | 10 | 850 |
| **Total** | | **61,706** |
""",
    ),
    "weights, biases, parameters": (
        ALEXNET,
        """
Layer Name\tTensor Size\tWeights\tBiases\tParameters
Conv-1\t55x55x96\t34,848\t96\t34,944
MaxPool-1\t27x27x96\t0\t0\t0
Conv-2\t27x27x256\t614,400\t256\t614,656
MaxPool-2\t13x13x256\t0\t0\t0
Conv-3\t13x13x384\t884,736\t384\t885,120
Conv-4\t13x13x384\t1,327,104\t384\t1,327,488
Conv-5\t13x13x256\t884,736\t256\t884,992
MaxPool-3\t6x6x256\t0\t0\t0
FC-1\t4096×1\t37,748,736\t4,096\t37,752,832
FC-2\t4096×1\t16,777,216\t4,096\t16,781,312
FC-3\t1000×1\t4,096,000\t1,000\t4,097,000
Total\t\t\t\t62,378,344
""",
    ),
    "points": (TUTORIAL, "layer;params\nconv;320\npool;0\nfc;540.900\nfc;1.010\nSumme;542.230"),
    "apostrophes": (TUTORIAL, "layer\tparams\nconv\t320\npool\t0\nfc\t540'900\nfc\t1'010\nΣ\t542'230"),
    "percent first": (TUTORIAL, "Layer,% of params,Parameters\nconv,0.06%,320\nfc,99.8%,540900\nfc,0.19%,1010"),
    "powers of ten": (TUTORIAL, "Layer,Params\nconv,3.2 × 10^2\nfc,5.409*10^5\nfc,$1.01\\cdot10^{3}$\nsum,5.4·10⁵"),
    "a scale in the heading": (TUTORIAL, "|Layer|Params ($\\times 10^6$)|\n|-|-|\n|fc|0.541|\n|fc|0.001|\n|Sum|0.542|"),
    "aligned": (
        TUTORIAL,
        """My network

Layer     Output shape    Params
--------------------------------
conv1     26 x 26 x 32       320
FC 100    100            540,900
FC 10     10               1,010
--------------------------------
Total params             542,230
""",
    ),
    "bars": (TUTORIAL, "Layer | Output | Params\nconv1 | 26x26x32 | 320\nfc1 | 100 | 540,900\nfc2 | 10 | 1,010"),
    "a grid": (
        TUTORIAL,
        """+--------+---------+
| Layer  | Params  |
+========+=========+
| conv1  | 320     |
+--------+---------+
| fc1    | 540,900 |
+--------+---------+
""",
    ),
    "weight by weight": (
        TUTORIAL,
        "\n".join(
            [
                "|Modules|Parameters|",
                *("|conv.weight|288|", "|conv.bias|32|", "|fc1.weight|540800|", "|fc1.bias|100|"),
                *("|fc2.weight|1000|", "|fc2.bias|10|"),
            ]
        ),
    ),
    "HTML": (
        TUTORIAL,
        "<p>Sizes</p><table class='x'><tr><th>Layer<th>Params</tr><tr><td>conv</td><td>320</td></tr>"
        "<tr><td><b>fc</b></td><td>540,900</td></tr><tr><td>fc</td><td>1&#44;010</td></tr></table>",
    ),
    "colons": (TUTORIAL, "conv1: 320\npool1: 0\ndense1: 540,900\ndense2: 1,010\ntotal: 542,230"),
    "equals": (TUTORIAL, "conv1 = 320, pool1 = 0, dense1 = 540,900, dense2 = 1,010"),
    "worked out": (TUTORIAL, "* conv1: (3*3*1+1)*32 = 320\n* dense1: (5408+1)*100 = 540900\n- dense2: 101*10 = 1010"),
    "an addition": (TUTORIAL, "320 + 0 + 540,900 + 1,010 = 542,230"),
    "JSON by name": (TUTORIAL, '{"conv1": 320, "dense1": 540900, "dense2": "1,010", "total": 542230}'),
    "JSON in order": (TUTORIAL, "[320, 0, 540900, 1010, 542230]"),
    "one total": (TUTORIAL, "params: 542,230"),
    "a line of a summary": (TUTORIAL, "Total params: 542,230 (2.07 MB)"),
    "lines of a summary": (FROZEN, "Total params: 1,574\nTrainable params: 1,566\nNon-trainable params: 8"),
    "torchsummary": (
        FROZEN,
        """----------------------------------------------------------------
        Layer (type)               Output Shape         Param #
================================================================
            Conv2d-1              [-1, 4, 6, 6]             108
       BatchNorm2d-2              [-1, 4, 6, 6]               8
            Linear-3                   [-1, 10]           1,450
================================================================
Total params: 1,566
Trainable params: 1,566
Non-trainable params: 0
""",
    ),
    "in LaTeX": (
        TUTORIAL,
        r"""\begin{tabular}{|l|l|l|r|}
\multirow{2}{*}{Features} & Conv2D & $(26, 26, 32)$ & $\mathbf{320}$ \\ \cline{2-4}
""".replace(r"\multirow{2}{*}{Features}", r"Part & Layer & Output & Parameters \\ \hline" + "\n" + r"Features")
        + r"""\multirow{2}{*}{Classifier} & Dense & $100$ & $540{,}900$ \\
 & Dense & $10$ & 1\,010 \\ \hline
\multicolumn{3}{|r|}{\textbf{Total}} & $\mathbf{542{,}230}$ \\ \hline
\end{tabular}""",
    ),
    "maps without channels": (
        TUTORIAL,
        "Type,Filters,Output,Params\nConvolutional,32,26x26,320\nFC,,100,540900\nFC,,10,1010",
    ),
    "a space between": (TUTORIAL, "conv1 320\npool1 0\nfc1 540,900\nfc2 1,010\nTotal 542,230"),
    "a total behind a word": (TUTORIAL, "parameters 542,230"),
    "a total before a word": (TUTORIAL, "542,230 parameters"),
    "the last without a name": (TUTORIAL, "layer,params\nconv,320\npool,\nfc,540900\nfc,1010\n,542230"),
    "a comment above": (TUTORIAL, "# counted by hand\nlayer,params\nconv,320\nfc,540900\nfc,1010"),
    "worked out in cells": (TUTORIAL, "|Layer|Params|\n|-|-|\n|conv|(9+1)·32 = 320|\n|fc|(5408+1)·100 = 540,900|"),
    "marked": (
        TUTORIAL,
        "|Layer|Params|\n|-|-|\n|conv|`320`†|\n|FC|_540,900_|\n|FC|~~1,010~~ [^1]|\n|__Total__|__542,230__|",
    ),
}


@pytest.mark.parametrize("name", PASTED)
def test_every_form_is_read(name):
    text, published = PASTED[name]
    audit = symcnn.audit(symcnn.parse(text), published)
    rows = [verdict for column in audit.columns for verdict in column.verdicts]
    assert audit.holds, str(audit)
    assert rows or audit.totals


FALSE = {  # what makes it false: a digit of the last number, so that it is known to be read
    "sizes are shapes": ("**61,706**", "**61,709**"),
    "weights, biases, parameters": ("62,378,344", "62,378,347"),
    "points": ("542.230", "542.237"),
    "apostrophes": ("542'230", "542'237"),
    "percent first": ("1010", "1017"),
    "powers of ten": ("5.4·10⁵", "5.7·10⁵"),
    "a scale in the heading": ("0.542", "0.547"),
    "aligned": ("542,230", "542,237"),
    "bars": ("1,010", "1,017"),
    "a grid": ("540,900", "540,907"),
    "weight by weight": ("fc2.bias|10", "fc2.bias|0"),
    "HTML": ("&#44;010", "&#44;017"),
    "colons": ("542,230", "542,237"),
    "equals": ("1,010", "1,017"),
    "worked out": ("1010", "1017"),
    "an addition": ("542,230", "542,237"),
    "JSON by name": ("542230", "542237"),
    "JSON in order": ("542230", "542237"),
    "one total": ("542,230", "542,237"),
    "a line of a summary": ("542,230", "542,237"),
    "lines of a summary": ("8", "9"),
    "torchsummary": ("1,450", "1,455"),
    "in LaTeX": ("542{,}230", "542{,}237"),
    "maps without channels": ("26x26", "26x32"),
    "a space between": ("542,230", "542,237"),
    "a total behind a word": ("542,230", "542,237"),
    "a total before a word": ("542,230", "542,237"),
    "the last without a name": ("542230", "542237"),
    "a comment above": ("1010", "1017"),
    "worked out in cells": ("540,900", "540,907"),
    "marked": ("542,230", "542,237"),
}


@pytest.mark.parametrize("name", PASTED)
def test_every_number_of_a_form_is_read(name):
    text, published = PASTED[name]
    assert FALSE[name][0] in published
    assert not symcnn.audit(symcnn.parse(text), published.replace(*FALSE[name])).holds


def test_lines_with_a_shape_and_the_weights():
    published = """INPUT: [28x28x1]    memory: 28*28=784   weights: 0
CONV3-32: [26x26x32]  memory: 26*26*32=21K   weights: (3*3*1)*32 = 288
POOL2: [13x13x32]     memory: 13*13*32=5K    weights: 0
FC: [1x1x100]         memory: 100            weights: 13*13*32*100 = 540,800
FC: [1x1x10]          memory: 10             weights: 100*10 = 1,000"""
    audit = symcnn.audit(symcnn.parse(TUTORIAL), published)
    assert [row.split("  ")[-1] for row in str(audit).splitlines()[2:7]] == [
        *("holds", "no bias (-32)", "holds", "no bias (-100)", "no bias (-10)")
    ]
    assert all(shape.holds for shape in audit.shapes)


@pytest.mark.parametrize(
    ("text", "value"),
    [("540.900", 540900), ("1.180.160", 1180160), ("1'010", 1010), ("1.2 × 10^6", 1_200_000), ("3·10⁸", 300_000_000)],
)
def test_numbers_as_they_are_written_elsewhere(text, value):
    assert number(text).value == value


@pytest.mark.parametrize("text", ["1.18.160", "1,000'000", "10^6", "1x2", "× 10^6"])
def test_what_is_no_such_number(text):
    assert number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("a" + " " * 100_000 + "1", "a: " * 50_000, "[" * 50_000, "{" * 50_000, "<table>" * 5_000, "<table"),
        *("<table><tr><td>1<tr>2<td>3", "<table><![x[ <tr><td>1", "<table><tr><td>a</td$></tr><tr>9<td>1</table>"),
        *("|" * 100_000, "| a | params |\n" + "|" * 10_000, "1+" * 50_000, "[true]", "[1.5]", "[]", "{}", "[[1]]"),
        *("\\multicolumn{9}{l}{" * 5_000 + "\\\\&", "x:" + "weights" * 30 + "\n" * 1_000, "a  params\n" + "b" * 10_000),
    ],
)
def test_hostile_text_is_read_or_refused_at_once(text):
    start = time.perf_counter()
    with suppress(SymcnnError):
        read(text, "params")
    assert time.perf_counter() - start < 5
