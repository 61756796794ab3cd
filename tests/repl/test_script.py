"""Lines from a pipe: answers on one stream, errors on the other, a code at the end."""

import json
import subprocess
import sys
import time

import pytest

from symcnn.cli.main import main
from symcnn.repl import script

SYMCNN = [sys.executable, "-m", "symcnn"]


def ran(text, *words):
    return subprocess.run([*SYMCNN, *words], input=text, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", [(), ("repl",)])
def test_piped_lines_are_answered_and_errors_have_their_numbers(words):
    done = ran("input(4,4,1) conv(2,1)\n\ncnv\n:params\n# a comment\nres{\n  relu\n", *words)
    assert done.returncode == 2
    assert done.stdout.endswith("\n4\n")
    assert "error E201: unknown layer 'cnv'\n <stdin>:3:1\n" in done.stderr
    assert "error E101: '{' is never closed\n <stdin>:6:4\n" in done.stderr
    assert done.stderr.count("error") == 2


def test_a_text_goes_on_while_a_bracket_is_open():
    done = ran("net a {\n  input(4,4,1)\n  conv(2,1)\n}\n:params\n", "repl")
    assert (done.returncode, done.stdout.splitlines()[-1], done.stderr) == (0, "4", "")


def test_many_lines_take_little_longer_each():
    """Each is read with what it needs of the others: ten times as many took a hundred times as long before."""
    lines = [f"input(8,8,1) conv({i},3)" for i in range(1, 401)]
    few, many = (time_of(lines[:count]) for count in (40, 400))
    assert many < 40 * few


def time_of(lines):
    start = time.process_time()
    assert script.run(lines, "<stdin>", lambda *_: None) == 0
    return time.process_time() - start


def test_lines_after_quit_are_not_read():
    assert ran("1+1\nquit\ncnv\n", "repl").stdout == "2\n"


def test_an_expectation_that_fails_gives_1():
    assert ran("input(4,4,1) conv(2,1)\nexpect params == 5\n", "repl").returncode == 1


def test_warnings_go_where_errors_do():
    done = ran("input(4,4,1) conv(2,1) bn\n", "repl")
    assert "W608" in done.stderr
    assert "W608" not in done.stdout


def test_bytes_that_are_no_text_are_an_error_of_their_line():
    done = subprocess.run([*SYMCNN, "repl"], input=b"relu \xff\n1+1\n", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"2\n")
    assert b"<stdin>:1:6" in done.stderr


def test_an_empty_pipe_gets_the_help_as_before():
    assert ran("").stdout.startswith("usage: symcnn")


def test_lines_without_a_terminal_need_nothing_of_it():
    code = "import sys; from symcnn.cli.main import main; main(['-e', '1+1']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("2\n")
    assert not {"prompt_toolkit", "pygments", "sympy", "asyncio"} & set(done.stdout.split())


def test_lines_as_arguments(capsys):
    assert main(["-e", "input(4,4,1) conv(2,1)", "-e", "params/3"]) == 0
    assert capsys.readouterr().out.endswith("\n4/3 (about 1.3333)\n")
    assert main(["repl", "-e", "cnv"]) == 2
    assert "did you mean 'conv'?" in capsys.readouterr().err


def test_answers_as_json(capsys):
    assert main(["repl", "--json", "-e", "1+1", "-e", "cnv"]) == 2
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"line": 1, "input": "1+1", "answer": "2", "warnings": []}
    assert second["error"]["code"] == "E201"
