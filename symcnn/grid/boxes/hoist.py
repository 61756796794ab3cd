"""A tape for values that are given name by name: what depends on the first names only is a node of its own.

Sums and products of many parts are written as sums of the parts known first, then of the next, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from symcnn.grid.arrays import needed
from symcnn.grid.tape import Node, Tape

JOINED = ("add", "multiply", "minimum", "maximum", "all", "any")


class Hoisted:
    """Nodes with the level of each: the last of the names that it depends on; below 0 for numbers.

    >>> tape = Tape()
    >>> f, k, n = map(tape.symbol, "FKN")
    >>> hoisted = Hoisted(tape, [tape.multiply([n, k, f])], {"F": 0, "K": 1, "N": 2})
    >>> [hoisted.tape.nodes[place].arguments for place in hoisted.at_level(1) + hoisted.at_level(2)]
    [(), (0, 1), (), (3, 2)]
    """

    def __init__(self, tape: Tape, wanted: Sequence[int], levels: Mapping[str, int]) -> None:
        self.tape = Tape()
        self.levels: list[int] = []
        self.places: dict[int, int] = {}
        self._names = levels
        self._known: dict[Node, int] = {}
        for place in needed(tape, wanted):
            node = tape.nodes[place]
            arguments = [self.places[argument] for argument in node.arguments]
            self.places[place] = self._written(node, arguments)

    def _written(self, node: Node, arguments: list[int]) -> int:
        if node.kind not in JOINED:
            return self._put(node.kind, arguments, node.value)
        arguments.sort(key=lambda place: (self.levels[place], place))
        so_far: list[int] = []
        for _, parts in groupby(arguments, key=self.levels.__getitem__):
            so_far = [self._joined(node.kind, [*so_far, *parts])]
        return so_far[0]

    def _joined(self, kind: str, parts: list[int]) -> int:
        return parts[0] if len(parts) == 1 else self._put(kind, parts, 0)

    def _put(self, kind: str, arguments: Sequence[int], value: int | str) -> int:
        node = Node(kind, tuple(arguments), value)
        if node not in self._known:
            self._known[node] = len(self.tape.nodes)
            self.tape.nodes.append(node)
            own = self._names[str(value)] if kind == "symbol" else -1
            self.levels.append(max([own, *(self.levels[argument] for argument in arguments)]))
        return self._known[node]

    def at_level(self, level: int) -> list[int]:
        """The nodes of a level, in order."""
        return [place for place, own in enumerate(self.levels) if own == level]

    def passed_on(self, level: int, wanted: Sequence[int]) -> list[int]:
        """The nodes up to a level that later ones need, or that are wanted in the end."""
        found = {*wanted}
        for place, node in enumerate(self.tape.nodes):
            if self.levels[place] > level:
                found.update(node.arguments)
        return sorted(place for place in found if 0 <= self.levels[place] <= level)
