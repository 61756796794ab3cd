"""Where tensors come from and go to, in terms of the steps that are drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from symcnn.figures.drawing import Edge, Node
from symcnn.figures.nesting import Nesting
from symcnn.propagate import Pick, Step


class Flow:
    """The ways of tensors between steps. Those that do nothing (`id`) are passed over, later rounds are the first."""

    def __init__(self, steps: Sequence[Step], nesting: Nesting) -> None:
        self._steps, self._nesting = steps, nesting

    def _source(self, at: int) -> int:
        """The step that really puts out what is taken from a step."""
        while self._steps[at].keyword == "id" and self._steps[at].inputs:
            at = self._steps[at].inputs[0]
        return at

    def follows(self, before: int, at: int) -> bool:
        """Whether a step takes what another puts out and nothing else, and nothing else takes that."""
        inputs = [self._source(source) for source in self._steps[at].inputs]
        return inputs == [before] and self._takers[before] == {at}

    @cached_property
    def _takers(self) -> Mapping[int, set[int]]:
        """For each step that is drawn, those that take what it puts out."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for at, step in enumerate(self._steps):
            for source in step.inputs:
                found[self._nesting.shown(self._source(source))].add(self._nesting.shown(at))
        return found

    def inputs(self, at: int) -> Iterable[tuple[int, list[Any]]]:
        """What a step takes: the steps that are drawn for it, and how many tensors of each.

        The same tensor taken twice is two arrows; the same of several rounds that are drawn once is one. What is
        taken in some rounds alone is an arrow as well.
        """
        step = self._steps[at]
        found: dict[tuple[int, int], list[Any]] = {}
        for place, source in enumerate(step.inputs):
            pick = step.picks[place] if step.picks else None
            shown = self._nesting.shown(self._source(source))
            which = 0 if shown in self._originals else place
            found.setdefault((shown, which), []).append(pick.count if pick is not None and pick.round is None else 1)
            for other in _alone(pick):
                found.setdefault((self._nesting.shown(self._source(other)), place), []).append(1)
        return [(shown, counts) for (shown, _), counts in found.items()]

    @cached_property
    def _originals(self) -> set[int]:
        """The steps that are drawn for others as well."""
        return {self._nesting.shown(at) for at in self._nesting.shown_by}

    @cached_property
    def shared(self) -> list[bool]:
        """Whether the weights of each step are used by another step, too."""
        again = {(step.keyword, step.place.call) for step in self._steps if step.reused}
        return [
            (step.keyword, step.place.call) in again and bool(step.layer.weights(step.input_shape))
            for step in self._steps
        ]


def _alone(pick: Pick | None) -> list[int]:
    """The steps that stand for rounds of their own, among those of which one round is taken."""
    return [] if pick is None or pick.round is None else [at for _, at in pick.alone]


def with_skips(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Mark the arrows that go by boxes: there is a longer way to their target."""
    into: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        into[edge.target].append(edge.source)
    behind: dict[str, set[str]] = {}  # for each box, all that lead to it; boxes are in an order in which arrows go on
    for node in nodes:
        behind[node.id] = set(into[node.id]).union(*(behind[source] for source in into[node.id]))
    return tuple(
        edge._replace(skip=any(edge.source in behind[other] for other in into[edge.target] if other != edge.source))
        for edge in edges
    )
