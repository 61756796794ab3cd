"""`symcnn fmt`: what it rewrites, what it prints, and that bad input loses nothing."""

import io
import json
import os
import stat
import sys
from types import SimpleNamespace

import pytest

from symcnn.cli import fmt
from symcnn.cli.main import main
from symcnn.text.parse import parse

MESSY = "conv( 32,3 )relu() #end\n"
CLEAN = "conv(32,3) relu  # end\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "net.cnn"
    path.write_bytes(MESSY.encode())
    return path


def test_a_file_is_rewritten_and_nothing_is_left_beside_it(file, capsys):
    assert main(["fmt", str(file)]) == 0
    assert file.read_bytes() == CLEAN.encode()
    assert list(file.parent.iterdir()) == [file]
    assert capsys.readouterr().out == ""


def test_a_canonical_file_is_not_touched(file):
    file.write_text(CLEAN)
    os.utime(file, (1, 1))
    inode = file.stat().st_ino
    assert main(["fmt", str(file)]) == 0
    assert (file.stat().st_mtime, file.stat().st_ino) == (1, inode)


def test_permissions_and_links_stay(file, tmp_path):
    file.chmod(0o640)
    link = tmp_path / "link.cnn"
    link.symlink_to(file)
    assert main(["fmt", str(link)]) == 0
    assert link.is_symlink()
    assert file.read_text() == CLEAN
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize("wrong", ["conv(32,3", "conv(32,3) , relu", "not(a)", "\udcff", f"conv({'-' * 3000}1)"])
def test_a_wrong_file_is_left_untouched_and_the_others_are_done(wrong, file, tmp_path, capsys):
    other = tmp_path / "wrong.cnn"
    other.write_bytes(wrong.encode("utf-8", "surrogateescape"))
    assert main(["fmt", str(other), str(file)]) == 2
    assert other.read_bytes() == wrong.encode("utf-8", "surrogateescape")
    assert file.read_text() == CLEAN
    assert "error E" in capsys.readouterr().err


def test_a_disk_that_refuses_leaves_the_file(file, monkeypatch, capsys):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    assert main(["fmt", str(file)]) == 2
    assert file.read_text() == MESSY
    assert list(file.parent.iterdir()) == [file]
    assert "No space left" in capsys.readouterr().err


def test_a_formatter_that_is_wrong_leaves_the_file(file, monkeypatch, capsys):
    monkeypatch.setattr(fmt, "write", lambda program, line: "conv(33,3) relu")
    assert main(["fmt", str(file)]) == 2
    assert file.read_text() == MESSY
    assert "E902" in capsys.readouterr().err


def test_a_comment_that_gets_lost_leaves_the_file(file, monkeypatch):
    monkeypatch.setattr(fmt, "write", lambda program, line: "conv(32,3) relu")
    assert main(["fmt", str(file)]) == 2
    assert file.read_text() == MESSY


def test_check_lists_and_changes_nothing(file, tmp_path, capsys):
    clean = tmp_path / "clean.cnn"
    clean.write_text(CLEAN)
    assert main(["fmt", "--check", str(file), str(clean)]) == 1
    assert capsys.readouterr().out == f"{file}\n"
    assert file.read_text() == MESSY
    assert main(["fmt", "--check", str(clean)]) == 0
    assert main(["fmt", "--check", str(tmp_path / "none.cnn")]) == 2


def test_json_says_what_changed(file, capsys):
    assert main(["fmt", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == {"changed": [str(file)]}
    assert main(["fmt", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == {"changed": []}


def test_line_prints_and_keeps_the_file_with_its_comments(file, capsys):
    assert main(["fmt", "--line", str(file)]) == 0
    assert capsys.readouterr().out == "conv(32,3) relu\n"
    assert file.read_text() == MESSY


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["conv( 32,3 )relu()"], "conv(32,3) relu\n"),
        (["conv(32,3)", "relu"], "conv(32,3) relu\n"),
        (["--line", "relu\nbn"], "relu bn\n"),
        (["conv(32,3,s=2,p=same)"], "conv(32,3,stride=2,pad=same)\n"),
        (["conv(f=32,k=3,d=2,g=1,b=false)"], "conv(filters=32,kernel=3,dilation=2,groups=1,bias=false)\n"),
        (["dwconv(3,m=2)"], "dwconv(3,mult=2)\n"),
        (["set conv(p=same)"], "set conv(pad=same)\n"),
        (["conv(8,3,s=1,stride=2)"], "conv(8,3,s=1,stride=2)\n"),
        (["2*{ res{ conv(8,3,p=1) as x } }"], "2*{ res{ conv(8,3,pad=1) as x } }\n"),
        (["def block(s) { relu } block(s=2)"], "def block(s) { relu } block(s=2)\n"),
        (["def conv(s) { relu } conv(s=2)"], "def conv(s) { relu } conv(s=2)\n"),
        (["dense(10,k=2)"], "dense(10,k=2)\n"),
        ([""], ""),
    ],
)
def test_a_text_is_printed(words, printed, capsys):
    assert main(["fmt", *words]) == 0
    assert capsys.readouterr().out == printed


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(MESSY.encode())))
    assert main(["fmt", "-"]) == 0
    assert capsys.readouterr().out == CLEAN


def test_check_of_a_text():
    assert main(["fmt", "--check", "conv(32,3)"]) == 0
    assert main(["fmt", "--check", "conv( 32,3)"]) == 1


@pytest.mark.parametrize(
    "words",
    [[], ["--nonsense", "relu"], ["net.cnn:vgg"], ["net.cnn", "-"], ["net.cnn", "relu"], ["--check", "--line", "x"]],
)
def test_wrong_use_is_exit_2(words, capsys):
    assert main(["fmt", *words]) == 2
    printed = capsys.readouterr()
    assert "usage" in printed.out or printed.err.startswith("error E60")


def test_long_names_keep_places_and_comments():
    program = fmt.canonical("# a\nconv(8,3,\ns=2)\n\nrelu # b\n").after
    assert program == "# a\nconv(8,3,stride=2)\n\nrelu  # b\n"
    assert parse(program).comments[1].text == "# b"
