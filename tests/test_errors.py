"""Every mistake has a code, a message, a place and a word of help: the tables in tests/cases say which."""

import copy
import pickle
import re
from pathlib import Path
from typing import NamedTuple

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.errors import Span

CASES = Path(__file__).parent / "cases"
ROW = re.compile(r"(?P<text>.*) => (?P<code>[EW]\d{3}) (?P<message>\S.*)")
ACCEPTED = " => none"
MARKS = re.compile("[«»]")


class Case(NamedTuple):
    """A row of a table: a text, and what is said of the marked part of it (nothing: code and message are empty)."""

    text: str
    start: int
    end: int
    code: str
    message: str
    help: str


def read_case(row):
    """Read one row; anything that is not exactly of the form at the head of the tables is an error."""
    if row.endswith(ACCEPTED):
        text = row.removesuffix(ACCEPTED)
        assert not MARKS.search(text), f"nothing is marked where nothing is wrong: {row}"
        return Case(text.replace("⏎", "\n"), 0, 0, "", "", "")
    match = ROW.fullmatch(row)
    assert match, f"not of the form: text => CODE message | help: {row}"
    message, _, help_ = match["message"].partition(" | ")
    marks = "".join(MARKS.findall(match["text"]))
    assert marks in ("«»", ""), f"one «place» is marked, or none: {row}"
    start = match["text"].find("«") if marks else -1
    end = match["text"].find("»") - 1 if marks else -1
    text = MARKS.sub("", match["text"]).replace("⏎", "\n")
    return Case(text, start, end, match["code"], message, help_)


def rows(name):
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def params(name):
    return [pytest.param(row, id=f"{name.removesuffix('.txt')}: {row.partition(' => ')[0]}") for row in rows(name)]


def place(span):
    return (span.start, span.end) if isinstance(span, Span) else (-1, -1)


@pytest.mark.parametrize("row", [*params("errors_syntax.txt"), *params("errors.txt")])
def test_error(row):
    case = read_case(row)
    if not case.code:
        symcnn.parse(case.text)
        return
    with pytest.raises(SymcnnError) as caught:
        symcnn.parse(case.text)
    error = caught.value
    assert (error.code, error.message, error.help) == (case.code, case.message, case.help)
    assert place(error.span) == (case.start, case.end)
    assert str(error).startswith(f"error {case.code}: ")


@pytest.mark.parametrize("row", params("warnings.txt"))
def test_warning(row):
    case = read_case(row)
    found = [(w.code, w.message, w.help, *place(w.span)) for w in symcnn.parse(case.text).warnings]
    wanted = [(case.code, case.message, case.help, case.start, case.end)] if case.code else []
    assert found == wanted


@pytest.mark.parametrize("row", params("errors_inside.txt"))
def test_what_else_an_error_marks(row):
    text, _, wanted = row.partition(" => ")
    with pytest.raises(SymcnnError) as caught:
        symcnn.parse(text.replace("⏎", "\n"))
    shown = [f"{note.span.text}: {note.label}" for note in caught.value.marks]
    assert " | ".join([caught.value.code, *shown]) == wanted


@pytest.mark.parametrize("name", ["errors_syntax.txt", "errors.txt", "warnings.txt"])
def test_no_text_is_listed_twice(name):
    texts = [read_case(row).text for row in rows(name)]
    assert sorted(texts) == sorted(set(texts))


@pytest.mark.parametrize(
    "row",
    [
        "conv(32",
        "conv(32 => none of these",
        "conv«(»32 => E101",
        "conv(32 => E1 short code",
        "conv«(32 => E101 one mark",
        "conv»(«32 => E101 marks in the wrong order",
        "«conv»«(»32 => E101 two places",
        "«relu» => none",
    ],
)
def test_a_malformed_row_is_an_error(row):
    with pytest.raises(AssertionError):
        read_case(row)


