"""One layer on one shape: what it requires is checked, what it gives becomes a step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from symcnn.algebra.conditions import Condition
from symcnn.algebra.exact import Value, exact, is_symbolic, multiply
from symcnn.algebra.moments import at
from symcnn.errors import Span, SymcnnError
from symcnn.layers.arrangement import Input
from symcnn.layers.contract import Layer, Refused, Requirement, Shape, Weight
from symcnn.layers.dense import Flatten
from symcnn.layers.needs import misfit
from symcnn.record import Record
from symcnn.structure import JOIN, NOWHERE, Part


class Demand(Record):
    """A condition that depends on symbols, and the place in the text that asks for it."""

    condition: Condition
    layer: str
    span: Span
    within: int = NOWHERE  # the serial number of the part that the layer stands in


class Place(NamedTuple):
    """Where a layer stands in the text: the whole call, its name, its arguments."""

    call: Span
    name: Span
    arguments: dict[str, Span]

    def of(self, argument: str) -> Span:
        """The place of an argument; without one, the whole call."""
        return self.arguments.get(argument, self.call)


class Over(Record):
    """The rounds for which a step stands, where a body is read once for all of them.

    Rounds are numbered 0, 1, ..., count - 1 by `index`; the text's own index is first + by*round.
    """

    index: Any  # the symbol of a round's number; None where nothing depends on it
    count: Value
    entry: int  # the number of the step whose output enters the first round
    exit: int  # the number of the step whose output goes on to the next round, or behind the last
    name: str = ""  # of the index in the text
    first: Value = 0
    by: Value = 1
    parallel: bool = False  # copies side by side: each sees what enters


class Pick(Record):
    """The round of which a step takes what was labelled there: `e[d+1-i]`; or all of them, for a join."""

    at: int  # the number of the labelled step
    index: Any
    round: Value | None  # None: every round
    count: Value
    alone: tuple[tuple[Value, int], ...] = ()  # rounds that were read by themselves, and their steps


class Step(NamedTuple):
    """A layer with the shapes before and after it."""

    keyword: str
    layer: Layer
    input_shape: Shape
    output_shape: Shape
    place: Place
    implied: bool = False  # not written: the flattening before `dense`
    reused: bool = False  # its weights are those of an earlier step (`shared`)
    label: str = ""
    over: tuple[Over, ...] = ()  # the rounds it stands for, outermost first
    weights_over: tuple[Over, ...] = ()  # those of them that bring weights of their own: not with shared ones
    once_in: int | None = None  # in a shared block: how many of the repeats around it bring its weights anew
    picks: tuple[Pick | None, ...] = ()  # for each input the round that is meant; empty where none stands for many
    inputs: tuple[int, ...] = ()  # the numbers of the steps whose outputs it takes; none for an input
    parts: tuple[Part, ...] = ()  # the blocks, repeats and joins around it, outermost first
    copy_of: int | None = None  # the number of a step that is the same but for its place
    path: tuple[str, ...] = ()  # the names of those that have one, and its own

    def again(self, inputs: tuple[int, ...], parts: tuple[Part, ...], copy_of: int) -> Step:
        """The same in a later round; `_replace` takes several times as long, and a deep network is mostly copies."""
        return Step(*self[:12], inputs, parts, copy_of)

    @property
    def times(self) -> Value:
        """How often it stands there."""
        return multiply([rounds.count for rounds in self.over])

    @property
    def name(self) -> str:
        """Where it stands: `stage2.block1.conv1`."""
        return ".".join(self.path)

    @property
    def ends_join(self) -> bool:
        """Whether the paths of the join around it meet in it."""
        around = self.parts[-1] if self.parts else None
        return around is not None and around.kind == JOIN and around.call == self.place.call

    @property
    def has_name_of_join(self) -> bool:
        """Whether the label of that join is its name."""
        return self.ends_join and bool(self.parts[-1].label)

    @property
    def within(self) -> int:
        """The serial number of the innermost part that it stands in."""
        return self.parts[-1].serial if self.parts else NOWHERE

    @property
    def weights(self) -> tuple[Weight, ...]:
        """The weights that the step brings; those of a shared block come once."""
        return () if self.reused else self.layer.weights(self.input_shape)


def moved(shape: Shape, index: Any, moment: Any) -> Shape:
    """A shape in another round of a repeat."""
    if index is None or not any(map(is_symbolic, shape.dims)):
        return shape
    from symcnn.algebra.floordiv import one_floor
    from symcnn.algebra.whole import expanded

    def size(value: Any) -> Any:
        found = at(value, index, moment)
        return exact(one_floor(expanded(found))) if is_symbolic(found) else found

    return shape.with_sizes(map(size, shape.sizes)).with_channels(size(shape.channels))


def picks_of(picks: Iterable[Pick | None]) -> tuple[Pick | None, ...]:
    """The rounds that are meant of inputs, in their order; empty where none of them stands for many."""
    found = tuple(picks)
    return found if any(pick is not None for pick in found) else ()


def in_last_round(step: Step) -> Shape:
    """The output of a step, in the last of the rounds that it stands for."""
    shape = step.output_shape
    for over in reversed(step.over):
        shape = moved(shape, over.index, exact(over.count - 1))
    return shape


def propagate(keyword: str, layer: Layer, x: Shape, place: Place) -> tuple[list[Step], list[Demand]]:
    """Take a shape through a layer; a `dense` after a map gives two steps, the flattening first.

    What it needs and depends on symbols comes beside the steps. Raises SymcnnError where the layer
    cannot take the shape.
    """
    if (unfit := misfit(keyword, layer, x)) is not None:
        raise SymcnnError(unfit.code, unfit.message, place.name, unfit.help)
    if layer.flattens and not x.is_vector:
        flat = Flatten()
        y = flat.output(x)
        implied = Step("flatten", flat, x, y, place, implied=True)
        steps, demands = propagate(keyword, layer, y, place)
        return [implied, *steps], demands
    try:
        demands = [d for requirement in layer.requires(x) if (d := _check(keyword, requirement, place)) is not None]
        y = _in_one_floor(layer.output(x))
    except Refused as refused:
        message = f"{keyword}: {refused.message}" if not refused.message.startswith(keyword) else refused.message
        raise SymcnnError(refused.code, message, place.of(refused.argument), refused.help) from None
    return [Step(keyword, layer, y if isinstance(layer, Input) else x, y, place)], demands


def _in_one_floor(y: Shape) -> Shape:
    """Sizes in canonical form, so that equal sizes are equal formulas."""
    if not any(map(is_symbolic, y.sizes)):
        return y
    from symcnn.algebra.floordiv import one_floor

    return y.with_sizes(one_floor(size) if is_symbolic(size) else size for size in y.sizes)


def _check(keyword: str, requirement: Requirement, place: Place) -> Demand | None:
    """Refuse what cannot hold, keep what depends on symbols."""
    truth = requirement.condition.holds()
    span = place.of(requirement.argument)
    if truth is False:
        raise SymcnnError(requirement.code, f"{keyword}: {requirement.message}", span, requirement.help)
    return Demand(requirement.condition, keyword, place.call) if truth is None else None
