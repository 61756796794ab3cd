"""Every block of code in the README and the docs is run, and prints what the page says.

A page is a session: its blocks run in order. `console` blocks show commands behind `$ ` with their
output (`...` stands for anything), and behind `$ symcnn` alone a session of the prompt, its lines behind
`> ` and those that go on behind `. `; `python` blocks are doctests; `cnn` blocks must parse and their
expectations hold; `ipython` blocks are cells of a notebook, and what they show is in a `text` block behind
them; `sh` blocks of the README are run by `test_packaging`.
"""

import contextlib
import doctest
import io
import itertools
import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

import symcnn
from symcnn.cli.main import main
from symcnn.errors import SymcnnError
from symcnn.expect import check
from symcnn.repl.commands import Leave
from symcnn.repl.session import Session
from symcnn.repl.terminal import GREETING, under
from symcnn.text.parse import parse

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    p for p in [ROOT / "README.md", ROOT / "grammar" / "README.md", *(ROOT / "docs").rglob("*.md")] if p.exists()
)
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = {"extending.md"}  # `test_extending` runs its blocks in a copy of the package
KINDS = {"console", "python", "cnn", "sh", "text", "toml", "latex", "ipython"}


def blocks(page):
    """The fenced blocks of a page: (kind, code), with the indentation of a list taken off."""
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(r"^ *```", text, re.MULTILINE)) == 2 * len(FENCE.findall(text)), f"an unnamed fence in {page}"
    for indent, kind, code in FENCE.findall(text):
        yield kind, re.sub(rf"^{indent}", "", code, flags=re.MULTILINE)


def run_console(code):
    """Run the commands of a console block and compare what they print."""
    for command in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
        line, _, wanted = command.partition("\n")
        words = shlex.split(line)
        assert words[0] == "symcnn", f"only symcnn is run in a console block: {line}"
        if words == ["symcnn"]:
            run_prompt(wanted)
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            main(words[1:])
        checker = doctest.OutputChecker()
        assert checker.check_output(wanted, printed.getvalue(), doctest.ELLIPSIS), f"$ {line}\n{printed.getvalue()}"


def run_prompt(text):
    """Type the lines of a session at a prompt, and compare what they are answered."""
    session = Session()
    greeting, *parts = re.split(r"^> ", text, flags=re.MULTILINE)
    assert greeting.strip() == GREETING.format(version=symcnn.__version__)
    for part in parts:
        line, *lines = part.split("\n")
        more = list(itertools.takewhile(lambda one: one.startswith(". "), lines))
        typed = "\n".join([line, *(one[2:] for one in more)])
        wanted = "\n".join(lines[len(more) :])
        printed = answer_at_prompt(session, typed)
        checker = doctest.OutputChecker()
        assert checker.check_output(wanted, printed, doctest.ELLIPSIS), f"> {typed}\n{printed}"


def answer_at_prompt(session, typed):
    try:
        answer = session.run(typed)
    except SymcnnError as error:
        return f"{under(error, typed, WIDTH)}\n"
    except Leave:
        return ""
    return "".join(f"{one}\n" for one in (answer.text, *answer.warnings) if str(one))


WIDTH = 100  # columns of the terminal in which the pages are written


def run_python(code, page, names):
    test = doctest.DocTestParser().get_doctest(code, names, page.name, str(page), 0)
    test.globs = names
    assert test.examples, f"a python block of {page.name} has no >>> example"
    outcome = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(
        test, clear_globs=False
    )
    assert outcome.failed == 0


def run_cnn(code):
    first = code.split("\n", 1)[0]
    if re.fullmatch(r"# \S+\.cnn", first):
        Path(first[2:]).write_text(code, encoding="utf-8")  # later commands of the page use it
    assert all(outcome.holds for outcome in check(parse(code)))


def run_cell(code, shell):
    """Run a cell and give what it shows as text; a mistake must be one of ours."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        outcome = shell.run_cell(code)
    assert outcome.success or isinstance(outcome.error_in_exec, SymcnnError), printed.getvalue()
    return re.sub(r"^Out\[\d*\]: ?\n?", "", printed.getvalue())


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name not in ELSEWHERE], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_every_block_of_a_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    kinds, names, shown = [], {}, ""
    shell = InteractiveShell() if "```ipython" in page.read_text(encoding="utf-8") else None
    for kind, code in blocks(page):
        assert kind in KINDS, f"{page.name} has a block of an unknown kind: {kind}"
        if kind == "text" and kinds[-1:] == ["ipython"]:
            assert doctest.OutputChecker().check_output(code, shown, doctest.ELLIPSIS), shown
        kinds.append(kind)
        if kind == "ipython":
            shown = run_cell(code, shell)
        elif kind == "console":
            run_console(code)
        elif kind == "python":
            run_python(code, page, names)
        elif kind == "cnn":
            run_cnn(code)
    if page.name == "README.md" and page.parent == ROOT:
        assert {"console", "python", "cnn", "sh"} <= set(kinds)


def test_a_wrong_page_is_found_out():
    with pytest.raises(AssertionError):
        run_console("$ symcnn 'conv(16,3)' --only params\n16*(9*C + 2)\n")


def test_a_wrong_session_is_found_out():
    session = f"{GREETING.format(version=symcnn.__version__)}\n> 1+1\n"
    run_console(f"$ symcnn\n{session}2\n> quit\n")
    with pytest.raises(AssertionError):
        run_console(f"$ symcnn\n{session}3\n")


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_page_is_in_the_list_of_pages():
    listed = (ROOT / "docs" / "index.md").read_text(encoding="utf-8").splitlines()
    for page in [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "reference").glob("*.md")]:
        name = page.relative_to(ROOT / "docs").with_suffix("").as_posix()
        assert name == "index" or name in listed, f"docs/index.md does not list {name}"


def test_every_dependency_is_explained():
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.match(r"[\w-]+", one)[0] for group in groups for one in group}
    cells = set(re.findall(r"[\w-]+", "".join(line for line in page.splitlines(keepends=True) if line.startswith("|"))))
    assert names - {"symcnn"} <= cells, f"no reason given for {sorted(names - {'symcnn'} - cells)}"
    assert set(project["optional-dependencies"]) <= cells


def test_what_the_comparison_says_of_another_tool_was_measured():
    said = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
    rows = (ROOT / "tests" / "data" / "profiles.jsonl").read_text(encoding="utf-8").splitlines()
    network = "input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)"
    (count,) = (row["value"] for row in map(json.loads, rows) if (row["tool"], row["net"]) == ("torchinfo", network))
    assert f"counts {count:,} mult-adds" in said
    assert f"\n{count}\n" in said
