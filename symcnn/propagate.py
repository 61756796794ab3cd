"""One layer on one shape: what it requires is checked, what it gives becomes a step."""

from __future__ import annotations

from typing import NamedTuple

from symcnn.algebra.conditions import Condition
from symcnn.algebra.exact import Value, is_symbolic
from symcnn.errors import Span, SymcnnError
from symcnn.layers.arrangement import Input
from symcnn.layers.contract import Layer, Refused, Requirement, Shape, Weight
from symcnn.layers.dense import Flatten
from symcnn.record import Record
from symcnn.structure import JOIN, NOWHERE, Part


class Demand(Record):
    """A condition that depends on symbols, and the place in the text that asks for it."""

    condition: Condition
    layer: str
    span: Span
    within: int = NOWHERE  # the serial number of the part that the layer stands in


class Place(Record):
    """Where a layer stands in the text: the whole call, its name, its arguments."""

    call: Span
    name: Span
    arguments: dict[str, Span]

    def of(self, argument: str) -> Span:
        """The place of an argument; without one, the whole call."""
        return self.arguments.get(argument, self.call)


class Step(NamedTuple):
    """A layer with the shapes before and after it."""

    keyword: str
    layer: Layer
    input_shape: Shape
    output_shape: Shape
    place: Place
    implied: bool = False  # not written: the flattening before `dense`
    inputs: tuple[int, ...] = ()  # the numbers of the steps whose outputs it takes; none for an input
    reused: bool = False  # its weights are those of an earlier step (`shared`)
    label: str = ""
    times: Value = 1  # how often it stands there: the count of a repeat that is a formula
    parts: tuple[Part, ...] = ()  # the blocks, repeats and joins around it, outermost first
    path: tuple[str, ...] = ()  # the names of those that have one, and its own

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


MAP_HELP = "put it before dense, flatten or gap; or make a map with reshape(h,w,c)"


def propagate(keyword: str, layer: Layer, x: Shape, place: Place) -> tuple[list[Step], list[Demand]]:
    """Take a shape through a layer; a `dense` after a map gives two steps, the flattening first.

    What it needs and depends on symbols comes beside the steps. Raises SymcnnError where the layer
    cannot take the shape.
    """
    if layer.needs == "map" and x.is_vector:
        raise SymcnnError("E404", f"{keyword} needs a map, but the input is a vector of {x}", place.name, MAP_HELP)
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
