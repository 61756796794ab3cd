"""The formulas of papers, each from a line that a user can type: `docs/papers.md` is made by this program.

    python tests/papers.py             print the page
    python tests/papers.py --write     rewrite docs/papers.md
    python tests/papers.py --document  print all of it as a LaTeX document

The table is `tests/data/papers.toml`; citations and published forms of `published_formulas.json` stand there.
"""

import ast
import functools
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from symcnn.views.document import AFTER, BEFORE
from symcnn.views.latex import escape
from tests.outputs import printed

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "papers.md"
DATA = ROOT / "tests" / "data"
HEAD = """# Formulas from papers

<!-- made by: python tests/papers.py --write -->

Each formula below was published, or follows from a published table. Each is derived here from one line of text, in
the letters of its paper, and proven equal for all values of its symbols (`symcnn.equal`; no numbers are tried in place
of a proof). Operations are counted in the text as it is written, each `+ - * / //` and power, each function and each
minus sign in front for one. Of {formulas} formulas and numbers from {papers} papers, {shorter} are shorter here than
they were published, and none is longer.

The page is made from the table `tests/data/papers.toml` by `python tests/papers.py --write`: a row more there is a
formula more here. [Published numbers](published-numbers.md) has tables and tutorials derived again.
"""


class Published(NamedTuple):
    """What a paper prints."""

    paper: str
    where: str
    quantity: str
    assumptions: str
    formula: str


class Derived(NamedTuple):
    """What a command makes of a line of text."""

    name: str
    published: Published
    command: str
    output: str
    formula: str
    latex: str
    note: str
    shown: str


@functools.cache
def published():
    """The formulas of `published_formulas.json` by entry.key."""
    entries = json.loads((DATA / "published_formulas.json").read_text(encoding="utf-8"))
    return {
        f"{e['id']}.{key}": Published(e["paper"], e["where"], e["quantity"].strip(), e["assumptions"], formula)
        for e in entries
        for key, formula in e["statement"].items()
    }


@functools.cache
def table():
    return tomllib.loads((DATA / "papers.toml").read_text(encoding="utf-8"))


@functools.cache
def derivations():
    """All rows of the table, run."""
    return [derived(row) for row in table()["formula"]]


def derived(row):
    """A row of the table with what its command prints now."""
    command = row["command"]
    source = source_of(row)
    output, in_latex = printed(command), printed(f"{command} --latex")
    at, prefix = line_of(output, row.get("line", ""))
    value = row.get("value", "{}")
    formula = value.replace("{}", without_layers(output.splitlines()[at].removeprefix(prefix)))
    latex = value.replace("{}", in_latex.splitlines()[at].removeprefix(prefix).strip().strip("$"))
    latex = latex.removeprefix(r"H \geq ")
    return Derived(row["of"], source, command, output, formula, latex, row.get("note", ""), row.get("shown", ""))


def source_of(row):
    """What is published, from the data or from the row itself."""
    found = published().get(row["of"])
    if found is None:
        return Published(row["paper"], row["where"], row["quantity"], "", row["published"])
    return found._replace(quantity=row.get("quantity", found.quantity))


def line_of(output, begins):
    """The number of the line that begins so, and all that stands in front of the formula."""
    lines = output.splitlines()
    (at,) = (i for i, line in enumerate(lines) if line.strip().startswith(begins)) if begins else [len(lines) - 1]
    return at, re.match(rf"\s*{re.escape(begins)}\s*", lines[at])[0]


def without_layers(condition):
    """A condition without the layers that ask for it."""
    return re.sub(r" \([a-z]+\d+.*\)$", "", condition)


def as_text(formula):
    """A published formula as the language writes it."""
    return re.sub(r"Rational\(([^,]+),([^)]+)\)", r"(\1)/(\2)", formula)


def operations(formula):
    """The operations of a formula as it is written."""
    nodes = ast.walk(ast.parse(as_text(formula), mode="eval"))
    return sum(isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Call)) for node in nodes)


# ------------------------------------------------------------------------- page


def page():
    """The whole page."""
    papers = {}
    for one in derivations():
        papers.setdefault(title(one.published.paper), []).append(one)
    counts = [operations(one.formula) - operations(one.published.formula) for one in derivations()]
    parts = [HEAD.format(formulas=len(counts), papers=len(papers), shorter=sum(count < 0 for count in counts))]
    for name, found in papers.items():
        parts.append(f"## {name}\n{link(found)}")
        parts += map(section, found)
    return "\n".join([*parts, left_out()])


def title(paper):
    return re.sub(r",? arXiv:\S+$", "", paper)


def link(found):
    """Where the paper of some formulas is."""
    sources = [source[1] for one in found if (source := re.search(r"arXiv:(\S+)$", one.published.paper))]
    return f"\n[arXiv:{sources[0]}](https://arxiv.org/abs/{sources[0]})\n" if sources else ""


def section(one):
    """A formula: where it stands, how it is derived, how it is printed."""
    quantity, where, assumptions = one.published.quantity, one.published.where, one.published.assumptions
    place = f"{where[0].upper()}{where[1:]}" + (f"; {assumptions}" if assumptions else "")
    said = f"{place}. {one.note}".strip()
    shown = f"$ {one.shown}\n{printed(one.shown)}" if one.shown else ""
    count, least = operations(one.published.formula), operations(one.formula)
    return f"""### {quantity[0].upper()}{quantity[1:]}

{said} (`{one.name}`)

```console
{shown}$ {one.command}
{one.output}```

```latex
{one.latex}
```

| | formula | operations |
|---|---|---|
| published | `{one.published.formula}` | {count} |
| symcnn | `{one.formula}` | {least} |
"""


def left_out():
    rows = [f"| `{name}` | `{published()[name].formula}` | {reason} |" for name, reason in table()["left_out"].items()]
    return "\n".join(["## What is not derived", "", "| | formula | reason |", "|---|---|---|", *rows, ""])


def document():
    """All formulas as a LaTeX document."""
    lines = [rf"\noindent {escape(one.name)} \[ {one.latex} \]" for one in derivations()]
    return "\n".join([BEFORE, *lines, AFTER])


def main(words):
    if words == ["--write"]:
        PAGE.write_bytes(page().encode("utf-8"))
    else:
        sys.stdout.buffer.write((document() if words == ["--document"] else page()).encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
