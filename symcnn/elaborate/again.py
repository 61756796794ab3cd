"""Rounds that do the same as the one before are copied, not read again.

A round does the same if it gives back the shape it got, and what later rounds could read is as it was: the
arrays of labels, the shared blocks that were used, the symbols.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from symcnn.elaborate.scope import Scope, Tensor
from symcnn.propagate import Demand, Step
from symcnn.structure import Part

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter


class State(NamedTuple):
    """What a round can change, besides adding steps and demands."""

    steps: int
    demands: int
    tensor: Tensor | None
    others: tuple[Any, ...]


def state(reader: Interpreter, scope: Scope) -> State:
    """How things are between two rounds."""
    labels, evaluation = scope.labels, reader.evaluation
    counts = tuple(len(array) for array in (*labels.arrays.values(), *labels.families.values()))
    others = (dict(reader.shared), dict(labels.single), counts, len(reader.claims), len(evaluation.symbols))
    return State(len(reader.steps), len(evaluation.demands), scope.tensor, others)


def does_the_same(reader: Interpreter, before: State, scope: Scope) -> bool:
    """Whether every further round would do what the one since then did."""
    now, tensor = state(reader, scope), before.tensor
    if tensor is None or now.tensor is None or now.steps == before.steps or now.tensor.at != now.steps - 1:
        return False
    plain = tensor.pick is None and now.tensor.pick is None and now.tensor.shape == tensor.shape
    written = reader.steps[before.steps :]
    return plain and now.others == before.others and not any(step.over or step.picks for step in written)


def copy(reader: Interpreter, before: State, scope: Scope, times: int) -> None:
    """Add the steps and demands since then several times more."""
    assert before.tensor is not None  # noqa: S101  (the round did the same)
    steps, demands = reader.steps[before.steps :], reader.evaluation.demands[before.demands :]
    for number in range(1, times + 1):
        moved = _Moved(reader, before, number * len(steps))
        reader.steps += [moved.step(step, before.steps + at) for at, step in enumerate(steps)]
        reader.evaluation.demands += map(moved.demand, demands)
    assert scope.tensor is not None  # noqa: S101
    scope.tensor = scope.tensor._replace(at=len(reader.steps) - 1, inside=None)


class _Moved:
    """Steps in a later round: their inputs are those of that round, and so are the parts around them."""

    def __init__(self, reader: Interpreter, before: State, shift: int) -> None:
        assert before.tensor is not None  # noqa: S101  (see `copy`)
        self.reader, self.first, self.shift = reader, before.steps, shift
        self.entered, self.level = before.tensor.at, len(reader.parts)
        self.parts: dict[int, Part] = {}
        self.around: dict[int, tuple[Part, ...]] = {}

    def step(self, step: Step, at: int) -> Step:
        return step.again(tuple(map(self._input, step.inputs)), self._around(step.parts), at)

    def demand(self, demand: Demand) -> Demand:
        part = self.parts.get(demand.within)
        return demand if part is None else Demand(demand.condition, demand.layer, demand.span, part.serial)

    def _input(self, at: int) -> int:
        if at >= self.first:
            return at + self.shift
        return self.first + self.shift - 1 if at == self.entered else at  # what the round before put out

    def _around(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        moved = self.around.get(id(parts))
        if moved is None:  # the layers of a block share what is around them
            moved = self.around[id(parts)] = (*parts[: self.level], *map(self._part, parts[self.level :]))
        return moved

    def _part(self, part: Part) -> Part:
        if part.serial not in self.parts:
            self.parts[part.serial] = part._replace(serial=next(self.reader.serials))
        return self.parts[part.serial]
