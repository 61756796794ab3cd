"""Every step gets its path: `stage2.block1.conv1`.

Blocks and labelled parts stand in a path; repeats, rounds, joins and groups without a label do not.
Within each of them the layers and blocks of one kind are numbered, and a label stands for itself.
A block that is the whole network does not stand in a path, either.
Names are given when all is read: a repeat may be read several times before its steps are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from symcnn.propagate import Step
from symcnn.structure import NOWHERE, Part


class _Names:
    """The names within one named part, no two of them the same."""

    def __init__(self) -> None:
        self.labels: set[str] = set()  # a number that a label already has in its name is left out
        self.used: set[str] = set()
        self.counts: dict[str, int] = {}

    def name(self, keyword: str, label: str) -> str:
        """The label, or the keyword with its number; those that have a label are counted, too."""
        if not label:
            return self._next(keyword, self.counts.get(keyword, 0) + 1)
        self.counts[keyword] = self.counts.get(keyword, 0) + 1
        if label not in self.used:
            self.used.add(label)
            return label
        return self._next(f"{label}_", max(self.counts.get(f"{label}_", 0) + 1, 2))  # set in a round before

    def _next(self, keyword: str, number: int) -> str:
        """The keyword with the first number from here on that is free."""
        while (found := _numbered(keyword, number)) in self.labels or found in self.used:
            number += 1
        self.counts[keyword] = number
        self.used.add(found)
        return found


def _numbered(keyword: str, number: int) -> str:
    """`conv1`, `relu6_1`; the first input of all is `input`."""
    if keyword == "input" and number == 1:
        return keyword
    return f"{keyword}{'_' * keyword[-1].isdigit()}{number}"


def named(steps: Sequence[Step]) -> list[Step]:
    """Give every step its path."""
    inside: defaultdict[int, _Names] = defaultdict(_Names)
    for step in steps:
        for home, label in _labels(step):
            inside[home].labels.add(label)
    paths: dict[int, tuple[str, ...]] = {NOWHERE: (), **dict.fromkeys(_around_all(steps), ())}
    return [Step(*step[:-1], _path(step, inside, paths)) for step in steps]


def _around_all(steps: Sequence[Step]) -> list[int]:
    """The blocks that are the whole network, as in `net resnet50 { resnet(bottleneck,3,4,6,3) }`: they need no name."""
    found = []
    for parts in zip(*(step.parts for step in steps), strict=False):
        if parts[0].label or any(part.serial != parts[0].serial for part in parts):
            break
        found.append(parts[0].serial)
    return found


def _labels(step: Step) -> Iterator[tuple[int, str]]:
    """The labels of a step and of what is around it, each with the named part that it stands in."""
    home = NOWHERE
    for part in step.parts:
        if part.label:
            yield home, part.label
        home = part.serial if part.is_named else home
    if step.label:
        yield home, step.label


def _path(step: Step, inside: defaultdict[int, _Names], paths: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    home = NOWHERE
    for part in filter(_is_named, step.parts):
        if part.serial not in paths:
            paths[part.serial] = (*paths[home], inside[home].name(part.keyword, part.label))
        home = part.serial
    if step.has_name_of_join:
        return paths[home]
    return (*paths[home], inside[home].name(step.keyword, step.label))


def _is_named(part: Part) -> bool:
    return part.is_named
