"""The figures that the pages show are what their commands draw."""

import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import pytest

from symcnn.cli.main import main

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"^ *\$ (symcnn (?:draw|plot) .* -o (\w+\.svg))$", re.MULTILINE)
NUMBER = re.compile(r"-?\d+\.?\d*")
SVG = "{http://www.w3.org/2000/svg}"
FIGURES = ROOT / "docs" / "figures"
DRAWN = COMMAND.findall((ROOT / "docs" / "draw.md").read_text(encoding="utf-8"))
PLOTTED = COMMAND.findall((ROOT / "docs" / "plotting.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("command", "name"), DRAWN, ids=[name for _, name in DRAWN])
def test_a_figure_is_current(command, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)[1:]) == 0
    assert (tmp_path / name).read_bytes() == (FIGURES / name).read_bytes()


@pytest.mark.parametrize(("command", "name"), PLOTTED, ids=[name for _, name in PLOTTED])
def test_a_plot_is_current(command, name, tmp_path, monkeypatch):
    """Texts and places; another Matplotlib writes another file, and moves things by less than two points."""
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)[1:]) == 0
    (texts, places), (kept_texts, kept) = read(tmp_path / name), read(FIGURES / name)
    assert texts == kept_texts
    assert len(places) == len(kept)
    assert all(abs(one - other) < 2 for one, other in zip(places, kept, strict=True))


def read(path):
    """The texts of a picture, and the places of its lines and areas."""
    root = ElementTree.parse(path).getroot()
    texts = [one.text for one in root.iter(f"{SVG}text")]
    lines = [one.get("d", "") for one in root.iter(f"{SVG}path")]
    return texts, [float(number) for line in lines for number in NUMBER.findall(line)]


def test_every_figure_has_its_command():
    assert sorted(path.name for path in FIGURES.iterdir()) == sorted(name for _, name in DRAWN + PLOTTED)
