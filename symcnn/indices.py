"""How the rounds of a repeat are told apart in what is shown: by the index of the text, or by i, j, k.

Inside, rounds are numbered from 0 by symbols of their own; a round's index in the text is first + by*round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

from symcnn.algebra.conditions import Condition, ForAll
from symcnn.algebra.exact import exact, is_symbolic
from symcnn.algebra.printing import text
from symcnn.propagate import Over, Step

LETTERS = ("i", "j", "k", "l", "m", "r", "t", "u", "v")


class Indices:
    """The names of the indices of a network, none of them that of one of its symbols.

    >>> import symcnn
    >>> [row.text for row in symcnn.parse("input(H,W,i) n*{ conv(i,3) } n*relu").layers]
    ['j = 0..n - 1: conv(i,3)', 'n x relu']
    """

    def __init__(self, steps: Sequence[Step], taken: Collection[str]) -> None:
        self._overs: dict[Any, Over] = {}
        self._names: dict[Any, str] = {}
        self._shown: dict[Any, Any] = {}
        for step in steps:
            around = set(taken)
            for over in step.over:
                if over.index is not None:
                    name = self._names.setdefault(over.index, _free_name(over.name, around))
                    self._overs[over.index] = over
                    around.add(name)

    def __bool__(self) -> bool:
        return bool(self._overs)

    def shown(self, value: Any) -> Any:
        """A formula with the indices of the text for the numbers of rounds."""
        from sympy import Sum

        if (found := self._shown.get(value)) is None:
            open_sums = {s: self._sum(s) for s in value.atoms(Sum)}
            found = self._shown[value] = exact(value.xreplace(open_sums).xreplace(self._rounds))
        return found

    @cached_property
    def _rounds(self) -> dict[Any, Any]:
        """The number of a round in terms of its index, by the symbol of the number."""
        return {index: self._round(over) for index, over in self._overs.items()}

    def __contains__(self, symbol: Any) -> bool:
        return symbol in self._overs

    def _symbol(self, over: Over) -> Any:
        """The index: a plain symbol is at least 1, so that one which may be 0 says so."""
        from sympy import Symbol

        from symcnn.algebra.bounds import lower_bound

        name = self._names[over.index]
        least = lower_bound(self.ends(over)[0])
        return Symbol(name) if least is not None and least >= 1 else Symbol(name, integer=True, nonnegative=True)

    def _counts(self, over: Over) -> bool:
        """Whether rounds are shown by their numbers, because the index of the text may be negative or has gaps."""
        from symcnn.algebra.bounds import lower_bound

        least = lower_bound(over.first if over.by == 1 else exact(over.first + over.by * (over.count - 1)))
        return over.by not in (1, -1) or least is None or least < 0

    def _round(self, over: Over) -> Any:
        """The number of a round in terms of its index."""
        symbol = self._symbol(over)
        return symbol if self._counts(over) else (symbol - over.first) / over.by

    def ends(self, over: Over) -> tuple[Any, Any]:
        """The least and the greatest index of the rounds."""
        if self._counts(over):
            return 0, exact(over.count - 1)
        last = exact(over.first + over.by * (over.count - 1))
        return (last, over.first) if over.by == -1 else (over.first, last)

    def _sum(self, e: Any) -> Any:
        from sympy import Sum

        *inner, (index, _, _) = e.limits  # a sum of sums has several limits, the innermost first
        over = self._overs.get(index)
        summand = self.shown(Sum(e.function, *inner) if inner else e.function)
        return e if over is None else Sum(summand, (self._symbol(over), *self.ends(over)))

    def condition(self, condition: Condition) -> Condition:
        """A condition with the indices of the text."""
        if isinstance(condition, ForAll) and condition.index in self._overs:
            over = self._overs[condition.index]
            inner, symbol = self.condition(condition.condition), self._symbol(over)
            first, last = (self.value(end) for end in self.ends(over))
            return ForAll(inner, symbol, first, last, layers=condition.layers)
        return type(condition)(*map(self.value, condition.parts), layers=condition.layers)

    def value(self, value: Any) -> Any:
        """Any part of a condition with the indices of the text."""
        if isinstance(value, Condition):
            return self.condition(value)
        return self.shown(value) if is_symbolic(value) else value

    def names(self, step: Step) -> dict[str, str]:
        """The names of the indices around a step that are not those of the text."""
        shown = {over.name: self._names[over.index] for over in step.over if over.name and over.index is not None}
        return {written: name for written, name in shown.items() if written != name}

    def name_of(self, over: Over, steps: Iterable[Step]) -> str:
        """The name of the index of rounds, where sizes of the steps depend on it."""
        return self._names[over.index] if any(over.index in _seen(step) for step in steps) else ""

    def said(self, step: Step) -> str:
        """The rounds a step stands for, as they stand before it in a table: `n x ` or `i = 1..n: `."""
        seen = _seen(step)
        parts = []
        for over in step.over:
            if over.index in seen:
                first, last = map(self.value, self.ends(over))
                parts.append(f"{self._names[over.index]} = {text(first)}..{text(last)}: ")
            else:
                parts.append(f"{_in_brackets(text(self.value(over.count)))} x ")
        return "".join(parts)


def _seen(step: Step) -> set[Any]:
    """The symbols in the sizes of a step."""
    sizes = (*step.input_shape.dims, *step.output_shape.dims, *step.layer.numbers)
    return {s for size in sizes for s in _symbols(size)}


def _symbols(value: Any) -> Iterable[Any]:
    return getattr(value, "free_symbols", ())


def _in_brackets(words: str) -> str:
    return f"({words})" if " " in words else words


def _free_name(wanted: str, taken: Collection[str]) -> str:
    """The wanted name, or the next letter that is not taken."""
    numbered = (f"i_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in (*filter(None, [wanted]), *LETTERS, *numbered) if name not in taken)
