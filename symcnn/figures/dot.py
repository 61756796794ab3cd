"""Graphviz: the source of a drawing as others may edit it, and one with sizes alone, to be laid out.

Every name is one of ours (`n1`, `f1`), and every text is quoted: nothing of the user's is read as Graphviz's language.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap

from symcnn.figures.drawing import Drawing, Edge, Frame, Line, Node
from symcnn.figures.formula import tidy
from symcnn.figures.kinds import FRAME, GREY, INK, KINDS
from symcnn.figures.measure import LEADING, SMALL, box_size, heading_width

INCH = 72.0


def quoted(text: str) -> str:
    r"""A text in quotes; `\` would begin one of Graphviz's escapes, and `&` one of HTML's.

    >>> print(quoted('a "b" \\n & c'))
    "a \"b\" \\n &amp; c"
    """
    words = "".join(c if c.isprintable() else " " for c in text)
    return '"' + words.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(drawing: Drawing, *, sideways: bool = False, title: str = "") -> str:
    """Write the source of a figure.

    >>> print(write(Drawing((), (), ())).splitlines()[0])
    digraph network {
    """
    head = [f"  label={quoted(title)}; labelloc=t;"] * bool(title)
    head += [
        f'  rankdir={"LR" if sideways else "TB"}; nodesep=0.3; ranksep=0.3; fontname="Helvetica"; fontsize={SMALL:g};',
        f'  node [shape=box, style="filled,rounded", fontname="Helvetica", fontsize=12, color="{INK}"];',
        f'  edge [color="{INK}", arrowsize=0.6];',
    ]
    return "\n".join(["digraph network {", *head, *_body(drawing), "}", ""])


def _body(drawing: Drawing) -> Iterator[str]:
    yield from _inside(drawing, "", 1)
    for edge in drawing.edges:
        yield f"  {edge.source} -> {edge.target}{_edge(edge)};"


def _inside(drawing: Drawing, around: str, level: int) -> Iterator[str]:
    """Boxes and frames within a frame."""
    indent = "  " * level
    yield from (f"{indent}{_node(node)};" for node in drawing.nodes if node.frame == around)
    for frame in drawing.frames:
        if frame.frame == around:
            yield f"{indent}subgraph cluster_{frame.id} {{"
            yield f"{indent}  {_frame(frame)}"
            yield from _inside(drawing, frame.id, level + 1)
            yield f"{indent}}}"


def _node(node: Node) -> str:
    style = ' style="filled,rounded,dashed",' if node.shared else ""
    fill = f'fillcolor="{KINDS[node.kind].fill}"'
    if node.symbol:
        return (
            f"{node.id} [shape=circle, style=filled, width=0.28, fixedsize=true, label={quoted(node.symbol)}, {fill}]"
        )
    return f"{node.id} [label={_label(node.lines)},{style} {fill}]"


def _label(lines: tuple[Line, ...]) -> str:
    return '"' + "\\n".join(quoted(str(line))[1:-1] for line in lines) + '"'


def _frame(frame: Frame) -> str:
    style = "rounded,dashed" if frame.times else "rounded"
    return f'label={quoted(str(frame.heading))}; labeljust=l; style="{style}"; color="{FRAME}"; fontcolor="{GREY}";'


def _edge(edge: Edge) -> str:
    label = f"label={quoted(f'{tidy(edge.count)} ×')}" if edge.count != 1 else ""
    loose = "constraint=true, weight=0" if edge.skip else ""
    found = ", ".join(filter(None, [label, loose]))
    return f" [{found}]" if found else ""


# ------------------------------------------------------------------ to be laid out


def skeleton(drawing: Drawing, *, sideways: bool) -> str:
    """Write boxes of our sizes without text: Graphviz only places them."""
    head = f"  rankdir={'LR' if sideways else 'TB'}; nodesep=0.25; ranksep=0.3; margin=0; pad=0;"
    nodes = '  node [shape=box, fixedsize=true, label=""];'
    return "\n".join(
        ["digraph network {", head, nodes, *_bare(drawing, ""), *starmap(_bare_edge, enumerate(drawing.edges)), "}"]
    )


def _bare(drawing: Drawing, around: str) -> Iterator[str]:
    for node in drawing.nodes:
        if node.frame == around:
            size = box_size(node)
            shape = "circle" if node.symbol else "box"
            yield f"{node.id} [shape={shape}, width={size.width / INCH:.4f}, height={size.height / INCH:.4f}];"
    for frame in drawing.frames:
        if frame.frame == around:
            wide, high = round(heading_width(frame)) + 8, round(SMALL * LEADING)
            cell = f'<table border="0" fixedsize="true" width="{wide}" height="{high}"><tr><td></td></tr></table>'
            yield f"subgraph cluster_{frame.id} {{ margin=10; labeljust=l; label=<{cell}>;"
            yield from _bare(drawing, frame.id)
            yield "}"


def _bare_edge(number: int, edge: Edge) -> str:
    return f'{edge.source} -> {edge.target} [id="{number}", weight={0 if edge.skip else 3}];'
