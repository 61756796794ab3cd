"""A report becomes a drawing: which boxes there are, what goes from one to the other, what stands in frames.

Steps that do nothing (`id`) are no boxes: what takes from them takes from where they do. Every other step is shown by
one box: its own, that of the layer it is drawn with, of the block it stands in, or of an equal step before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from symcnn.algebra.exact import add
from symcnn.figures import titles
from symcnn.figures.chains import Chains
from symcnn.figures.drawing import Drawing, Edge, Frame, Line, Node
from symcnn.figures.flow import Flow, with_skips
from symcnn.figures.kinds import is_cheap, is_unsaid, kind_of
from symcnn.figures.nesting import Item, Leaf, Nest, Nesting, is_block
from symcnn.propagate import Over, Step, in_last_round
from symcnn.report import Report

MOST_BOXES = 40  # of a figure for which no depth is asked: more blocks are closed
DEEPEST = 99


def drawing(report: Report, depth: int | None = None, *, detail: bool = False) -> Drawing:
    """What a figure of a network shows: blocks opened down to a depth, else as deep as fits on a page.

    >>> import symcnn
    >>> found = drawing(symcnn.parse("input(8,8,16) 3*{ res{ conv(16,3,pad=same) relu } }").report)
    >>> [str(node.lines[0]) if node.lines else node.symbol for node in found.nodes]
    ['input', 'conv 3×3, 16', '+']
    >>> [(edge.source, edge.target, edge.skip) for edge in found.edges], str(found.frames[0].heading)
    ([('n1', 'n2', False), ('n2', 'n3', False), ('n1', 'n3', True)], '3 ×')
    """
    nesting = Nesting(report.steps)
    if depth is not None:
        return Derivation(report, nesting, depth, detail=detail).drawing()
    deepest = _levels(nesting.items)
    for levels in range(deepest, 0, -1):
        found = Derivation(report, nesting, levels, detail=detail).drawing()
        if len(found.nodes) <= MOST_BOXES or levels == 1:
            return found
    raise AssertionError("a depth of 1 is always drawn")


def _levels(items: Sequence[Item]) -> int:
    """How many levels there are to open, the layers being one."""
    return max((_levels(item.items) + item.is_closable for item in items if isinstance(item, Nest)), default=1)


class Derivation:
    """Makes the drawing of a network at a depth."""

    def __init__(self, report: Report, nesting: Nesting, depth: int, *, detail: bool) -> None:
        self.report, self.nesting, self.depth, self.detail = report, nesting, depth, detail
        self.steps = report.steps
        self.flow = Flow(self.steps, nesting)
        self.nodes: list[Node] = []
        self.frames: list[Frame] = []
        self.box: dict[int, str] = {}  # by the number of a step that is drawn

    def drawing(self) -> Drawing:
        """The boxes, arrows and frames."""
        self._draw(self.nesting.items, "", self.depth)
        edges = with_skips(self.nodes, list(self._edges()))
        return Drawing(tuple(self.nodes), edges, tuple(self._frames_with_content()))

    # -------------------------------------------------------- boxes and frames

    def _draw(self, items: Sequence[Item], frame: str, depth: int) -> None:
        row: list[int] = []
        for item, levels in self._spliced(items, depth):
            if isinstance(item, Leaf):
                row.append(item.at)
                continue
            self._layers(row, frame)
            row = []
            self._nest(item, frame, levels)
        self._layers(row, frame)

    def _spliced(self, items: Sequence[Item], depth: int) -> Iterator[tuple[Item, int]]:
        """The items that are seen, with what has no frame of its own opened; and the levels that are left for each."""
        for item in items:
            if isinstance(item, Leaf):
                yield from [(item, depth)] * (self.steps[item.at].keyword != "id")
            elif self._is_closed(item, depth) or self._needs_frame(item):
                yield item, depth
            else:
                yield from self._spliced(item.items, depth - item.is_closable)

    def _is_closed(self, nest: Nest, depth: int) -> bool:
        return nest.is_closable and depth <= 1 and len(self._boxes(nest)) > 1

    def _nest(self, nest: Nest, frame: str, depth: int) -> None:
        if self._is_closed(nest, depth):
            self._closed(nest, frame)
        else:
            self._draw(nest.items, self._frame(nest, frame), depth - nest.is_closable)

    def _needs_frame(self, nest: Nest) -> bool:
        """Whether there is something to say of more than one box."""
        several = len(self._boxes(nest)) > 1
        return nest.is_framed and (bool(nest.times) or several) and not self._is_empty(nest)

    def _is_empty(self, nest: Nest) -> bool:
        return all(step.keyword == "id" for step in self.steps[nest.start : nest.stop])

    def _boxes(self, nest: Nest) -> list[Any]:
        """The boxes and frames that stand in it, as far as it takes to know whether there are several."""
        layers = [item.at for item in nest.items if isinstance(item, Leaf) and self.steps[item.at].keyword != "id"]
        nests = [item for item in nest.items if isinstance(item, Nest) and not self._is_empty(item)]
        return [*self._chains.of(layers), *(box for item in nests for box in (self._boxes(item) or [item]))]

    def _frame(self, nest: Nest, around: str) -> str:
        name = f"f{len(self.frames) + 1}"
        title = titles.part_title(self.report, nest.part) if nest.part is not None else Line(())
        self.frames.append(Frame(name, title, self._times(nest), self._is_shared(nest), around))
        return name

    def _frames_with_content(self) -> Iterator[Frame]:
        filled = {node.frame for node in self.nodes}
        for frame in reversed(self.frames):
            if frame.id in filled:
                filled.add(frame.frame)
        return (frame for frame in self.frames if frame.id in filled)

    def _times(self, nest: Nest) -> tuple[Line, ...]:
        within = self.steps[nest.start : nest.stop]
        return tuple(
            titles.rounds_line(self.report, one, within) if isinstance(one, Over) else titles.times_line(one)
            for one in nest.times
        )

    def _closed(self, nest: Nest, frame: str) -> None:
        """A block, or a repeat with unequal rounds, as one box."""
        part, last = nest.part, self.steps[nest.stop - 1]
        assert part is not None  # noqa: S101  (only parts are closed)
        times = self._times(nest) if is_block(part) else (*self._times(nest), titles.times_line(part.times))
        lines = [Frame("", titles.part_title(self.report, part), times).heading]
        lines += [Line(("shared weights",), small=True)] * self._is_shared(nest)
        outside = part.around - sum(isinstance(one, Over) for one in nest.times)
        shape = in_last_round(last._replace(over=last.over[outside:]))
        names = tuple(step.name for step in self.steps[nest.start : nest.stop])
        self._add("block", names, [*lines, *titles.size_lines(self.report, shape)], shape, frame, nest)

    def _layers(self, layers: list[int], frame: str) -> None:
        for chain in self._chains.of(layers):
            self._box(chain, frame)

    @cached_property
    def _chains(self) -> Chains:
        return Chains(self.steps, self.flow.follows, detail=self.detail)

    def _box(self, chain: list[int], frame: str) -> None:
        steps = [self.steps[at] for at in chain]
        main = next((step for step in steps if not is_cheap(step) and not is_unsaid(step)), steps[0])
        symbol = titles.symbol_of(main)
        shared = any(self.flow.shared[at] for at in chain)
        lines = [] if symbol else self._lines(steps, main)
        if shared and not self._is_marked(frame):
            lines.append(Line(("shared weights",), small=True))
        says_size = not symbol and not (is_cheap(main) and len(main.inputs) == 1 and not self.detail)
        if says_size:
            lines += titles.size_lines(self.report, steps[-1].output_shape)
        shape = steps[-1].output_shape
        at = Nest(chain[0], chain[-1] + 1, ())
        names = tuple(step.name for step in steps)
        self._add(kind_of(main), names, lines, shape, frame, at, symbol=symbol, shared=shared)
        self.box |= dict.fromkeys(chain, self.nodes[-1].id)

    def _lines(self, steps: Sequence[Step], main: Step) -> list[Line]:
        """The heavy layer in a line, the cheap ones before and behind it in theirs."""
        at = steps.index(main)
        groups = [steps[:at], [main], steps[at + 1 :]] if not is_cheap(main) else [steps]
        shown = [[step for step in group if not (is_unsaid(step) and len(steps) > 1)] for group in groups]
        return [self._joined(group) for group in shown if group]

    def _joined(self, steps: Sequence[Step]) -> Line:
        pieces: list[Any] = []
        for step in steps:
            pieces += [" · "] * bool(pieces) + list(titles.title(self.report, step).pieces)
        return Line(tuple(pieces))

    def _add(
        self,
        kind: str,
        names: tuple[str, ...],
        lines: Sequence[Line],
        shape: Any,
        frame: str,
        nest: Nest,
        *,
        symbol: str = "",
        shared: bool = False,
    ) -> None:
        name = f"n{len(self.nodes) + 1}"
        shown = self.report.shape(shape)
        shared = shared or (kind == "block" and self._is_shared(nest))
        self.nodes.append(Node(name, kind, names, tuple(lines), shown, symbol, shared, frame))
        self.box |= dict.fromkeys(range(nest.start, nest.stop), name) if kind == "block" else {}

    # ---------------------------------------------------------- shared weights

    def _is_shared(self, nest: Nest) -> bool:
        with_weights = [
            at for at in range(nest.start, nest.stop) if self.steps[at].layer.weights(self.steps[at].input_shape)
        ]
        return bool(with_weights) and all(self.flow.shared[at] for at in with_weights)

    def _is_marked(self, frame: str) -> bool:
        """Whether a frame around says that weights are shared."""
        around = {one.id: one for one in self.frames}
        while frame:
            if around[frame].shared:
                return True
            frame = around[frame].frame
        return False

    # -------------------------------------------------------------------- edges

    def _edges(self) -> Iterator[Edge]:
        """An arrow for every tensor that goes from one box to another; rounds that are drawn once give one."""
        seen: set[tuple[str, str, int]] = set()
        closed = {node.id for node in self.nodes if node.kind == "block"}
        for at in range(len(self.steps)):
            if at in self.box and at not in self.nesting.shown_by:
                for shown, count in self.flow.inputs(at):
                    source, target = self.box.get(shown, ""), self.box[at]
                    is_known = target in closed and (source, target, shown) in seen
                    if source and source != target and not is_known:
                        seen.add((source, target, shown))
                        yield Edge(source, target, self.report.published(add(count)))
