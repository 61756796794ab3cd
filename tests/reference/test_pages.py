"""Pages of the reference: complete, and their formulas those of the literature."""

import pytest

import symcnn
from symcnn import reference
from symcnn.elaborate.functions import FUNCTIONS, SPECIAL
from symcnn.elaborate.joins import JOINS
from symcnn.elaborate.values import WORDS as PADDINGS
from symcnn.layers import LAYERS
from symcnn.quantities import QUANTITIES
from symcnn.reference import functions, layers, words
from symcnn.reference.families import about, families
from symcnn.text.words import STATEMENTS
from symcnn.text.words import WORDS as RESERVED

FORMULAS = [  # a layer, a fact of its page, what the literature says it is
    ("conv", "parameters", "F*C*K^2 + F"),
    ("conv", "MACs", "F*C*K^2*(H-K+1)*(W-K+1)"),  # He & Sun 2015, eq. 1
    ("dwconv", "parameters", "C*K^2 + C"),  # Howard et al. 2017, eq. 3
    ("sepconv", "MACs", "(H-K+1)*(W-K+1)*C*(K^2 + F)"),  # Howard et al. 2017, eq. 5
    ("dense", "parameters", "U*(H*W*C + 1)"),
    ("lstm", "parameters", "4*(U*(C+U) + U)"),  # Gers et al. 2000
    ("gru", "parameters", "3*(U*(C+U) + U)"),  # Cho et al. 2014
    ("rnn", "parameters", "U*(C+U) + U"),
    ("mha", "MACs", "4*L*C^2 + 2*L^2*C"),  # Vaswani et al. 2017, table 1
    ("embed", "parameters", "V*D"),
    ("bn", "parameters", "2*C"),  # Ioffe & Szegedy 2015
    ("bn", "buffers", "2*C"),
    ("pool", "MACs", "0"),
]


@pytest.mark.parametrize(("name", "title", "formula"), FORMULAS)
def test_the_formula_of_a_page_is_the_known_one(name, title, formula):
    (found,) = (fact.text for fact in layers.example(name).facts() if fact.title == title)
    assert symcnn.equal(found, formula) is True
    assert f"{title} " in reference.page(name)


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_a_layer_s_example_is_of_that_layer_and_has_numbers_for_its_symbols(name):
    one = layers.example(name)
    net = one.network()
    assert net.report.rows[-1].text.partition("(")[0] == name
    assert set(net.symbols) <= set(one.values)
    assert not net(**{s: v for s, v in one.values.items() if s in net.symbols}).symbols


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_the_example_has_every_argument_that_is_required_and_all_numbers_are_symbols(name):
    required = [field for field, info in LAYERS[name].fields.items() if info.default is ...]
    call = layers.example(name).text.split()[-1]
    assert call.count(",") >= len(required) - 1 >= -1
    assert layers.everything(name).network().report.rows[-1].text.partition("(")[0] == name


def test_every_word_of_the_language_has_a_page():
    assert {*RESERVED, *STATEMENTS, *JOINS, *PADDINGS, "seq", "from", "output", "repeat"} == set(words.WORDS)
    assert {*FUNCTIONS, *SPECIAL} == {*functions.ABOUT, *functions.FORMS}
    assert {*LAYERS, *words.WORDS, *FUNCTIONS, *QUANTITIES} <= set(reference.names())


@pytest.mark.parametrize("name", sorted(words.WORDS))
def test_the_example_of_a_word_has_it(name):
    example = words.WORDS[name].example
    assert ("*" if name == "repeat" else name) in example
    assert symcnn.parse(example).params is not None


@pytest.mark.parametrize("name", sorted(functions.ABOUT))
def test_the_example_of_a_function_is_a_call_of_it(name):
    assert functions.ABOUT[name][1].startswith(f"{name}(")


def test_values_of_functions():
    wanted = {"divisible(0.75*24)": 24, "ceil_to(17,8)": 24, "round_to(19,8)": 16, "mod(17,5)": 2, "lcm(12,18)": 36}
    assert {text: int(functions.value(text)) for text in wanted} == wanted


def test_every_family_says_what_it_is():
    assert sorted(name for names in families().values() for name in names) == sorted(LAYERS)
    assert all(about(family) for family in families())


def test_a_name_without_a_page_is_an_error():
    with pytest.raises(symcnn.SymcnnError, match="did you mean 'conv'"):
        reference.page("cnv")
