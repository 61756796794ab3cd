"""What a figure shows: nodes, edges and frames, before anything has a place."""

from __future__ import annotations

from typing import Any, NamedTuple

from symcnn.algebra.printing import text
from symcnn.figures.formula import tidy
from symcnn.layers.contract import Shape

Piece = Any  # a string, which stands as it is; or a number, a formula, a shape, which a format writes its way


TIMES = " ×"


class Line(NamedTuple):
    """A line of text in a box, made of words and formulas."""

    pieces: tuple[Piece, ...]
    small: bool = False

    def __str__(self) -> str:
        return "".join(map(tidy, self.pieces))


class Node(NamedTuple):
    """One box: a layer with the cheap ones behind it, a join, or a block that is not opened."""

    id: str
    kind: str  # a name of `KINDS`
    names: tuple[str, ...]  # of the rows of the table that it shows
    lines: tuple[Line, ...]
    shape: Shape
    symbol: str = ""  # in a circle, for a join that has one
    shared: bool = False  # its weights are used elsewhere as well
    frame: str = ""  # the innermost frame around it


class Edge(NamedTuple):
    """An arrow from the box that puts a tensor out to the one that takes it."""

    source: str
    target: str
    count: Any = 1  # the tensors it stands for: of the rounds of a repeat that is drawn once
    skip: bool = False  # there is a longer way between the same two


class Frame(NamedTuple):
    """A block, or what is repeated."""

    id: str
    title: Line
    times: tuple[Line, ...] = ()  # `3 ×`, `i = 1, …, n`: repeats in repeats, outermost first
    shared: bool = False
    frame: str = ""  # the frame around it

    @property
    def heading(self) -> Line:
        """The title with how often it stands there."""
        words: list[Piece] = []
        for line in self.times:
            words += [*line.pieces, " " if line.pieces[-1] == TIMES else ": "]
        words = words if self.title.pieces else words[:-1]
        return Line((*words, *self.title.pieces, *[" (shared weights)"] * self.shared))


class Drawing(NamedTuple):
    """All that a figure shows, in the order of the network."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    frames: tuple[Frame, ...]

    def to_dict(self) -> dict[str, Any]:
        """The drawing as plain data: what `--json` prints."""
        return {
            "nodes": [_node(node) for node in self.nodes],
            "edges": [{"from": e.source, "to": e.target, "count": _plain(e.count), "skip": e.skip} for e in self.edges],
            "frames": [_frame(frame) for frame in self.frames],
        }


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "kind": node.kind,
        "layers": list(node.names),
        "text": [str(line) for line in node.lines],
        "output": [_plain(size) for size in node.shape.dims],
        "symbol": node.symbol,
        "shared": node.shared,
        "frame": node.frame or None,
    }


def _frame(frame: Frame) -> dict[str, Any]:
    return {
        "id": frame.id,
        "title": str(frame.title),
        "times": [str(line) for line in frame.times],
        "shared": frame.shared,
        "frame": frame.frame or None,
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else text(value)
