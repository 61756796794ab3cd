"""The layers at a depth: a block, a repeat, a round or a join with its paths is one row, with the sums over it.

At depth 1 a row is what stands at top level; at depth 2 each of these is opened, and so on. Equal
blocks that follow each other are one row, `4 x block(64)`. A level with one row only is none: the
network that is one block is shown as what is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from symcnn.algebra.exact import Value, add, is_symbolic, multiply
from symcnn.algebra.printing import text as written
from symcnn.layers.contract import Shape
from symcnn.propagate import Step, in_last_round
from symcnn.quantities import QUANTITIES
from symcnn.report import Report, Row
from symcnn.rows import AnyRow, counted, one_line, without_paths
from symcnn.structure import JOIN, REPEAT, ROUND, Part

SHORT = 40  # characters of a repeat's body that are shown as they were written


class Unit(NamedTuple):
    """What stands at one level: a step, or the steps of one part."""

    start: int
    stop: int  # exclusive
    level: int
    part: Part | None  # None for a step


class Node(NamedTuple):
    """A row with the rows that it is the sum of; a layer has none."""

    row: Row | Group
    inside: tuple[Node, ...] = ()


class Group(AnyRow):
    """Steps that are shown as one row: `row.params` is the sum over them, `row.output` the shape at their end."""

    implied = False

    def __init__(self, report: Report, units: Sequence[Unit]) -> None:
        self._report = report
        self._units = units
        self._part = _part(units[0])
        self._start, self._stop = units[0].start, units[-1].stop

    @property
    def name(self) -> str:
        """The path of the part; of what has no name of its own, from its first row to its last: `conv1..relu4`."""
        last = self._report.steps[self._stop - 1]
        if self._part.kind == JOIN and len(self._units) == 1:
            return last.name
        first = self._report.steps[self._start]
        level = self._units[0].level
        return _from_to(_path(first, level), _path(last, level))

    @property
    def layer(self) -> str:
        """The name of the block or join, or of what is repeated; else `seq`, `repeat` or `round`."""
        return self._part.keyword

    @property
    def text(self) -> str:
        """The part as it was written, in one line, and how often: `4 x block(64)`."""
        report, parts = self._report, [_part(unit) for unit in self._units]
        words = _round(report, parts) if self._part.values and not self._part.own else _words(self._part)
        step, around = report.steps[self._start], self._part.around + self._part.own
        for_rounds = report.for_rounds(step._replace(over=step.over[:around]))
        return for_rounds + counted(report.published(self.times), report.in_new_names(words, step))

    @property
    def times(self) -> Value:
        """How often it stands there, in each of the rounds that it stands for: rows that were folded, or a count."""
        return multiply([len(self._units), self._part.times])

    @property
    def input(self) -> Shape:
        """The shape before the first layer."""
        return self._report.shape(self._report.steps[self._start].input_shape)

    @property
    def output(self) -> Shape:
        """The shape after the last layer."""
        last = self._report.steps[self._stop - 1]
        return self._report.shape(in_last_round(last._replace(over=last.over[self._part.around :])))

    def __getattr__(self, name: str) -> Any:
        if name not in QUANTITIES:
            raise AttributeError(name)
        values = self._report.column(name)[self._start : self._stop]
        return add(values) if QUANTITIES[name].additive else values[-1]


def rows(report: Report, depth: int) -> tuple[Row | Group, ...]:
    """The rows of a table at a depth.

    >>> import symcnn
    >>> net = symcnn.parse("input(32,32,8) 3*{ conv(8,3,pad=same) relu } gap")
    >>> [(row.name, row.text, row.params) for row in rows(net.report, 1)][1:]
    [('conv1..relu3', '3 x { conv(8,3,pad=same) relu }', 1752), ('gap1', 'gap', 0)]
    """
    return tuple(_rows(report, 0, len(report.steps), 0, depth))


def _rows(report: Report, start: int, stop: int, level: int, depth: int) -> Iterator[Row | Group]:
    runs = list(_folded(report.steps, units_at(report.steps, start, stop, level)))
    deeper = depth if len(runs) == 1 else depth - 1
    for run in runs:
        if run[0].part is None:
            yield report.rows[run[0].start]
        elif deeper == 0:
            yield Group(report, run)
        else:
            for unit in run:
                yield from _rows(report, unit.start, unit.stop, level + 1, deeper)


def nested(report: Report) -> tuple[Node, ...]:
    """The rows of all depths at once.

    >>> import symcnn
    >>> net = symcnn.parse("input(32,32,8) 2*{ conv(8,3,pad=same) relu } gap")
    >>> [(node.row.name, [inner.row.name for inner in node.inside]) for node in nested(net.report)[1:]]
    [('conv1..relu2', ['conv1', 'relu1', 'conv2', 'relu2']), ('gap1', [])]
    """
    return _nested(report, 0, len(report.steps), 0)


def _nested(report: Report, start: int, stop: int, level: int) -> tuple[Node, ...]:
    runs = list(_folded(report.steps, units_at(report.steps, start, stop, level)))
    found: list[Node] = []
    for run in runs:
        if run[0].part is None:
            found.append(Node(report.rows[run[0].start]))
            continue
        inside = tuple(node for unit in run for node in _nested(report, unit.start, unit.stop, level + 1))
        found += inside if len(runs) == 1 else [Node(Group(report, run), inside)]
    return tuple(found)


def units_at(steps: Sequence[Step], start: int, stop: int, level: int) -> Iterator[Unit]:
    """What stands next to each other at a level."""
    at = start
    while at < stop:
        part = _part_at(steps[at], level)
        end = at + 1
        while part is not None and end < stop and _part_at(steps[end], level) == part:
            end += 1
        yield Unit(at, end, level, part)
        at = end


def _part_at(step: Step, level: int) -> Part | None:
    return step.parts[level] if len(step.parts) > level else None


def _part(unit: Unit) -> Part:
    assert unit.part is not None  # noqa: S101  (a group is made of parts)
    return unit.part


# ------------------------------------------------------------------- equal parts


def _folded(steps: Sequence[Step], units: Iterator[Unit]) -> Iterator[list[Unit]]:
    """Units in runs of equal ones."""
    run: list[Unit] = []
    for unit in units:
        if run and not equal(steps, run[-1], unit):
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def equal(steps: Sequence[Step], a: Unit, b: Unit) -> bool:
    """Whether two parts are written the same and have the same layers on the same shapes, hence the same numbers."""
    if a.part is None or b.part is None or not _alike(a.part, b.part) or a.stop - a.start != b.stop - b.start:
        return False
    pairs = zip(steps[a.start : a.stop], steps[b.start : b.stop], strict=True)
    return all(_facts(one) == _facts(two) for one, two in pairs)


def _alike(a: Part, b: Part) -> bool:
    """Whether two parts may be one row: a label keeps its own, and so does a repeat, which has a count already."""
    return not (a.label or b.label) and a.kind == b.kind != REPEAT and a.call.text == b.call.text


def _facts(step: Step) -> tuple[Any, ...]:
    rounds = [(over.count, over.first, over.by, over.parallel) for over in step.over]
    return step.layer, step.input_shape, step.output_shape, step.reused, rounds, step.label


# ------------------------------------------------------------------ names and texts


def _path(step: Step, level: int) -> tuple[str, ...]:
    """The path of a step as far as the first part with a name, from a level on."""
    behind = sum(part.is_named for part in step.parts[level:]) - step.has_name_of_join
    return step.path[: len(step.path) - behind]


def _from_to(first: tuple[str, ...], last: tuple[str, ...]) -> str:
    """`stage1.block2..4`, `conv1..relu4`; where both are the same, that."""
    if first == last:
        return ".".join(first)
    one, other = first[-1], last[-1]
    stem = one.rstrip("0123456789")
    is_numbered = stem == other.rstrip("0123456789") and one != stem != other
    return f"{'.'.join(first)}..{other[len(stem) :] if is_numbered else other}"


def _words(part: Part) -> str:
    """A part as it was written; what stands in long braces is left out."""
    words = one_line(part.call)
    return words if part.kind in (REPEAT, ROUND) and len(words) <= SHORT else without_paths(words)


def _round(report: Report, parts: Sequence[Part]) -> str:
    """`for c, n = 64, 3`: what the names of the loop stand for; of several rounds, in the first and the last."""
    names = ", ".join(name for name, _ in parts[0].values)
    first, last = (", ".join(_value(report, value) for _, value in part.values) for part in (parts[0], parts[-1]))
    if first == last:
        return f"for {names} = {first}"
    return f"for {names} = {first}, …, {last}" if len(parts[0].values) == 1 else f"for {names} = ({first}), …, ({last})"


def _value(report: Report, value: Any) -> str:
    return written(report.published(value)) if isinstance(value, int) or is_symbolic(value) else "…"
