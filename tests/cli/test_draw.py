"""`symcnn draw`: a file, or the figure as data."""

import json

import pytest

import symcnn
from symcnn.cli.main import main


def test_a_figure_is_drawn_into_a_file(tmp_path, capsys):
    path = tmp_path / "net.svg"
    assert main(["draw", "conv(F,3)", "F=32", "-o", str(path), "--direction", "right"]) == 0
    assert "conv 3×3, 32" in path.read_text(encoding="utf-8")
    assert capsys.readouterr() == ("", "")


def test_the_figure_as_data(capsys):
    assert main(["draw", "input(8,8,4) n*{ res{ conv(4,3,pad=same) } }", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["edges"] == [
        {"from": "n1", "to": "n2", "count": 1, "skip": False},
        {"from": "n2", "to": "n3", "count": 1, "skip": False},
        {"from": "n1", "to": "n3", "count": 1, "skip": True},
    ]
    assert found["frames"] == [{"id": "f1", "title": "", "times": ["n ×"], "shared": False, "frame": None}]
    assert found["nodes"][1] == {
        "id": "n2",
        "kind": "conv",
        "layers": ["conv1"],
        "text": ["conv 3×3, 4", "8×8×4"],
        "output": [8, 8, 4],
        "symbol": "",
        "shared": False,
        "frame": "f1",
    }


def test_depth_and_detail(capsys):
    counts = []
    for words in (["--depth", "1"], ["--depth", "2"], [], ["--detail", "--depth", "9"]):
        assert main(["draw", "zoo:resnet18", "--json", *words]) == 0
        counts.append(len(json.loads(capsys.readouterr().out)["nodes"]))
    # In detail: the input, 4 of the stem, 7 in each of 8 blocks, 3 shortcuts of 2, gap and dense.
    assert counts == [5, 13, 40, 1 + 4 + 8 * 7 + 3 * 2 + 2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "there is no network"),
        (["conv(4,3)"], "-o net.svg"),
        (["conv(4,3)", "-o", "net.gif"], "does not say in what format"),
        (["conv(4,3)", "-o", "net.svgg"], "did you mean '.svg'?"),
        (["conv(4,3)", "-o", "net.svg", "--direction", "rigth"], "did you mean 'right'?"),
        (["conv(4,3)", "-o", "net.svg", "--dept", "1", "--detial"], "did you mean '--detail'?"),
        (["conv(4,3)", "-o", "/no/such/net.svg"], "cannot be written"),
        (["conv(4,3)", "--depth", "0", "--json"], "depth 0 is no number of levels"),
    ],
)
def test_mistakes_are_told(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["draw", *words]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_help_has_an_example_that_runs(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["draw", "--help"])
    text = capsys.readouterr().out
    assert "symcnn draw 'conv(32,3) relu pool(2) dense(10)' H=28 W=28 C=1 -o net.svg" in text
    assert main(["draw", "conv(32,3) relu pool(2) dense(10)", "H=28", "W=28", "C=1", "-o", "net.svg"]) == 0


def test_the_function_and_the_method_draw_the_same(tmp_path):
    net = symcnn.parse("conv(4,3) pool(2)")
    net.draw(tmp_path / "a.svg")
    symcnn.draw(net, tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
