"""`symcnn --help`, `symcnn help NAME`: one screen, runnable examples, a page for everything that has a name."""

import contextlib
import io
import json
import re
import shlex
from importlib import import_module

import pytest

from symcnn import reference
from symcnn.cli.help import screen
from symcnn.cli.main import COMMANDS, main


def printed(*words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(words)
    return code, out.getvalue()


@pytest.mark.parametrize("words", [(), ("-h",), ("--help",)])
def test_help_fits_on_one_screen(words):
    code, text = printed(*words)
    assert code == 0
    assert text == f"{screen()}\n"
    assert len(text.splitlines()) <= 30
    assert max(map(len, text.splitlines())) <= 80


def test_the_examples_of_the_screen_run():
    examples = [line.strip() for line in screen().splitlines() if line.startswith("  symcnn ")]
    assert len(examples) >= 3
    for example in examples:
        code, text = printed(*shlex.split(example)[1:])
        assert code == 0, text


def test_the_screen_names_every_command():
    for name, about in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(about[:40])}", screen(), re.MULTILINE)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_has_options_for_its_help_and_its_completion(name):
    text = import_module(f"symcnn.cli.{name}").options().format_help()
    code, page = printed("help", name)
    assert code == 0
    assert text.rstrip() in page
    assert text.startswith(f"usage: symcnn {name}")


@pytest.mark.parametrize("name", reference.names())
def test_everything_listed_has_a_page_whose_commands_run(name):
    code, text = printed("help", name)
    assert code == 0
    assert max(map(len, text.splitlines())) <= 160  # a formula is not broken
    for line in text.splitlines():
        if line.startswith("$ ") and "zoo:" not in line:
            assert main(shlex.split(line)[2:]) == 0, line


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_of_a_command_has_examples_that_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some write a file
    text = import_module(f"symcnn.cli.{name}").options().format_help()
    examples = re.findall(r"^  (symcnn .*?)(?: \(.*| > .*)?$", text.partition("examples:")[2], re.MULTILINE)
    assert examples or name == "completion"
    for example in examples:
        if ".cnn" not in example:  # a file that the reader has
            assert printed(*shlex.split(example)[1:])[0] == (name == "audit"), (
                example
            )  # its examples have mistakes to find


def test_the_list_names_everything_but_the_zoo():
    from symcnn.text.catalogue import entries

    listed = printed("help")[1].split()
    networks = {entry.name for entry in entries()}
    assert {name for name in reference.names() if name not in networks} <= set(listed)


def test_what_is_not_there_gets_the_nearest_name():
    assert printed("help", "cnv") == (2, "error E602: there is no page on 'cnv'\n  help: did you mean 'conv'?\n")
    assert "did you mean 'scaling'?" in printed("help", "scalling")[1]
    assert "symcnn help lists" in printed("help", "qqqqqq")[1]


def test_pages_as_json():
    pages = json.loads(printed("help", "conv", "relu", "--json")[1])
    assert pages == {"conv": reference.page("conv"), "relu": reference.page("relu")}


def test_a_name_of_two_things_shows_both():
    text = printed("help", "max")[1]
    assert "max{ path | path }" in text
    assert "max(3,7,5) = 7" in text
