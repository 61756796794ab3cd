"""The figures that the pages show are what their commands draw."""

import re
import shlex
from pathlib import Path

import pytest

from symcnn.cli.main import main

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"^ *\$ (symcnn draw .* -o (\w+\.svg))$", re.MULTILINE)
FIGURES = ROOT / "docs" / "figures"
COMMANDS = COMMAND.findall((ROOT / "docs" / "draw.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("command", "name"), COMMANDS, ids=[name for _, name in COMMANDS])
def test_a_figure_is_current(command, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)[1:]) == 0
    assert (tmp_path / name).read_bytes() == (FIGURES / name).read_bytes()


def test_every_figure_has_its_command():
    assert sorted(path.name for path in FIGURES.iterdir()) == sorted(name for _, name in COMMANDS)
