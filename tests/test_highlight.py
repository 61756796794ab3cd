"""Colours: every text keeps its characters, and every kind of word has its own kind of token."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import Error, string_to_tokentype

from symcnn.elaborate.program import FLOW
from symcnn.highlight import SymcnnLexer
from symcnn.layers import LAYERS
from symcnn.text.words import WORDS

ROOT = Path(__file__).parents[1]
TEXTS = [
    *sorted((ROOT / "symcnn" / "zoo").glob("*.cnn")),
    *sorted((ROOT / "tests" / "data" / "programs").glob("*.cnn")),
]

KINDS = """
conv(32,3)                   conv       Name.Builtin
conv(32,3)                   (          Punctuation
conv(32,3)                   32         Literal.Number.Integer
relu                         relu       Name.Builtin
res{ relu }                  res        Name.Builtin
seq{ relu }                  seq        Name.Builtin
max{ id | relu }             max        Name.Builtin
conv(max(F,3),1)             max        Name.Builtin.Pseudo
let c = max(F,3)             max        Name.Builtin.Pseudo
conv(floor(F/2),1)           floor      Name.Builtin.Pseudo
conv(F,3)                    F          Name.Variable
conv(F,3,pad=same)           pad        Name.Attribute
conv(F,3,pad=same)           same       Keyword.Constant
conv(F,3,pad = same)         pad        Name.Attribute
assume n == 2                n          Name.Variable
conv(F,3,bias=false)         false      Keyword.Constant
linear(.c//16)               .c         Name.Property
linear(.c//16)               //         Operator
conv(8,3x5)                  3x5        Literal.Number
let c = 0.75                 0.75       Literal.Number.Float
expect params < 1M           1M         Literal.Number
expect params < 1M           expect     Keyword.Declaration
for i in 1..n { relu }       for        Keyword
for i in 1..n { relu }       in         Operator.Word
for i in 1..n { relu }       ..         Operator
for i in 1..n { relu }       {          Punctuation
if n > 1 and m > 1 { relu }  and        Operator.Word
def block(c) { relu }        block      Name.Function
block(64)                    block      Name.Function
net small { relu }           small      Name.Class
import resnet: stem          resnet     Name.Namespace
relu as skip                 skip       Name.Label
param p: rational            rational   Keyword.Type
relu # a comment             # a comment  Comment.Single
relu @                       @          Error
"""


def split(text):
    return list(SymcnnLexer(stripnl=False, ensurenl=False).get_tokens(text))


ROWS = [re.split("  +", line) for line in KINDS.strip().splitlines()]


@pytest.mark.parametrize(("text", "word", "kind"), ROWS)
def test_what_a_word_is(text, word, kind):
    assert (string_to_tokentype(kind), word) in split(text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_known_program_is_read_without_an_error(path):
    text = path.read_text(encoding="utf-8")
    pieces = split(text)
    assert "".join(word for _, word in pieces) == text
    assert not [word for kind, word in pieces if kind is Error]


def test_every_layer_and_word_is_known():
    for name in [*LAYERS, *FLOW]:
        assert str(split(name)[0][0]) == "Token.Name.Builtin", name
    for word in WORDS:
        assert str(split(word)[0][0]).startswith(("Token.Keyword", "Token.Operator.Word")), word


@given(st.text() | st.text("conv(){}[]|=<>.,:;#*/ \n3x5kM_é"))
def test_no_text_is_refused_and_no_character_lost(text):
    assert "".join(word for _, _, word in SymcnnLexer().get_tokens_unprocessed(text)) == text


def test_pygments_finds_the_lexer():
    plugins = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["pygments.lexers"]
    module, _, name = plugins["symcnn"].partition(":")
    assert getattr(import_module(module), name) is SymcnnLexer
    assert SymcnnLexer.aliases == ["symcnn", "cnn"]
    assert SymcnnLexer.filenames == ["*.cnn"]
