"""Which layers share a box: a heavy one and the cheap ones around it, `conv 3×3, 64` with `bn · relu`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from symcnn.figures.kinds import is_cheap, is_unsaid
from symcnn.propagate import Step


class Chain:
    """The layers of one box, while it is put together."""

    def __init__(self, at: int, *, after_join: bool = False) -> None:
        self.steps = [at]
        self.heavy: int | None = None
        self.after_join = after_join  # cheap layers there stay by themselves: `add` then `relu`

    def trailing(self) -> list[int]:
        """The cheap layers behind the heavy one."""
        return [] if self.heavy is None else self.steps[self.steps.index(self.heavy) + 1 :]


class Chains:
    """Puts the layers of one frame into boxes."""

    def __init__(self, steps: Sequence[Step], follows: Callable[[int, int], bool], *, detail: bool) -> None:
        self._steps = steps
        self._follows = follows  # whether the second takes what the first puts out, and nothing else does
        self._detail = detail

    def of(self, layers: Iterable[int]) -> list[list[int]]:
        """The layers in boxes, in their order."""
        chains: list[Chain] = []
        for at in layers:
            if chains and self._follows(chains[-1].steps[-1], at) and not self._is_apart(at):
                self._add(chains, at)
            else:
                chains.append(self._new(chains, at))
        return [chain.steps for chain in chains]

    def _is_apart(self, at: int) -> bool:
        step = self._steps[at]
        return self._detail or step.layer.category == "join" or is_unsaid(step)

    def _is_prefix(self, at: int) -> bool:
        step = self._steps[at]
        return not self._detail and (is_cheap(step) or is_unsaid(step))

    def _new(self, chains: list[Chain], at: int) -> Chain:
        after_join = bool(chains) and self._steps[chains[-1].steps[-1]].layer.category == "join"
        chain = Chain(at, after_join=after_join)
        chain.heavy = None if self._is_prefix(at) else at
        return chain

    def _add(self, chains: list[Chain], at: int) -> None:
        chain = chains[-1]
        last = self._steps[chain.steps[-1]]
        is_closed = last.layer.category == "join" or not last.inputs
        if is_cheap(self._steps[at]):
            chains.append(self._new(chains, at)) if is_closed else chain.steps.append(at)
        elif chain.heavy is None and (not chain.after_join or is_unsaid(last)):
            chain.heavy = at
            chain.steps.append(at)
        else:
            self._next_heavy(chains, at)

    def _next_heavy(self, chains: list[Chain], at: int) -> None:
        """A new box; where cheap layers stand before the heavy ones (`bn relu conv`), it takes those before it."""
        chain = chains[-1]
        taken = chain.trailing() if chain.heavy is not None and chain.steps[0] != chain.heavy else []
        if taken and not is_unsaid(self._steps[chain.steps[0]]):
            del chain.steps[-len(taken) :]
        else:
            taken = []
        new = Chain(at)
        new.steps, new.heavy = [*taken, at], at
        chains.append(new)
