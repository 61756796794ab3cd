"""The prompt in a real terminal: editing, history, lines that go on, keys that stop, terminals that can little."""

import os
import re
import sys

import pexpect
import pytest

CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
READING = "\x1b[?2004h"  # a terminal is told that pasted text is to be marked, whenever a prompt begins to read
PROMPT = {"xterm": READING, "dumb": "\r\n> "}


class Terminal:
    """A prompt in a terminal of its own."""

    def __init__(self, folder, term="xterm", columns=100, **environment):
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "XDG_STATE_HOME")}
        own = {"TERM": term, "XDG_STATE_HOME": str(folder), "PROMPT_TOOLKIT_NO_CPR": "1", **environment}
        command = [sys.executable, "-m", "symcnn"]
        self.reading = PROMPT[term]
        self.child = pexpect.spawn(
            command[0], command[1:], env={**kept, **own}, dimensions=(30, columns), encoding="utf-8", timeout=30
        )
        self.greeting = self.wait()

    def wait(self):
        """What is printed until the prompt reads again."""
        self.child.expect_exact(self.reading)
        return self.child.before

    def type(self, text):
        self.child.send(text)

    def enter(self, text):
        """What a line is answered."""
        self.child.send(f"{text}\r")
        return CODES.sub("", self.wait())

    def end(self, key="\x04"):
        self.child.send(key)
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def open_one(*args, **more):
        opened.append(Terminal(tmp_path, *args, **more))
        return opened[-1]

    yield open_one
    for one in opened:
        one.child.close(force=True)


pytestmark = pytest.mark.slow


def test_a_network_is_answered_and_ctrl_d_leaves(terminal):
    one = terminal()
    assert ":help" in one.greeting
    assert "542,230" in one.enter("input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)")
    assert one.end() == 0


@pytest.mark.parametrize("word", [":quit", "quit", "exit"])
def test_words_that_leave(terminal, word):
    assert terminal().end(f"{word}\r") == 0


def test_the_caret_stands_under_what_was_typed(terminal):
    lines = terminal().enter("conv(32,3) cnv(64,3)").splitlines()
    at = next(number for number, line in enumerate(lines) if "^~~" in line)
    assert lines[at].index("^") == len("> conv(32,3) ")
    assert "E201" in lines[at + 1]
    assert "<input>" not in "".join(lines)


def test_a_line_with_an_open_bracket_goes_on(terminal):
    one = terminal()
    one.type("input(4,4,1) seq{\r")
    one.type("conv(2,1)\r")
    assert "4x4x2" in one.enter("}")


def test_an_open_line_ends_at_a_blank_one(terminal):
    one = terminal()
    one.type("res{ relu\r")
    assert "E101" in one.enter("")
    assert "_1:" in one.enter("relu")


def test_ctrl_c_drops_the_line(terminal):
    one = terminal()
    one.type("conv(nonsense\x03")
    one.wait()
    assert "_1:" in one.enter("relu")


def test_ctrl_c_stops_a_long_calculation_and_loses_nothing(terminal):
    one = terminal()
    one.enter("input(4,4,1) conv(2,1)")
    one.type(f"for i in 1..100 {{ for j in 1..100 {{ for k in 1..100 {{ {LONG} }} }} }}\r")
    one.child.expect_exact("2004l")  # it reads no more
    one.child.expect(pexpect.TIMEOUT, timeout=1.5)
    one.type("\x03")
    assert "interrupted" in CODES.sub("", one.wait())
    assert one.enter(":params").split()[-1] == "4"


LONG = "conv(F*i+j*k,3,pad=same)"


def test_history_is_there_in_the_next_session(terminal):
    first = terminal()
    first.enter("conv(7,3)")
    first.end()
    second = terminal()
    assert "_1: HxWxC -> (H - 2)x(W - 2)x7" in second.enter("\x1b[A")


def test_history_belongs_to_the_user_alone(terminal, tmp_path):
    one = terminal()
    one.enter("relu")
    one.end()
    assert (tmp_path / "symcnn" / "history").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_no_failure(terminal, tmp_path):
    (tmp_path / "symcnn").write_text("a file where a folder should be")
    assert "_1:" in terminal().enter("relu")


def test_tab_completes(terminal):
    one = terminal()
    one.enter("relu")
    one.type(":tab\t")
    one.child.expect("le")
    assert "parameters" in one.enter("")


def test_a_session_that_is_pasted_is_answered_line_by_line(terminal):
    one = terminal()
    one.type("\x1b[200~input(4,4,1) conv(2,1)\n:params\x1b[201~")
    said = one.enter("")
    assert said.rstrip().splitlines()[-1] == "4"


def test_colours_unless_they_are_not_wanted(terminal):
    one = terminal()
    one.type("cnv\r")
    assert "\x1b[1;31merror" in one.wait()
    two = terminal(NO_COLOR="1")
    two.type("cnv\r")
    said = two.wait()
    assert "error E201" in said
    assert not re.search(r"\x1b\[[0-9;]*[1-9][0-9;]*m", said.replace("\x1b[0m", ""))


def test_a_dumb_terminal_gets_plain_lines(terminal):
    one = terminal("dumb")
    assert "\x1b" not in one.greeting
    said = one.enter("input(4,4,1) conv(2,1)")
    assert "params  4" in said
    assert "\x1b" not in said
    assert one.end() == 0


def test_a_narrow_terminal(terminal):
    one = terminal(columns=40)
    said = one.enter("conv(32,3) pool(2) dense(100) relu cnv(10)")
    *_, excerpt, caret, _, _ = (line.rstrip() for line in said.rstrip().split("\n"))
    assert excerpt[caret.index("^") :].startswith("cnv")  # the line was wrapped: what is marked stands there once more
    one.enter("input(28,28,1) conv(32,3)")
    said = one.enter(":table")
    assert max(map(len, said.replace("\r", "").split("\n"))) <= 40
