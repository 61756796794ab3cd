"""`symcnn sweep` as it is written on a command line."""

import csv
import json

import pytest

from symcnn.cli.main import main

NET = ["sweep", "conv(F,K) dense(10)", "F=8,16", "K=1,3,5", "H=4,6", "W=9", "C=1"]
SHOWN = {
    "rows say what is shared, what is not shown and what is missing": (
        ["--rows", "3"],
        """F = 8, W = 9, C = 1
K  H  params   macs
-------------------
1  4   2,906  3,168
1  6   4,346  4,752
3  4   1,210  2,128

3 of 10 rows; --out FILE.csv writes all
2 of 12 points have no network:
  2 fail H >= K (conv1)
""",
    ),
    "the best": (
        ["--top", "2", "--by", "params", "--smallest", "--where", "K > 1"],
        """F = 8, W = 9, C = 1
K  H  params   macs
-------------------
5  6   1,018  2,800
3  4   1,210  2,128

the 2 rows with the smallest params
2 of 12 points have no network:
  2 fail H >= K (conv1)
""",
    ),
    "a front": (
        ["--pareto", "params,-macs", "--where", "H == 6 and F > 8"],
        """F = 16, H = 6, W = 9, C = 1
K  params   macs
----------------
5   2,026  5,600
3   4,650  8,512
1   8,682  9,504

3 rows that no other beats in min params, max macs
2 of 12 points have no network:
  2 fail H >= K (conv1)
""",
    ),
    "a count": (["--count"], "10\n"),
    "a histogram": (
        ["--histogram", "params", "--bins", "2", "--where", "H == 6"],
        """      params  count
1,018..4,849      5  ########################################
4,850..8,682      1  ########

2 of 12 points have no network:
  2 fail H >= K (conv1)
""".replace("\n\n", "\n"),
    ),
}


@pytest.mark.parametrize("case", SHOWN)
def test_answers_as_text(case, capsys):
    words, expected = SHOWN[case]
    assert main([*NET, *words]) == 0
    assert capsys.readouterr().out == expected


def test_answers_as_json(capsys):
    answers = {}
    for words in (["--rows", "1"], ["--top", "1"], ["--pareto", "params"], ["--count"], ["--histogram", "macs"]):
        assert main([*NET, *words, "--json"]) == 0
        answers[words[0]] = json.loads(capsys.readouterr().out)
    row = {"F": 8, "K": 1, "H": 4, "W": 9, "C": 1, "params": 2906, "macs": 3168}
    assert answers["--rows"] == {
        "points": 12,
        "columns": [*row],
        "left_out": {"H >= K (conv1)": 2},
        "rows": [row],
        "count": 10,
    }
    assert answers["--top"]["rows"][0]["macs"] == 9504
    assert answers["--pareto"]["rows"][0]["params"] == 1018
    assert answers["--count"]["count"] == sum(answers["--histogram"]["counts"]) == 10


def test_all_rows_go_to_a_file(capsys, tmp_path):
    path = tmp_path / "rows.csv"
    assert main([*NET, "--out", str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"10 rows in {path}\n")
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert len(rows) == 10
    assert rows[0] == {"F": "8", "K": "1", "H": "4", "W": "9", "C": "1", "params": "2906", "macs": "3168"}


MISTAKES = [
    (["sweep", "conv(F,3)", "F=1..4"], "C, H, W have no values"),
    (["sweep", "F=1..4"], "there is no network"),
    ([*NET, "--top", "0"], "--top 0 is no number of rows"),
    ([*NET, "--out", "rows.xls"], "'rows.xls' says no format"),
    ([*NET, "--where", "prams < 3"], "'prams' is neither a quantity nor a symbol"),
    ([*NET, "N=3"], "there is no symbol 'N'"),
]


@pytest.mark.parametrize(("words", "message"), MISTAKES)
def test_mistakes_are_said(words, message, capsys):
    assert main(words) == 2
    assert message in capsys.readouterr().err


def test_values_beyond_64_bits_are_said_to_be_slow(capsys):
    assert main(["sweep", "conv(F,K)", "F=2^(61..64)", "K=1", "H=9", "W=9", "C=1", "--rows", "1"]) == 0
    printed = capsys.readouterr().out
    assert "4,611,686,018,427,387,904" in printed  # of 2**61 filters, with a bias each
    assert printed.endswith("some values need more than 64 bits: they are exact, and take longer\n")
