"""Text to tree to text: nothing is lost, and the second time nothing changes."""

import re
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from symcnn.errors import SymcnnError
from symcnn.text import tables
from symcnn.text.layout import spelling
from symcnn.text.parse import parse
from symcnn.text.write import write
from tests.text.strategies import programs

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted([*ROOT.glob("tests/data/programs/*.cnn"), *ROOT.glob("symcnn/zoo/*.cnn")], key=lambda path: path.name)
BLANKS = ("", " ", "   ", "\n", "\n\n\n\n", "\t", "\f", "\r\n", " \r\n\r\n\r\n ")
lark = tables.build()


def check(text):
    """All that must hold for a text that parses; returns the canonical text."""
    program = parse(text)
    canonical = write(program)
    again = parse(canonical)
    assert again == program
    assert [*map(spelling, again.comments)] == [*map(spelling, program.comments)]
    assert write(again) == canonical
    check_layout(canonical)
    line = write(program, line=True)
    assert "\n" not in line
    assert parse(line) == program
    assert write(parse(line)) == line
    return canonical


def check_layout(canonical):
    assert not re.search(r"[ \t\r\f]\n|\n\n\n|^\n|\n$", canonical)
    assert all((len(line) - len(line.lstrip(" "))) % 2 == 0 for line in canonical.split("\n"))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_program_survives(path, end):
    text = path.read_text(encoding="utf-8")
    assert check(text.replace("\n", end)) == check(text)


@pytest.mark.parametrize("path", [p for p in PROGRAMS if p.stem != "seeds"], ids=lambda path: path.stem)
def test_a_canonical_program_stays_as_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert write(parse(text)) + "\n" == text


def test_there_are_programs_to_test():
    assert len(PROGRAMS) >= 18


SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]
FEW = settings(max_examples=15, deadline=None, suppress_health_check=SLOW_TO_DRAW)
MANY = settings(max_examples=400, deadline=None, suppress_health_check=SLOW_TO_DRAW)


def survives(program):
    text = write(program)
    assert parse(text) == program
    check(text)


test_a_tree_survives = FEW(given(programs)(survives))
test_many_trees_survive = pytest.mark.slow(MANY(given(programs)(survives)))


STARTS = ("#", "# ", "##", "#! ")
ENDS = ("", " ", "\r")


@st.composite
def gaps(draw, number):
    """Blanks, now and then with a comment of its own number."""
    blank = draw(st.sampled_from(BLANKS))
    if draw(st.integers(0, 7)) < 7:
        return blank or " "
    return f"{blank}{draw(st.sampled_from(STARTS))}{next(number)}{draw(st.sampled_from(ENDS))}\n"


@st.composite
def messy_texts(draw):
    """A program with any blanks and comments between any two of its tokens."""
    program = draw(programs)
    number = count(1)
    text = "".join(draw(gaps(number)) + token for token in lark.lex(write(program)))
    return program, text + draw(st.sampled_from(["", "\n", "\n\n", " # end", "\r\n"]))


def means_the_same(example):
    program, text = example
    assert parse(text) == program
    check(text)


test_blanks_and_comments_anywhere_change_nothing = FEW(given(messy_texts())(means_the_same))
test_blanks_and_comments_in_many_programs = pytest.mark.slow(MANY(given(messy_texts())(means_the_same)))


def spaced(terminal):
    """Texts of a terminal that cannot run together with their neighbours."""
    by_name = {
        "NAME": ["a", "conv", "n1"],
        "CALL": ["conv(", "a.b(", "if("],
        "ATTR": [".c"],
        "INT": ["1", "542_230"],
        "FLOAT": ["0.5", "1e6"],
        "UNIT": ["4k", "1.5Mi"],
        "DIMS": ["3x5", "2×2×2"],
        "COMMENT": ["#a\n", "# b \r\n"],
        "BLANK": [" ", "\n\n"],
        "COMPARE": ["==", "<"],
        "DIVIDE": ["/", "//", "%"],
        "POWER": ["^", "**"],
        "ADD": ["+", "-"],
    }
    name = terminal.name.replace("expression__", "").replace("lexis__", "")
    texts = by_name.get(name) or [terminal.pattern.value.replace("\\", "")]
    return st.sampled_from([f" {text} " if name != "COMMENT" else text for text in texts])


ONLY_THE_BUILDER_REFUSES = ("E105", "E107", "E108", "E109")  # an else without if, a keyword before a position, …


@pytest.mark.slow
@given(from_lark(lark, start="start", explicit={t.name: spaced(t) for t in lark.terminals}))
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_the_grammar_makes_survives(text):
    code = refusal(text)
    assert not code or code in ONLY_THE_BUILDER_REFUSES
    if not code:
        check(text)


def refusal(text):
    """The code of the error that a text gives, if it gives one."""
    try:
        parse(text)
    except SymcnnError as error:
        return error.code
    return ""
