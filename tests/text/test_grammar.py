"""The grammar builds without conflicts, and its page has an example of every rule."""

import re
from pathlib import Path

import lark
import pytest

from symcnn.text import grammar_files, tables
from symcnn.text.parse import parse, parse_value
from symcnn.text.write import write

FOLDER = Path(grammar_files.folder())
README = (FOLDER / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \|(?: .* \|)? `([^`]+)` \|$", re.MULTILINE)
EXAMPLES = [(rule, text.replace("\\|", "|")) for rule, text in ROW.findall(README)]
RULE = re.compile(r"^\??(_?[a-z]\w*)[ ]*:", re.MULTILINE)
TERMINAL = re.compile(r"^([A-Z]+)(?:\.\d+)?:", re.MULTILINE)


def names(pattern):
    return [name for path in FOLDER.glob("*.lark") for name in pattern.findall(path.read_text("utf-8"))]


def plain(name):
    """A rule's or terminal's name without the mark of the file that it was imported from."""
    return name.replace("expression__", "").replace("lexis__", "")


class Recorder:
    """A parser that notes which rules and terminals it meets."""

    def __init__(self):
        self.seen = set()
        self.lark = tables.build(lexer_callbacks={"COMMENT": self.note_comment})
        self.callbacks = {}
        for rule in self.lark.rules:
            longest = max(len(other.expansion) for other in self.lark.rules if other.origin == rule.origin)
            if len(rule.expansion) > 1 or longest == 1:  # `?sum: product` alone is no sum
                self.callbacks[rule] = plain(str(rule.origin.name))

    def note_comment(self, token):
        self.seen.add("COMMENT")
        return token

    def read(self, text, start):
        self.seen = {plain(token.type) for token in self.lark.lex(text)} | self.seen
        parser = self.lark.parse_interactive(text, start=start)
        made = parser.parser_state.parse_conf.callbacks
        parser.parser_state.parse_conf.callbacks = {rule: self.noting(rule, make) for rule, make in made.items()}
        parser.exhaust_lexer()
        parser.feed_eof()
        return self.seen

    def noting(self, rule, make):
        def build(children):
            self.seen.add(self.callbacks.get(rule))
            return make(children)

        return build


@pytest.fixture(scope="module")
def recorder():
    return Recorder()


def test_the_grammar_has_no_conflicts():
    tables.build(strict=True)


def test_strict_mode_would_notice_a_conflict():
    with pytest.raises(lark.exceptions.GrammarError):
        lark.Lark('start: a | b\na: "x"\nb: "x"', parser="lalr", strict=True)


def test_every_rule_and_terminal_has_one_example():
    listed = [name for name, _ in EXAMPLES]
    assert sorted(listed) == sorted(set(names(RULE)) | set(names(TERMINAL)))


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=[rule for rule, _ in EXAMPLES])
def test_an_example_uses_its_rule(rule, text, recorder):
    recorder.seen = {"BLANK"} if " " in text else set()
    assert rule in recorder.read(text, "value" if rule == "value" else "start")


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=[rule for rule, _ in EXAMPLES])
def test_an_example_is_canonical(rule, text):
    if rule == "value":
        assert parse_value(text)
    elif rule != "COMMENT":
        assert write(parse(text)) == text


def test_the_page_names_no_file_that_is_gone():
    for name in re.findall(r"\w+\.lark", README):
        assert Path(FOLDER / name).is_file()
