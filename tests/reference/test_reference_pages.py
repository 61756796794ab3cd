"""The pages of `docs/reference` are what the program makes of the records."""

import pytest

from symcnn.layers import LAYERS
from symcnn.layers.contract import signature
from tests import reference_pages

PAGES = reference_pages.pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_what_the_records_give(name):
    kept = (reference_pages.FOLDER / name).read_text(encoding="utf-8")
    assert kept == PAGES[name], "run: python tests/reference_pages.py --write"


def test_there_are_no_other_pages():
    folder = reference_pages.FOLDER
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*")) == sorted(PAGES)


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_every_layer_has_a_section_with_its_signature(name):
    text = "\n".join(PAGES.values())
    assert f"\n## {name}\n\n```text\n{signature(name)}\n```\n" in text


def test_prose_has_no_marks_but_code():
    assert reference_pages.plain("a*b_c|d `e*f`") == r"a\*b\_c\|d `e*f`"
