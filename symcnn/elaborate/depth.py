"""Bodies that are read once for all rounds of a repeat: the cost of depth n is the cost of depth 1.

1. Where the body gives back the shape it gets, every round is the same but for its index.
2. Otherwise it is read on a shape of unknown sizes. What it makes of each is a recurrence, and the solution
   (`symcnn.algebra.recurrence`) is the shape that round i gets; on that one it is read again.
3. If that fails, the first round stands for itself (then the count is at least 1), and the rest is tried.

Conditions of a round are turned into conditions that hold in all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from symcnn.algebra.conditions import AtLeast, Multiple, Unequal, every_round
from symcnn.algebra.exact import exact, is_symbolic
from symcnn.algebra.printing import text
from symcnn.elaborate.scope import Scope, Tensor
from symcnn.elaborate.wording import (
    CHANNELS,
    free_letter,
    in_a_round,
    in_letters,
    in_round,
    size_name,
    sizes_in_words,
    with_unknown_sizes,
)
from symcnn.errors import Span, SymcnnError, on_the_way
from symcnn.layers.contract import AXIS_NAMES, Shape
from symcnn.propagate import Demand, Over, Step, moved
from symcnn.record import Record

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter

MOST_PEELED = 2  # rounds that may differ from those that follow


class Rounds(Record):
    """What is repeated, how often, and how a round's index follows from its number 0, 1, 2, ..."""

    run: Callable[[Mapping[str, Any]], None]
    count: Any
    span: Span  # of the count or the range
    body: Span  # of the whole repeat
    name: str = ""
    first: Any = 0
    by: Any = 1

    def read(self, number: Any) -> None:
        """Read the body in one round."""
        self.run({self.name: exact(self.first + self.by * number)} if self.name else {})

    def called(self, number: int) -> str:
        """What a message says of the place of a mistake in one round."""
        return in_round({self.name: exact(self.first + self.by * number)} if self.name else {}, number)


class NoClosedForm(Exception):  # noqa: N818  (a signal: the next way is tried)
    """The sizes of the rounds do not follow a rule that is known here."""


def read_once(reader: Interpreter, rounds: Rounds, scope: Scope) -> None:
    """Read the body of a repeat for all rounds together.

    Raises SymcnnError where no closed form is found, with what becomes of the size.
    """
    reader.at_hand(rounds.span, scope)
    asked = [Multiple(rounds.count), AtLeast(rounds.count, 0)]
    reader.evaluation.demands += [Demand(c, "repeat", rounds.span) for c in asked if c.holds() is not True]
    failure: Exception | None = None
    for peeled in range(MOST_PEELED + 1):
        rest = exact(rounds.count - peeled)
        for way in (_lasting, _changing):
            kept = Snapshot(reader, scope)
            try:
                way(reader, rounds, peeled, rest, scope)
            except (NoClosedForm, SymcnnError) as failed:
                failure = failed
                kept.restore()
                continue
            reader.evaluation.demands.append(Demand(AtLeast(rounds.count, peeled), "repeat", rounds.span))
            return
        if peeled < MOST_PEELED:
            with on_the_way(rounds.span, partial(rounds.called, peeled)):
                rounds.read(peeled)
    if isinstance(failure, SymcnnError):
        raise failure
    message = f"this repeat has no closed form: {failure}"
    raise SymcnnError("E505", message, rounds.span, "give its count a value: it is then read round by round")


class Snapshot:
    """How far the reading was, to go back to when a way of reading fails."""

    def __init__(self, reader: Interpreter, scope: Scope) -> None:
        self.reader, self.scope = reader, scope
        self.steps, self.demands = len(reader.steps), len(reader.evaluation.demands)
        self.claims, self.shared = len(reader.claims), dict(reader.shared)
        self.calls, self.reusing = list(reader.calls), reader.reusing
        self.tensor, self.entered, self.active = scope.tensor, scope.entered, list(reader.active)
        self.single = dict(scope.labels.single)
        self.arrays = {name: dict(array) for name, array in scope.labels.arrays.items()}
        self.families = {name: list(families) for name, families in scope.labels.families.items()}

    def restore(self) -> None:
        """Forget what was read since."""
        reader, labels = self.reader, self.scope.labels
        del reader.steps[self.steps :], reader.evaluation.demands[self.demands :], reader.claims[self.claims :]
        reader.shared, reader.calls, reader.reusing = self.shared, self.calls, self.reusing
        reader.active = self.active
        self.scope.tensor, self.scope.entered = self.tensor, self.entered
        for old, now in ((self.single, labels.single), (self.arrays, labels.arrays), (self.families, labels.families)):
            now.clear()
            now.update(old)  # type: ignore[arg-type]


