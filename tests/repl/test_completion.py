"""What Tab offers."""

import pytest

from symcnn.repl.completion import choices
from symcnn.repl.session import Session

OFFERED = [  # before the cursor, one that is offered
    ("conv(8,3) po", "pool"),
    ("conv(8,3,pa", "pad="),
    ("conv(8,3,pad=sa", "same"),
    ("res{ conv(8,(3,1),di", "dilation="),
    (":sw", ":sweep"),
    (":ta", ":table"),
    (":params len", "lenet"),
    (":help sw", "sweep"),
    ("?con", "concat"),
    ("def", ""),
    ("f", "for"),
    ("conv(8,3) as stem relu concat(st", "stem"),
    ("conv(wi", "width"),
    ("conv(Fil", "Filters"),
    ("le", "lenet"),
    ("_", "_1"),
    ("resnet.resnet1", "resnet.resnet101"),
    ("add(ea", "early"),
    ("expect par", "params"),
]


@pytest.fixture(scope="module")
def session():
    made = Session()
    for line in ("let width = 8", "conv(Filters,3) as early", "net lenet(n) { relu }", "import resnet"):
        made.run(line)
    return made


@pytest.mark.parametrize(("before", "wanted"), OFFERED)
def test_offered(before, wanted, session):
    texts = [choice.text for choice in choices(session, before)]
    assert wanted in texts or (not wanted and before not in texts)
    assert texts == sorted(texts)


def test_what_is_chosen_takes_the_place_of_what_was_typed(session):
    for before, wanted in OFFERED:
        for choice in choices(session, before):
            if choice.text == wanted:
                whole = before[: len(before) - choice.replaces] + choice.text
                assert whole.startswith(before[: len(before) - choice.replaces])
                assert len(whole) > len(before)


def test_arguments_are_those_of_the_call_around_the_cursor(session):
    texts = [choice.text for choice in choices(session, "conv(8,3) pool(")]
    assert "size=" in texts
    assert "filters=" not in texts


def test_a_point_that_does_not_fit_is_no_reason_to_fail():
    made = Session()
    made.run("let w = 1/h")
    made.run(":at h=2")
    assert "w" in [choice.text for choice in choices(made, "conv(")]
