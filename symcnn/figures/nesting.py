"""Steps as frames in frames: blocks, and what is repeated, each drawn once.

Equal parts that follow each other become one (`fold` says which are equal), and so do the equal layers of a repeat;
what stands in the second and later ones is then shown by the first. A repeat with a formula for its count is read
once as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from symcnn.fold import Unit, equal, units_at
from symcnn.propagate import Over, Step
from symcnn.structure import BLOCK, GROUP, REPEAT, Part


class Leaf(NamedTuple):
    """One layer."""

    at: int  # the number of its step


class Nest(NamedTuple):
    """What has a frame around it: a block, a repeat, or both."""

    start: int
    stop: int  # exclusive
    items: tuple[Item, ...]
    part: Part | None = None  # the block
    times: tuple[int | Over, ...] = ()  # how often it stands there, outermost first

    @property
    def is_framed(self) -> bool:
        """Whether it has a frame when it is opened: the rounds of a repeat that are not equal have none."""
        return self.part is None or is_block(self.part)

    @property
    def is_closable(self) -> bool:
        """Whether it may be one box."""
        return self.part is not None


MOST_SPLICED = 4  # layers and frames of a repeat with unequal rounds that are drawn without asking for depth
Item: TypeAlias = "Leaf | Nest"


def is_block(part: Part) -> bool:
    """Whether it has a name to stand over a frame: a `def`, or a group with a label."""
    return part.kind == BLOCK or (part.kind == GROUP and bool(part.label))


class Nesting:
    """The frames of a network, and which step shows which."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self.shown_by: dict[int, int] = {}  # a step of a later round: the same of the round before all others
        self.items = _without_the_whole(tuple(self._items(0, len(steps), 0, 0)))

    def shown(self, at: int) -> int:
        """The step that is drawn for a step."""
        while at in self.shown_by:
            at = self.shown_by[at]
        return at

    def _items(self, start: int, stop: int, level: int, around: int, *, repeated: bool = False) -> Iterator[Item]:
        """What stands in some steps at a level, within so many repeats that are read once."""
        for run in self._runs(start, stop, level, around, repeated=repeated):
            over = self._over(run[0], around)
            if over is not None:
                first, last = run[0].start, run[-1].stop
                yield _repeated(over, tuple(self._items(first, last, level, around + 1)), first, last)
            else:
                self._note_copies(run)
                yield from self._one_of(run, level, around)

    def _one_of(self, run: list[Unit], level: int, around: int) -> Iterator[Item]:
        """The first of equal units, in a frame that says how many there are."""
        inner = self._of(run[0], level, around)
        if len(run) == 1:
            yield from inner
        else:
            yield _repeated(len(run), tuple(inner), run[0].start, run[0].stop)

    def _of(self, unit: Unit, level: int, around: int) -> Iterator[Item]:
        """One unit: a layer, a block with its frame, or what stands in anything else."""
        if unit.part is None:
            yield Leaf(unit.start)
            return
        is_repeat = unit.part.kind == REPEAT
        inner = tuple(self._items(unit.start, unit.stop, level + 1, around, repeated=is_repeat))
        if is_block(unit.part) or (is_repeat and len(inner) > MOST_SPLICED and isinstance(unit.part.times, int)):
            yield Nest(unit.start, unit.stop, inner, unit.part)
        else:
            yield from inner

    def _over(self, unit: Unit, around: int) -> Over | None:
        """The rounds that a unit stands for, beside those of what is around it."""
        step = self._steps[unit.start]
        depth = len(step.over) if unit.part is None else unit.part.around + unit.part.own
        return step.over[around] if depth > around else None

    # ------------------------------------------------------------ equal parts

    def _runs(self, start: int, stop: int, level: int, around: int, *, repeated: bool) -> Iterator[list[Unit]]:
        """Units that have a frame together: those read once for the same rounds, and equal ones."""
        run: list[Unit] = []
        for unit in units_at(self._steps, start, stop, level):
            if run and not self._continues(run, unit, around, repeated=repeated):
                yield run
                run = []
            run.append(unit)
        if run:
            yield run

    def _continues(self, run: list[Unit], unit: Unit, around: int, *, repeated: bool) -> bool:
        before, now = self._over(run[-1], around), self._over(unit, around)
        if before is not None or now is not None:
            return before == now
        alike = equal(self._steps, run[-1], unit) or (repeated and self._same_layer(run[-1], unit))
        return alike and self._in_turn(run, unit)

    def _same_layer(self, a: Unit, b: Unit) -> bool:
        one, other = self._steps[a.start], self._steps[b.start]
        facts = [(s.layer, s.input_shape, s.output_shape, s.reused, s.label) for s in (one, other)]
        return a.part is None and b.part is None and facts[0] == facts[1]

    def _in_turn(self, run: list[Unit], unit: Unit) -> bool:
        """Whether a part takes from the one before what that took from its own, or both the same from elsewhere."""
        last, first = run[-1], run[0]
        for at in range(unit.stop - unit.start):
            now, before, once = (self._steps[one.start + at].inputs for one in (unit, last, first))
            if len(now) != len(before):
                return False
            for a, b, c in zip(now, before, once, strict=True):
                inside = a >= unit.start and a - unit.start == b - last.start
                in_chain = last.start <= a < last.stop and (len(run) == 1 or a - last.start == b - run[-2].start)
                if not inside and not (a == b == c) and not (in_chain and c < first.start):
                    return False
        return True

    def _note_copies(self, run: list[Unit]) -> None:
        for unit in run[1:]:
            self.shown_by |= {unit.start + at: run[0].start + at for at in range(unit.stop - unit.start)}


def _repeated(times: int | Over, items: tuple[Item, ...], start: int, stop: int) -> Nest:
    """A frame for what is repeated; that of a single block or repeat inside it will do."""
    if len(items) == 1 and isinstance(items[0], Nest) and items[0].is_framed:
        return items[0]._replace(times=(times, *items[0].times))
    return Nest(start, stop, items, None, (times,))


def _without_the_whole(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """A network that is one block is what stands in it."""
    while len(items) == 1 and isinstance(items[0], Nest) and items[0].is_framed and not items[0].times:
        items = items[0].items
    return items
