r"""TikZ: a document that pdflatex compiles as it stands, with formulas in LaTeX's mathematics.

Places are those of the layout. A line of text that is wider than its box, as LaTeX sets it, is made smaller.
"""

from __future__ import annotations

from collections.abc import Iterator

from symcnn.algebra.printing import text
from symcnn.errors import SymcnnError
from symcnn.figures.drawing import Line, Node, Piece
from symcnn.figures.kinds import FRAME, GREY, INK, KINDS
from symcnn.figures.legend import used
from symcnn.figures.measure import LEADING, letters
from symcnn.figures.placed import Area, Placed, Point, Route
from symcnn.layers.contract import Shape
from symcnn.views.latex import escape, math

BEFORE = r"""\documentclass[tikz,border=2pt]{standalone}
\usepackage[utf8]{inputenc}
\usepackage{fix-cm}
\usepackage{amsmath,amssymb,graphicx}
\usetikzlibrary{arrows.meta}
\renewcommand{\familydefault}{\sfdefault}
\newsavebox{\fittedbox}
\newcommand{\fitted}[3]{\sbox{\fittedbox}{#3}%
  \ifdim\dimexpr\ht\fittedbox+\dp\fittedbox\relax>#2\relax
    \sbox{\fittedbox}{\resizebox*{!}{#2}{\usebox{\fittedbox}}}\fi
  \ifdim\wd\fittedbox>#1\relax \resizebox{#1}{!}{\usebox{\fittedbox}}\else \usebox{\fittedbox}\fi}
\newcommand{\size}[1]{\fontsize{#1}{#1}\selectfont}"""
LARGEST = 16_000  # points: TeX's maxdimen is 16,383.99999
SCALE = 0.95  # of the letters of LaTeX beside those that are measured
SIGNS = {"×": r"$\times$", "·": r"$\cdot$", "−": "$-$", "…": r"\dots{}", "<": "$<$", ">": "$>$", "|": "$|$"}


def write(placed: Placed, *, legend: bool = False, title: str = "") -> str:
    r"""Write a document with the picture.

    >>> from symcnn.figures.drawing import Drawing
    >>> print(write(Placed(Drawing((), (), ()), {}, {}, {}, (), (), 10, 10)).splitlines()[-1])
    \end{document}

    Raises SymcnnError for a picture that is too large for TeX.
    """
    if max(placed.width, placed.height) > LARGEST:
        long = f"the figure is {round(max(placed.width, placed.height))} points long, more than TeX can count"
        raise SymcnnError("E603", long, None, "fold it with a smaller --depth, or draw it into .svg or .png")
    lines = [
        BEFORE,
        *_colours(),
        r"\begin{document}",
        r"\begin{tikzpicture}[x=1pt,y=-1pt,line width=0.7pt,inner sep=0pt]",
    ]
    lines += [*_frames(placed), *_arrows(placed), *_headings(placed)]
    for node in placed.drawing.nodes:
        lines += _box(node, placed.boxes[node.id])
    lines += _legend(placed) if legend else []
    comment = [f"% {' '.join(title.split())}"] * bool(title)
    return "\n".join([*comment, *lines, r"\end{tikzpicture}", r"\end{document}", ""])


def _colours() -> Iterator[str]:
    named = {"ink": INK, "grey": GREY, "frame": FRAME, **{name: kind.fill for name, kind in KINDS.items()}}
    for name, colour in named.items():
        yield rf"\definecolor{{{name}}}{{HTML}}{{{colour.removeprefix('#')}}}"


def _n(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _at(point: Point) -> str:
    return f"({_n(point.x)},{_n(point.y)})"


def piece(value: Piece) -> str:
    r"""A piece of a line: words escaped, anything else as mathematics.

    >>> from sympy.abc import K
    >>> print(piece("50% of a_b, 3 × "), piece(K**2))
    50\% of a\_b, 3 $\times$  $K^{2}$
    """
    if isinstance(value, str):
        return "".join(SIGNS.get(character, escape(character)) for character in value)
    sizes = value if isinstance(value, tuple) and not isinstance(value, Shape) else (value,)
    return "$" + r" \times ".join(map(_size, sizes)) + "$"


def _size(value: Piece) -> str:
    """A number without separators, as in the other formats; anything else by the printer of formulas."""
    return text(value) if isinstance(value, int) else math(value)


def _line(line: Line, width: float) -> str:
    colour = "grey" if line.small else "ink"
    words = "".join(map(piece, line.pieces))
    room = f"{{{_n(width)}pt}}{{{_n(letters(line) * LEADING - 0.5)}pt}}"
    return rf"\fitted{room}{{\size{{{_n(letters(line) * SCALE)}pt}}\color{{{colour}}}{words}}}"


def _corners(area: Area) -> str:
    return f"{_at(Point(area.x, area.y))} rectangle {_at(Point(area.x + area.width, area.y + area.height))}"


def _frames(placed: Placed) -> Iterator[str]:
    for frame in placed.drawing.frames:
        dash = ",dash pattern=on 4pt off 2.5pt" if frame.times else ""
        yield rf"\draw[frame,rounded corners=6pt{dash}] {_corners(placed.frames[frame.id])};"


def _headings(placed: Placed) -> Iterator[str]:
    for frame in placed.drawing.frames:
        line = frame.heading._replace(small=True)
        room = placed.frames[frame.id].width - 12
        at = placed.headings[frame.id]
        yield rf"\node[anchor=west,fill=white,inner sep=0.5pt] at {_at(at)} {{{_line(line, room)}}};"


def _arrows(placed: Placed) -> Iterator[str]:
    for one in placed.strokes:
        yield rf"\draw[ink,-{{Stealth[length=5pt,width=4.5pt]}}] {_path(one)};"


def _path(route: Route) -> str:
    words, at = [_at(route.start)], route.start
    for a, b, end in route.curves:
        is_line = a == at and b == end
        words.append(f"-- {_at(end)}" if is_line else f".. controls {_at(a)} and {_at(b)} .. {_at(end)}")
        at = end
    return " ".join(words)


def _box(node: Node, area: Area) -> Iterator[str]:
    dash = ",dash pattern=on 1.5pt off 1.5pt" if node.shared else ""
    style = f"draw=ink,fill={node.kind}{dash}"
    middle = area.middle
    if node.symbol:
        yield rf"\filldraw[{style}] {_at(middle)} circle[radius={_n(area.width / 2)}pt];"
        yield rf"\node[ink] at {_at(middle)} {{{piece(node.symbol)}}};"
        return
    yield rf"\filldraw[{style},rounded corners=3pt] {_corners(area)};"
    at = middle.y - sum(letters(line) * LEADING for line in node.lines) / 2
    for line in node.lines:
        high = letters(line) * LEADING
        yield rf"\node at {_at(Point(middle.x, at + high / 2))} {{{_line(line, area.width - 8)}}};"
        at += high


def _legend(placed: Placed) -> Iterator[str]:
    for entry in used(placed.drawing):
        area = entry.area.moved(0, placed.height)
        yield rf"\filldraw[draw=ink,fill={entry.kind}] {_corners(area)};"
        at = Point(area.x + area.width + 6, area.middle.y)
        yield rf"\node[anchor=west] at {_at(at)} {{\size{{9.5pt}}{escape(KINDS[entry.kind].name)}}};"