def _lasting(reader: Interpreter, rounds: Rounds, peeled: int, rest: Any, scope: Scope) -> None:
    """The body gives back its shape: every round sees the same."""
    before = reader.at_hand(rounds.span, scope)
    reading = Reading(reader, rounds, rest, peeled)
    reading.read()
    after = tensor_of(scope)
    if after.shape != before.shape:
        raise NoClosedForm(f"{before.shape} becomes {after.shape}")
    reading.finish(before.at, after.at)


def _changing(reader: Interpreter, rounds: Rounds, peeled: int, rest: Any, scope: Scope) -> None:
    """The body changes its shape by a rule: the shape of each round is a formula in its number."""
    before = reader.at_hand(rounds.span, scope)
    unknown = _unknown(before.shape)
    kept = Snapshot(reader, scope)
    scope.tensor = Tensor(unknown, before.at)
    trial = Reading(reader, rounds, rest, peeled)
    with with_unknown_sizes(unknown.axes):
        trial.read()
    after = tensor_of(scope).shape
    kept.restore()
    shape = _solved(unknown, after, trial.index, before.shape)
    scope.tensor = Tensor(shape, before.at)
    reading = Reading(reader, rounds, rest, peeled)
    reading.read()
    found, index = tensor_of(scope), reading.index
    if moved(shape, index, index + 1) != moved(found.shape, index, index):
        raise NoClosedForm(reading.worded(f"{moved(shape, index, index + 1)} is not seen to be {found.shape}"))
    reading.finish(before.at, found.at)
    scope.tensor = Tensor(moved(shape, index, rest), found.at)


def tensor_of(scope: Scope) -> Tensor:
    """The tensor at hand, where one is known to be there."""
    assert scope.tensor is not None  # noqa: S101  (`at_hand` has put it there)
    return scope.tensor


def _unknown(shape: Shape) -> Shape:
    """The same axes with a symbol for every size."""
    from sympy import Symbol

    sizes = [Symbol(size_name(axis)) for axis in range(shape.axes)]
    return shape.with_sizes(sizes).with_channels(Symbol(CHANNELS))


def _solved(unknown: Shape, after: Shape, index: Any, start: Shape) -> Shape:
    """The shape before round `index`; what depends on other sizes waits until these are known."""
    from symcnn.algebra.recurrence import solve

    if after.axes != unknown.axes:
        raise NoClosedForm(f"{start} becomes a tensor with {after.axes} spatial axes")
    names = (*AXIS_NAMES.get(start.axes, ()), "channels")
    open_ones = dict(zip(unknown.dims, zip(names, after.dims, start.dims, strict=True), strict=True))
    known: dict[Any, Any] = {}
    while open_ones:
        ready = [x for x, (_, size, _) in open_ones.items() if not _others(size, x, open_ones)]
        if not ready:
            raise NoClosedForm("its sizes depend on each other")
        for x in ready:
            name, size, first = open_ones.pop(x)
            known[x] = solve(_put_in(size, known), x, index, first)
            if known[x] is None:
                shown = sizes_in_words(_shown(size, x, index), start.axes)
                raise NoClosedForm(f"{name} goes from x to {shown}")
    return start.with_sizes(known[x] for x in unknown.sizes).with_channels(known[unknown.channels])


def _others(size: Any, own: Any, unknowns: Any) -> bool:
    return any(s != own and s in unknowns for s in getattr(size, "free_symbols", ()))


def _put_in(size: Any, known: dict[Any, Any]) -> Any:
    from sympy import sympify

    return size.xreplace({x: sympify(value) for x, value in known.items()}) if is_symbolic(size) else size


def _shown(size: Any, x: Any, index: Any) -> str:
    """What becomes of a size, in letters that a reader can take in."""
    from sympy import Symbol

    return text(size.xreplace({x: Symbol("x"), index: Symbol("i")}) if is_symbolic(size) else size)


