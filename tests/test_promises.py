"""What symcnn promises, a section each, on generated networks.

Every test here was seen to fail when the promise was broken on purpose.
"""

import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from math import prod

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import symcnn
from symcnn.forms import FORMS
from symcnn.layers import LAYERS
from symcnn.quantities import QUANTITIES
from symcnn.text.parse import parse as parse_tree
from symcnn.text.write import write
from tests.oracles.random_text import random_branches, random_network, random_values
from tests.text.strategies import programs

ADDITIVE = ("params", "buffers", "total", "macs", "flops", "activations", "memory")
many = settings(max_examples=30, deadline=None, derandomize=True)
few = settings(max_examples=12, deadline=None, derandomize=True)
seeds = st.integers(0, 10**6)
texts = st.builds(random_network, seeds) | st.builds(random_branches, seeds)


def network(text, **values):
    """The network, or None where it is refused."""
    try:
        return symcnn.parse(text, **values)
    except symcnn.SymcnnError:
        return None


def values_for(text, seed):
    return random_values(seed, sorted(set(re.findall(r"\b[A-Z]\b", text))))


# ------------------------------------- 1. Integers of any size are exact. No float ever decides one.

huge = st.integers(10**20, 10**220)
layer = st.tuples(huge, st.integers(1, 9), st.integers(1, 5), st.integers(0, 4))


@many
@given(st.tuples(huge, huge, huge), st.lists(layer, min_size=1, max_size=4))
def test_integers_of_any_size_are_exact(start, layers):
    text = " ".join(f"conv({f},{k},{s},{p})" for f, k, s, p in layers)
    net = symcnn.parse(f"input{start} {text}")
    sizes, c, params, macs = start[:2], start[2], 0, 0
    for row, (f, k, s, p) in zip(net.layers, layers, strict=True):
        before, (*sizes, channels) = sizes, row.output_shape
        for n, o in zip(before, sizes, strict=True):
            assert (o - 1) * s + k <= n + 2 * p < o * s + k  # the last window fits, one more would not
        params, macs, c = params + k * k * c * f + f, macs + prod(sizes) * k * k * c * f, f
        assert channels == f
    assert (net.params, net.macs) == (params, macs)
    assert {type(getattr(net, name)) for name in ADDITIVE} == {int}
    assert json.loads(json.dumps(net.to_dict()))["totals"]["macs"] == macs


@many
@given(texts, huge)
def test_a_formula_at_a_huge_size_is_what_the_numbers_give(text, size):
    net = network(text)
    values = {name: size if name in "DHWL" else value for name, value in values_for(text, 1).items()}
    numbers = network(text, **values)
    assume(net is not None and numbers is not None)
    for name in ADDITIVE:
        formula = sympy.sympify(getattr(net, name))
        assert not formula.has(sympy.Float)
        assert formula.subs(values) == getattr(numbers, name)
        assert type(getattr(numbers, name)) is int


# ------------------------------------- 2. What is not understood is an error that names the place: never a silent zero.

MULTIPLY = {"attend", "conv", "convt", "dense", "dwconv", "gru", "linear", "lstm", "mha", "rnn", "sepconv"}
LEARN = (MULTIPLY - {"attend"}) | {"bias", "bn", "cls", "embed", "gn", "ln", "pos", "prelu", "rms", "scale"}
SEQUENCES = {"attend", "cls", "gru", "lstm", "mha", "pos", "rnn", "token", "transpose"}
STARTS = {"input": "", "embed": "input(8,tokens=true) ", **dict.fromkeys(SEQUENCES, "input(8,8) as x ")}
ARGUMENTS = {
    "input": "4,4,8",
    "reshape": "4,4,32",
    "padc": "9",
    "resize": "4,4",
    "slice": "1,2",
    "pick": "0,1",
    "attend": "x,x",
}


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_the_layers_that_learn_and_multiply_count_it(name):
    required = [field for field in LAYERS[name].fields.values() if field.default is ...]
    call = f"{name}({ARGUMENTS.get(name, ','.join('2' for _ in required))})"
    net = symcnn.parse(STARTS.get(name, "input(8,8,8) ") + call)
    row = net.report.rows[-1]
    assert (row.params > 0, row.macs > 0) == (name in LEARN, name in MULTIPLY)


@many
@given(texts, st.data())
def test_a_word_that_is_not_known_is_an_error_at_its_place(text, data):
    words = [m for m in re.finditer(r"[a-z]\w*\b(?!=)", text) if m[0] in LAYERS]  # not the argument in bias=false
    word = data.draw(st.sampled_from(words))
    unknown = data.draw(st.sampled_from(["qq", "zzconv", word[0] + "_q"]))
    with pytest.raises(symcnn.SymcnnError) as caught:
        symcnn.parse(text[: word.start()] + unknown + text[word.end() :])
    if caught.value.code != "E201":  # something before it was wrong
        assert caught.value.span is None or caught.value.span.start < word.start() or network(text) is None
    else:
        assert (caught.value.span.start, caught.value.span.end) == (word.start(), word.start() + len(unknown))


