"""`symcnn completion SHELL`: the scripts know every command and option, and complete in the shells themselves."""

import contextlib
import io
import json
import shutil
import subprocess

import pexpect
import pytest

from symcnn.cli import shells
from symcnn.cli.completion import SHELLS, known_words, option_values
from symcnn.cli.main import COMMANDS, main
from symcnn.cli.parsers import commands

INSTALLED = [shell for shell in SHELLS if shutil.which(shell)]
WRITERS = {"bash": shells.bash, "zsh": shells.zsh, "fish": shells.fish}


def script(shell):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["completion", shell]) == 0
    return out.getvalue()


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_has_every_command_and_option(shell):
    words = script(shell).replace("'", " ").replace('"', " ").replace(":", " ").split()
    assert {*COMMANDS} <= set(words)
    for command in commands():
        for option in command.options:
            for flag in option.flags:
                assert (flag if shell != "fish" else flag.lstrip("-")) in words, (command.name, flag)


def test_options_whose_values_are_listed_are_there_and_take_them():
    flags = {flag: option for command in commands() for option in command.options for flag in option.flags}
    for flag, values in option_values().items():
        assert flags[flag].takes
        assert values


def test_the_script_as_json():
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main(["completion", "bash", "--json"])
    assert json.loads(out.getvalue()) == {"shell": "bash", "script": shells.bash(known_words())}


def test_another_shell_is_an_error(capsys):
    assert main(["completion", "tcsh"]) == 2
    assert "invalid choice: 'tcsh'" in capsys.readouterr().err


CASES = [  # what is typed, and the words that it becomes
    ("symcnn comple\t", ["completion"]),
    ("symcnn zoo:resnet15\t", ["zoo:resnet152"]),
    ("symcnn fmt --ch\t", ["fmt", "--check"]),
    ("symcnn zoo:vgg16 --only para\t", ["zoo:vgg16", "--only", "params"]),
    ("symcnn check min\t", ["check", "mine.cnn"]),
    ("symcnn min\t", ["mine.cnn"]),
    ("symcnn below/in\t", ["below/inner.cnn"]),
    ("symcnn help dwc\t", ["help", "dwconv"]),
    ("symcnn zoo efficie\t", ["zoo", "efficientnet"]),
    ("symcnn scaling mine.cnn --quantity mac\t", ["scaling", "mine.cnn", "--quantity", "macs"]),
    ("symcnn zoo:vgg16 --profile conv\t", ["zoo:vgg16", "--profile", "conv+linear"]),
]
START = {
    "bash": ("bash", ["--norc", "--noprofile", "-i"], "symcnn() { printf '<%s>' \"$@\"; echo; }"),
    "zsh": ("zsh", ["-f", "-i"], "autoload -U compinit; compinit -D; symcnn() { printf '<%s>' \"$@\"; echo }"),
    "fish": ("fish", ["--no-config", "-i"], "function symcnn; printf '<%s>' $argv; echo; end"),
}


@pytest.fixture(scope="module", params=INSTALLED)
def shell(request, tmp_path_factory):
    """A shell at a terminal, in a folder with two networks, with the script read."""
    folder = tmp_path_factory.mktemp("networks")
    (folder / "mine.cnn").write_text("relu\n")
    (folder / "mine.txt").write_text("relu\n")
    (folder / "below").mkdir()
    (folder / "below" / "inner.cnn").write_text("relu\n")
    (folder / ".script").write_text(script(request.param))
    program, words, stub = START[request.param]
    env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TERM": "dumb", "LANG": "C.UTF-8"}
    child = pexpect.spawn(program, words, cwd=folder, env=env, encoding="utf-8", timeout=20, dimensions=(50, 500))
    child.sendline(f"{stub}")
    child.sendline("source .script")
    child.sendline("echo rea''dy")
    child.expect("ready")
    yield child
    child.close(force=True)


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "becomes"), CASES)
def test_a_shell_completes(shell, typed, becomes):
    shell.send(f"{typed}\r")
    shell.expect_exact("".join(f"<{word}>" for word in becomes))


@pytest.mark.slow
@pytest.mark.parametrize("name", INSTALLED)
def test_a_script_has_no_mistake_of_syntax(name):
    ran = subprocess.run([name, "-n"], input=script(name), capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
