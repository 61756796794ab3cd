"""Every step gets its path: `stage2.block1.conv1`.

Blocks and labelled parts stand in a path; repeats, rounds, joins and groups without a label do not.
Within each of them the layers and blocks of one kind are numbered, and a label stands for itself.
A block that is the whole network does not stand in a path, either.
Names are given when all is read: a repeat may be read several times before its steps are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

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
        number = self.counts.get(keyword, 0) + 1
        if not label:
            number = next(n for n in count(number) if _numbered(keyword, n) not in self.labels | self.used)
        self.counts[keyword] = number
        found = self._free(label) if label else _numbered(keyword, number)
        self.used.add(found)
        return found

    def _free(self, label: str) -> str:
        """A label that is set in every round of a loop gets a number from the second on."""
        if label not in self.used:
            return label
        others = (f"{label}_{n}" for n in count(2))
        return next(name for name in others if name not in self.labels | self.used)


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
    return [step._replace(path=_path(step, inside, paths)) for step in steps]


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
