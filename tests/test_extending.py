"""The page on extending, done: its files are put into a copy of the package, and its commands are run there.

`py` blocks are files, named by their first line; `console` blocks are run after all of them are in place.
"""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.test_docs import ROOT, blocks

PAGE = ROOT / "docs" / "extending.md"
FILES = [code for kind, code in blocks(PAGE) if kind == "py"]
COMMANDS = re.findall(
    r"^\$ ([^\n]*)\n(.*?)(?=^\$ |\Z)", "".join(c for k, c in blocks(PAGE) if k == "console"), re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package with the page's files."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("symcnn", "grammar", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for code in FILES:
        (folder / code.split("\n", 1)[0].removeprefix("# ")).write_text(code, encoding="utf-8")
    return folder


def run(folder, *words):
    env = {**os.environ, "PYTHONPATH": str(folder)}
    ran = subprocess.run([sys.executable, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr


def test_the_page_has_a_layer_a_quantity_and_a_view():
    assert [re.match(r"# symcnn/(\w+)/", code)[1] for code in FILES] == ["layers", "quantities", "views"]
    assert not [kind for kind, _ in blocks(PAGE) if kind not in ("py", "console")]


@pytest.mark.parametrize(("command", "wanted"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_of_the_page_prints_what_it_shows(copy, command, wanted):
    _, *words = shlex.split(command)
    printed = run(copy, "-m", "symcnn", *words)
    assert doctest.OutputChecker().check_output(wanted, printed, doctest.ELLIPSIS), printed


def test_its_doctests_hold(copy):
    assert "failed" not in run(copy, "-m", "doctest", "symcnn/layers/lowrank.py")
    assert run(copy, "-c", "from symcnn.layers import LAYERS; print('lowrank' in LAYERS)") == "True\n"


def test_the_reference_has_a_page_of_the_new_layer(copy):
    text = run(copy, "-c", "from tests.reference_pages import pages; print(pages()['layers/lowrank.md'])")
    assert "## lowrank" in text


@pytest.mark.slow
def test_the_files_are_of_the_house_s_style(copy):
    names = [code.split("\n", 1)[0].removeprefix("# ") for code in FILES]
    assert run(copy, "-m", "ruff", "check", *names) == "All checks passed!\n"
    assert "Success" in run(copy, "-m", "mypy", *names)
