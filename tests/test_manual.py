"""The manual page: made from the options, kept as made, and shown by `man` without a warning."""

import os
import re
import shlex
import subprocess

import pytest

from symcnn.cli.main import COMMANDS, main
from symcnn.cli.parsers import commands
from tests import manual


def test_the_page_is_what_the_options_give():
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page(), "run: python tests/manual.py --write"


@pytest.mark.parametrize("example", manual.EXAMPLES)
def test_its_examples_run(example, capsys):
    assert main(shlex.split(example)[1:]) == 0


@pytest.mark.slow
def test_man_shows_it_without_a_warning():
    env = {**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "80", "MAN_KEEP_FORMATTING": ""}
    command = ["man", "--warnings", "-E", "UTF-8", "-l", str(manual.PAGE)]
    ran = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    shown = re.sub(r".\x08", "", ran.stdout)
    for name in COMMANDS:
        assert f"symcnn {name}\n" in shown
    for command in commands():
        for option in command.options:
            assert option.flags == ("-h", "--help") or option.flags[0] in shown
    assert "'conv(F,K) pool(2) dense(10)' F=32" in shown  # quotes can be copied into a shell
