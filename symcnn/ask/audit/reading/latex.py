r"""LaTeX tables: cells between `&`, rows end with `\\`."""

from __future__ import annotations

import re

from symcnn.ask.audit.published import Published
from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import published

RULES = re.compile(r"\\(?:top|mid|bottom|c?line|hline|cmid)\w*(?:\([lr]+\))?(?:\[[^]]*\])?(?:\{[\d-]+\})?")
AROUND = re.compile(r"\\(?:begin|end)\{[^}]*\}(?:\[[^]]*\])?(?:\{[^{}&]*\})?")
WIDE = re.compile(r"\\multicolumn\{(\d{1,3})\}\{[^}]*\}\{(?:[^{}]|\{[^{}]*\})*(?=\})")  # one cell for several columns
WIDEST = 20
COMMAND = re.compile(
    r"\\(?:text\w*|math\w*|emph|underline|boldsymbol|num|multicolumn\{\d+\}\{[^}]*\}|\w+row\{\d+\}\{[^}]*\})\{"
)
SIGNS = (
    ("\\times", "x"),
    ("\\sum", "Σ"),
    ("\\%", "%"),
    ("\\#", "#"),
    ("\\_", "_"),
    ("\\,", ","),
    ("{,}", ","),
    ("~", " "),
    ("$", ""),
)


def _plain(cell: str) -> str:
    r"""A cell without commands.

    >>> _plain(r"\textbf{Conv\_1} $3 \times 3$")
    'Conv_1 3 x 3'
    """
    for sign, plain in SIGNS:
        cell = cell.replace(sign, plain)
    return re.sub(r"\s+", " ", COMMAND.sub("", cell)).replace("{", "").replace("}", "").strip()


def _rows(text: str) -> list[list[str]]:
    plain = AROUND.sub("", RULES.sub("", re.sub(r"(?<!\\)%.*", "", text)))
    plain = WIDE.sub(lambda wide: wide[0] + "}" + " & {" * (min(int(wide[1]), WIDEST) - 1), plain)
    rows = [[_plain(cell) for cell in re.split(r"(?<!\\)&", row)] for row in re.split(r"\\\\(?:\[[^]]*\])?", plain)]
    return [row for row in rows if len(row) > 1]


def _read(text: str, quantity: str) -> Published:
    return published(_rows(text), "LaTeX table")


READER = Reader(40, lambda text: "\\\\" in text and "&" in text, _read)