def test_a_message_points_with_a_caret():
    with pytest.raises(SymcnnError) as caught:
        symcnn.parse("conv(32,3) cnv(64,3)")
    assert str(caught.value).splitlines() == [
        "error E201: unknown layer 'cnv'",
        " <input>:1:12",
        "   | conv(32,3) cnv(64,3)",
        "   |            ^~~",
        "  help: did you mean 'conv'?",
    ]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])
@pytest.mark.parametrize("text", ["conv(32", "res{ conv(3,3 ]", "cnv(3)", "def b { 3*cnv(3) } b"])
def test_an_error_survives_copying(copied, text):
    with pytest.raises(SymcnnError) as caught:
        symcnn.parse(text)
    error = copied(caught.value)
    assert str(error) == str(caught.value)
    assert (error.code, error.span, error.marks) == (caught.value.code, caught.value.span, caught.value.marks)


# ------------------------------------------------------- mistakes of programs


@pytest.fixture
def net():
    return symcnn.parse("conv(F,K) pool(2) dense(N)")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"Q": 3}, "E203"),
        ({"F": "2*"}, "E106"),
        ({"F": ""}, "E106"),
        ({"F": "same"}, "E303"),
        ({"F": "3x3"}, "E303"),
        ({"F": 1.5}, "E302"),
        ({"F": float("nan")}, "E302"),
        ({"F": 0}, "E302"),
        ({"F": -1}, "E302"),
        ({"F": True}, "E303"),
        ({"F": None}, "E303"),
        ({"F": [1]}, "E303"),
        ({"F": (3, 3)}, "E303"),
        ({"F": 1j}, "E303"),
        ({"F": {}}, "E303"),
        ({"F": object()}, "E303"),
        ({"F": "9^9^9^9"}, "E302"),
    ],
)
def test_a_wrong_value_for_a_symbol(net, values, code):
    with pytest.raises(SymcnnError) as caught:
        net(**values)
    assert caught.value.code == code


def test_formulas_from_outside_are_checked(net):
    import sympy

    for value in (sympy.Float("1.5"), sympy.I, sympy.oo, sympy.nan, sympy.zoo, sympy.true, sympy.Symbol("x") > 1):
        with pytest.raises(SymcnnError):
            net(F=value)
    assert net(F=sympy.Symbol("x") + 1).symbols == ("C", "H", "K", "N", "W", "x") or net(F=sympy.Symbol("x") + 1)


@pytest.mark.parametrize(
    "call",
    [
        lambda n: symcnn.parse(123),
        lambda n: symcnn.parse(None),
        lambda n: symcnn.parse(b"relu"),
        lambda n: symcnn.parse("relu", 3),
        lambda n: symcnn.load(None),
        lambda n: symcnn.load(3),
        lambda n: n.assume(None),
        lambda n: n.using(profile=3),
        lambda n: n.using(dtype=3),
    ],
)
def test_a_wrong_python_type_is_a_type_error(net, call):
    with pytest.raises(TypeError, match="must be a"):
        call(net)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda n: n.assume("even"), "E503"),
        (lambda n: n.using(profile="kears"), "E602"),
        (lambda n: n.using(dtype="float31"), "E602"),
        (lambda n: n.using(batch=0), "E302"),
        (lambda n: n.using(batch="x*"), "E106"),
        (lambda n: symcnn.parse("relu", "vgg"), "E208"),
        (lambda n: symcnn.load("no/such/file.cnn"), "E601"),
        (lambda n: symcnn.load("."), "E601"),
        (lambda n: symcnn.load("a\0b.cnn"), "E601"),
    ],
)
def test_a_wrong_request(net, call, code):
    with pytest.raises(SymcnnError) as caught:
        call(net)
    assert caught.value.code == code
    assert caught.value.help or code == "E601"


def test_an_unknown_quantity_lists_the_known_ones(net):
    with pytest.raises(AttributeError, match="params"):
        net.parms  # noqa: B018