class Reading:
    """One reading of a body for all rounds: what it brings stands for each of them."""

    def __init__(self, reader: Interpreter, rounds: Rounds, count: Any, peeled: int = 0) -> None:
        self.reader, self.rounds, self.count, self.peeled = reader, rounds, count, peeled
        self.mark = len(reader.steps), len(reader.evaluation.demands)
        self.depth = len(reader.active) + 1
        self.asked = False  # whether anything depends on the number of the round

    @property
    def index(self) -> Any:
        """The symbol of a round's number; its name cannot be that of a symbol in a text."""
        from sympy import Symbol

        self.asked = True
        return Symbol(self._number, integer=True, nonnegative=True)

    @property
    def _number(self) -> str:
        return f"round {self.depth} at {self.rounds.span.start}"

    @property
    def _letter(self) -> str:
        taken = {other.rounds.name for other in self.reader.active} | set(self.reader.evaluation.symbols)
        return self.rounds.name or free_letter(taken)

    @property
    def first(self) -> Any:
        """The index of the first round that is read for all."""
        return exact(self.rounds.first + self.rounds.by * self.peeled)

    def worded(self, words: str) -> str:
        """Words about a round in the letters of the text."""
        return in_letters(words, self._number, self._letter, self.first, self.rounds.by)

    def _mistakes(self) -> AbstractContextManager[None]:
        """Mistakes in the body are told in the letters of the text."""
        letters = self._letter, self.first, self.rounds.by
        return in_a_round(self.rounds.span, self._number, *letters, self.count)

    @property
    def body(self) -> Span:
        """The place of the whole repeat in the text."""
        return self.rounds.body

    def read(self) -> None:
        """Read the body in the round with the unknown number."""
        self.reader.active.append(self)
        try:
            with self._mistakes():
                self.rounds.read(self.index + self.peeled if self.rounds.name else None)
        finally:
            self.reader.active.remove(self)

    def finish(self, entry: int, exit_: int, *, parallel: bool = False) -> None:
        """Let the steps stand for all rounds, and the conditions hold in each."""
        index = self.index if self.asked else None
        rounds = self.rounds
        over = Over(index, self.count, entry, exit_, rounds.name, self.first, rounds.by, parallel)
        with self._mistakes():
            _stand_for(self.reader, self.mark, over)


def _stand_for(reader: Interpreter, mark: tuple[int, int], over: Over) -> None:
    steps, demands = mark
    for at in range(steps, len(reader.steps)):
        step = reader.steps[at]
        own = () if step.once_in is not None and len(reader.active) >= step.once_in else (over,)
        reader.steps[at] = step._replace(over=(over, *step.over), weights_over=(*own, *step.weights_over))
    found = reader.evaluation.demands[demands:]
    lasting = [each for demand in found for each in _in_every(demand, over)]
    reader.evaluation.demands[demands:] = [*lasting, *_growing(reader.steps[steps:], over)]


def _growing(steps: list[Step], over: Over) -> list[Demand]:
    """What grows as r**i from round to round is summed by dividing by r - 1."""
    ratios: dict[Any, Step] = {}
    for step in steps:
        for ratio in _ratios([*step.output_shape.dims, *step.layer.numbers], over.index):
            ratios.setdefault(ratio, step)
    return [
        Demand(condition, step.keyword, step.place.call, step.within)
        for ratio, step in ratios.items()
        if (condition := _not_one(ratio)).holds() is not True
    ]


def _ratios(values: list[Any], index: Any) -> list[Any]:
    from sympy import Pow
    from sympy.core.sorting import default_sort_key

    formulas = [value for value in values if index in getattr(value, "free_symbols", ())]
    bases = {power.base for value in formulas for power in value.atoms(Pow) if index in power.exp.free_symbols}
    return sorted((base for base in bases if not base.is_number), key=default_sort_key)


def _not_one(ratio: Any) -> AtLeast | Unequal:
    """A whole number that is not 1 is at least 2."""
    from symcnn.algebra.whole import is_whole

    return AtLeast(ratio, 2) if is_whole(ratio) else Unequal(ratio, 1)


def total(value: Any, index: Any, count: Any) -> Any:
    """A formula added over all rounds."""
    from symcnn.algebra.summation import summed

    return summed(value, index, count)


def _in_every(demand: Demand, over: Over) -> list[Demand]:
    asked = every_round(demand.condition, over.index, over.count)
    for condition in asked:
        if condition.holds() is False:
            message = f"{demand.layer} needs {demand.condition}, which does not hold in every round"
            raise SymcnnError("E505", message, demand.span)
    return [Demand(c, demand.layer, demand.span, demand.within) for c in asked if c.holds() is not True]