@many
@given(texts)
def test_every_layer_that_is_written_has_a_row(text):
    net = network(text)
    assume(net is not None)
    written = [m[0] for m in re.finditer(r"[a-z]\w*(?=[({ ]|$)", re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", text))]
    rows = [row.layer for row in net.report.rows if not row.implied]
    assert sorted(rows) == sorted(written)


@few
@given(texts)
def test_every_number_is_printed_with_its_convention(text):
    net = network(text)
    assume(net is not None)
    said = net.to_dict()
    assert set(said["totals"]) <= set(said["conventions"])
    table = net.table()
    for name in ("params", "macs", "flops", "activations", "memory"):
        assert QUANTITIES[name].title in table
        assert said["conventions"][name] in table


# --------------------------------- 3. "It depends" is an answer: a network exists exactly where its conditions hold.


@many
@given(texts, seeds)
def test_a_network_exists_exactly_where_its_conditions_hold(text, seed):
    net = network(text)
    for at in range(8):
        values = values_for(text, 8 * seed + at)
        numbers = network(text, **values)
        said = net is not None and all(condition.at(values) for condition in net.conditions)
        if numbers is None or not stretches(numbers):
            assert said == (numbers is not None), (values, net and list(map(str, net.conditions)))


def stretches(numbers):
    """Whether a join uses a map of one position at every position of another, as it may for some numbers.

    Conditions ask for equal sizes there: they say where the paths meet position by position.
    """
    steps = numbers.report.steps
    joins = [[steps[at].output_shape.sizes for at in step.inputs] for step in steps if step.layer.category == "join"]
    return any(len(set(sizes)) > 1 for sizes in joins)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 2000, 250))
def test_many_networks_exist_exactly_where_their_conditions_hold(start):
    for seed in range(start, start + 250):
        test_a_network_exists_exactly_where_its_conditions_hold.hypothesis.inner_test(random_branches(seed), seed)


# ------------------------------------- 4. Same text, same answer.

SAY = """
import json, sys
import symcnn
for text in json.load(sys.stdin):
    try:
        net = symcnn.parse(text)
        print(json.dumps(net.to_dict()), net.latex(), net.table())
    except symcnn.SymcnnError as error:
        print(error)
"""


def said(texts, hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    command = [sys.executable, "-c", SAY]
    return subprocess.run(command, input=json.dumps(texts).encode(), capture_output=True, check=True, env=environment)


def test_the_same_text_has_the_same_answer_under_any_hash_seed():
    texts = [make(seed) for make in (random_network, random_branches) for seed in range(6)]
    assert len({said(texts, hash_seed).stdout for hash_seed in (1, 2, 3)}) == 1


@few
@given(texts, texts)
def test_the_same_text_has_the_same_answer_after_others(text, other):
    before = answer(text)
    answer(other)
    sympy.core.cache.clear_cache()
    assert answer(text) == before


def answer(text):
    try:
        return json.dumps(symcnn.parse(text).to_dict())
    except symcnn.SymcnnError as error:
        return str(error)


# ------------------------------------- 7. Printable, reversible: text reads back as the tree, formulas as the integers.


@few
@given(programs)
def test_a_tree_that_is_written_reads_back_as_itself(program):
    assert parse_tree(write(program)) == program
    assert parse_tree(write(program, line=True)) == program


@many
@given(texts, seeds)
def test_a_printed_formula_evaluates_to_the_same_integers(text, seed):
    net = network(text)
    values = values_for(text, seed)
    numbers = network(text, **values)
    assume(net is not None and numbers is not None)
    for form in FORMS:
        for name in ADDITIVE:
            assert evaluated(net.form(form).formula(name), values) == getattr(numbers, name), (form, name)
    for row, one in zip(net.to_dict()["layers"], numbers.to_dict()["layers"], strict=True):
        assert [evaluated(size, values) for size in row["output"]] == one["output"]
        assert [evaluated(row[name], values) for name in ADDITIVE] == [one[name] for name in ADDITIVE]


def evaluated(printed, values):
    """A printed formula in Python's own exact arithmetic."""
    exact = {name: Fraction(value) for name, value in values.items()}
    functions = {"Min": min, "Max": max, "__builtins__": {}}
    number = re.sub(r"(?<=\d),(?=\d{3})", "", printed) if isinstance(printed, str) else printed
    return number if isinstance(number, int) else eval(number, functions, exact)  # noqa: S307  (our own output)
