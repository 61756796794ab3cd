"""Whatever a layer's signature shows can be written."""

import pytest

import symcnn
from symcnn.layers import LAYERS
from symcnn.layers.contract import language_name
from symcnn.text.parse import parse as parse_text


@pytest.mark.parametrize("name", LAYERS)
def test_every_argument_can_be_given_by_name(name):
    for field in LAYERS[name].fields:
        call = parse_text(f"{name}({language_name(field)}=1)").body[0]
        assert call.arguments[0].name == language_name(field)


def test_the_word_shared_is_an_argument_of_prelu():
    assert symcnn.parse("input(8,8,16) prelu(shared=true)").params == 1
    assert symcnn.parse("input(8,8,16) set prelu(shared=true) prelu").params == 1


@pytest.mark.parametrize("text", ["conv(shared,3)", "prelu(shared)", "conv(8,kernel=shared)"])
def test_shared_is_no_name_otherwise(text):
    with pytest.raises(symcnn.SymcnnError, match=r"E108.*'shared' is a word of the language"):
        symcnn.parse(text)
