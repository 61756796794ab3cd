"""Every formula of `data/published_formulas.json` is derived from a line of text, or named with a reason why not.

Equality is proven by `symcnn.equal`; and no form is longer than the published one, counted as it is
written and, once more, by sympy after it has read both.
"""

import json
import re
import subprocess
from typing import NamedTuple

import pytest
import sympy

import symcnn
from symcnn.algebra.printing import text
from tests import papers

ROWS = {row["of"]: row for row in papers.table()["formula"]}
NAMES = sorted(ROWS)


@pytest.fixture(scope="module")
def found():
    return {one.name: one for one in papers.derivations()}


def read(formula):
    """A formula in plain symbols, whatever sympy means by their names."""
    known = {"floor": sympy.floor, "sqrt": sympy.sqrt}
    names = set(re.findall(r"[A-Za-z_]\w*", formula)) - set(known)
    return sympy.sympify(formula, locals={**known, **{name: sympy.Symbol(name) for name in names}})


def test_the_page_is_what_the_table_gives():
    assert papers.PAGE.read_text(encoding="utf-8") == papers.page(), "run: python tests/papers.py --write"


def test_every_published_formula_is_derived_or_named_with_a_reason():
    left_out = papers.table()["left_out"]
    assert sorted({*NAMES, *left_out} & {*papers.published()}) == sorted(papers.published())
    assert not set(NAMES) & set(left_out)
    assert len(papers.table()["formula"]) == len(NAMES), "a formula stands twice in the table"
    assert all(left_out.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_derived_formula_is_proven_equal(found, name):
    assert symcnn.equal(found[name].formula, papers.as_text(found[name].published.formula)) is True


@pytest.mark.parametrize("name", NAMES)
def test_no_form_is_longer_than_the_published_one(found, name):
    ours, theirs = found[name].formula, papers.as_text(found[name].published.formula)
    assert papers.operations(ours) <= papers.operations(theirs)
    assert sympy.count_ops(read(ours)) <= sympy.count_ops(read(theirs))


@pytest.mark.parametrize("start", [lambda e: e, sympy.expand], ids=["as published", "multiplied out"])
@pytest.mark.parametrize("name", sorted(papers.published()))
def test_the_short_form_of_a_published_formula_is_not_longer(name, start):
    published = papers.as_text(papers.published()[name].formula)
    assert papers.operations(text(start(read(published)))) <= papers.operations(published)


@pytest.mark.parametrize("name", NAMES)
def test_the_letters_are_those_of_the_paper(found, name):
    ours, theirs = (read(f).free_symbols for f in (found[name].formula, papers.as_text(found[name].published.formula)))
    assert ours == theirs


@pytest.mark.parametrize("name", [name for name in NAMES if name not in papers.published()])
def test_a_form_summed_by_hand_has_a_published_number(found, name):
    formula = read(found[name].published.formula)
    values = {**ROWS[name].get("check", {"is": formula})}
    assert formula.subs(values) == values.pop("is")
    assert formula.is_Integer or {s.name for s in formula.free_symbols} == set(values)


def test_published_numbers_come_out(found):
    entries = json.loads((papers.DATA / "published_formulas.json").read_text(encoding="utf-8"))
    checks = [(f"{e['id']}.{check['key']}", check) for e in entries for check in e["checks"]]
    for name, check in checks:
        value = read(found[name].formula).subs({s: sympy.nsimplify(v) for s, v in check["env"].items()})
        assert abs(value - check["expect"]) <= check["tol"], name
    assert len(checks) > 30


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("densenet121_params.")])
def test_all_densenets_come_from_one_formula(found, name):
    formula = read(papers.printed(ROWS["densenet121_params.p121"]["shown"]))
    values = {k: int(v) for k, v in re.findall(r"\b(k|n\d)=(\d+)", found[name].command)}
    assert formula.subs(values) == int(found[name].published.formula)


# -------------------------------------------------------------- what would be found out


class Wrong(NamedTuple):
    formula: str
    published: str


@pytest.mark.parametrize("wrong", [Wrong("27*C**2 + 1", "27*C**2"), Wrong("n*2", "2*n + 1")])
def test_a_wrong_formula_is_not_equal(wrong):
    assert symcnn.equal(wrong.formula, wrong.published) is False


@pytest.mark.parametrize(
    ("formula", "count"),
    [("n", 0), ("-n", 1), ("2*n + 1", 2), ("floor(a/b)", 2), ("Rational(49,27)-1", 2), ("2*sqrt(h)//g", 3)],
)
def test_operations_are_those_that_are_written(formula, count):
    assert papers.operations(formula) == count


def test_a_line_of_several_is_found():
    lines = "macs\n  A      2*C\n  B / A  1/F\n"
    assert papers.line_of(lines, "B / A") == (2, "  B / A  ")
    assert papers.without_layers("32 (pool1, pool2 and 7 more)") == "32"


# --------------------------------------------------------------------------- LaTeX


@pytest.mark.latex
def test_all_formulas_compile_in_latex(tmp_path):
    (tmp_path / "papers.tex").write_text(papers.document(), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "papers.tex"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "Overfull" not in ran.stdout
    assert "LaTeX Warning" not in ran.stdout
