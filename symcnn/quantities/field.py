"""Receptive field and effective stride behind every step, along the graph and through repeats.

A body that is read once for all rounds makes r + c*j of a receptive field r and s*j of a stride j: recurrences,
which are solved as those of sizes are. Where paths meet and it depends on the round which of them is widest,
there is no field to tell (None).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from symcnn.algebra.conditions import AtLeast, every_round
from symcnn.algebra.exact import exact, is_symbolic, maximum
from symcnn.algebra.moments import at as value_at
from symcnn.layers.contract import Shape, Window
from symcnn.propagate import Over, Pick, Step


class Field(NamedTuple):
    """Receptive field and effective stride, an axis each."""

    sizes: tuple[Any, ...]
    strides: tuple[Any, ...]
    whole: tuple[Any, ...] = ()  # what all positions see together, once several axes have become one


Known = dict[int, "Field | None"]


def fields(steps: Sequence[Step]) -> list[Field | None]:
    """The field after each step; of one that stands for many rounds, in the last of them.

    >>> import symcnn
    >>> net = symcnn.parse("input(L,r) for i in 1..n { conv(r,2,dilation=2^(i-1),pad=causal) } pool(2)")
    >>> [(field.sizes, field.strides) for field in fields(net.report.read)]
    [((1,), (1,)), ((2**n,), (1,)), ((2**n + 1,), (2,))]
    """
    walk = _Walk(steps)
    walk.take(0, len(steps), 0, {})
    return [_in_last_round(walk.found[at], step.over) for at, step in enumerate(steps)]


class _Walk:
    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.found: Known = {}  # of a step that stands for many rounds: as formulas in the round

    def take(self, start: int, end: int, depth: int, known: Known) -> None:
        """Go through the steps of a body; `known` is what can be seen from there."""
        at = start
        while at < end:
            rounds = self.steps[at].over[depth:]
            if rounds:
                behind = self._behind(at, end, depth)
                self._rounds(rounds[0], (at, behind), depth, known)
                at = behind
            else:
                self.found[at] = known[at] = self._after(self.steps[at], known)
                at += 1

    def _behind(self, at: int, end: int, depth: int) -> int:
        """The first step that does not stand for the same rounds."""
        over = self.steps[at].over[depth]
        return next((i for i in range(at, end) if self.steps[i].over[depth : depth + 1] != (over,)), end)

    def _rounds(self, over: Over, body: tuple[int, int], depth: int, known: Known) -> None:
        before = known[over.entry]
        if over.parallel or before is None:
            known[over.exit] = self._once(over, before, body, depth, known)
            return
        each = self._each_round(over, before, body, depth, known)
        if each is None:
            known[over.exit] = self._settled(over, before, body, depth, known)
            return
        after = self._once(over, each, body, depth, known)
        known[over.exit] = _moved(each, over.index, over.count) if over.index is not None else after

    def _once(self, over: Over, before: Field | None, body: tuple[int, int], depth: int, known: Known) -> Field | None:
        """The field behind a round, with the one before it."""
        inner = {**known, over.entry: before}
        self.take(*body, depth + 1, inner)
        return inner[over.exit]

    def _each_round(self, over: Over, before: Field, body: tuple[int, int], depth: int, known: Known) -> Field | None:
        """The field that enters a round; in the last one, where no index tells them apart."""
        if over.index is None:
            return self._last(over, before, body, depth, known)
        unknown = _unknown(before)
        after = self._once(over, unknown, body, depth, known)
        if after is None or len(after.sizes) != len(before.sizes) or after.whole != before.whole:
            return None
        strides = _solved(unknown.strides, after.strides, over, before.strides, {})
        if strides is None:
            return None
        put_in = dict(zip(unknown.strides, strides, strict=True))
        sizes = _solved(unknown.sizes, after.sizes, over, before.sizes, put_in)
        return None if sizes is None else before._replace(sizes=sizes, strides=strides)

    def _settled(self, over: Over, before: Field, body: tuple[int, int], depth: int, known: Known) -> Field | None:
        """The field behind rounds of which the first ends all growth, as attention does."""
        after = self._once(over, before, body, depth, known)
        if after == before:
            return before  # all was seen before the first round
        first = {at: self.found[at] for at in range(*body)}
        settled = after is not None and AtLeast(over.count, 1).holds() and self._once(over, after, body, depth, known)
        self.found |= {at: field if field == self.found[at] else None for at, field in first.items()}
        return after if settled == after else None

    def _last(self, over: Over, before: Field, body: tuple[int, int], depth: int, known: Known) -> Field | None:
        """Rounds that do not differ add the same each time, if they see nothing but what enters them."""
        after = self._once(over, before, body, depth, known)
        inputs = {at for step in self.steps[slice(*body)] for at in step.inputs}
        if (
            after is None
            or before.whole
            or self._sees_all(body)
            or after.strides != before.strides
            or inputs - {over.entry, *range(*body)}
        ):
            return None
        gains = [exact(a - b) for a, b in zip(after.sizes, before.sizes, strict=True)]
        sizes = [exact(r + (over.count - 1) * g) for r, g in zip(before.sizes, gains, strict=True)]
        return before._replace(sizes=tuple(sizes))

    def _sees_all(self, body: tuple[int, int]) -> bool:
        """Whether a step in a body sees the whole map, so that what it adds depends on what was seen before."""
        steps = (step for step in self.steps[slice(*body)] if step.inputs)
        windows = (step.layer.windows_on(at, step.input_shape) for step in steps for at in range(len(step.inputs)))
        return any(window.step == 0 for axes in windows for window in axes or ())

    def _after(self, step: Step, known: Known) -> Field | None:
        inputs = [self._input(at, pick, known) for at, pick in zip_longest(step.inputs, step.picks)]
        if not inputs:
            axes = step.output_shape.axes
            return Field((1,) * axes, (1,) * axes)
        if None in inputs:
            return None
        x = step.input_shape
        grown = [_grown(field, step.layer.windows_on(at, x)) for at, field in enumerate(inputs) if field is not None]
        field = _widest(grown)
        return _in_a_row(field, x) if 0 < step.output_shape.axes < x.axes and not field.whole else field

    def _input(self, at: int, pick: Pick | None, known: Known) -> Field | None:
        if pick is None:
            return known.get(at)
        field = self.found.get(at)
        if field is None or any(_moved(field, pick.index, low) != self.found.get(one) for low, one in pick.alone):
            return None
        return _moved(field, pick.index, pick.round) if pick.round is not None else _largest(field, pick)


def _moved(field: Field, index: Any, moment: Any) -> Field:
    """A field in another round."""
    return Field(*(tuple(value_at(v, index, moment) for v in values) for values in field))


def _in_last_round(field: Field | None, rounds: Sequence[Over]) -> Field | None:
    for over in reversed(rounds):
        if field is not None and over.index is not None:
            field = _moved(field, over.index, over.count - 1)
    return field


def _unknown(field: Field) -> Field:
    """The same axes with a symbol for each value."""
    from sympy import Symbol

    names = [tuple(Symbol(f"{what} {axis}") for axis in range(len(field.sizes))) for what in ("field", "stride")]
    return Field(names[0], names[1], field.whole)


def _solved(
    unknown: tuple[Any, ...], after: tuple[Any, ...], over: Over, start: tuple[Any, ...], known: dict[Any, Any]
) -> tuple[Any, ...] | None:
    from sympy import sympify

    put_in = {symbol: sympify(one) for symbol, one in known.items()}
    columns = zip(unknown, after, start, strict=True)
    found = tuple(_before_each(x, sympify(value).xreplace(put_in), over, first) for x, value, first in columns)
    return None if None in found else found


def _before_each(x: Any, after: Any, over: Over, start: Any) -> Any:
    """The value before each round; of paths that meet, the one through the repeat is taken if it is the widest."""
    from symcnn.algebra.recurrence import solve

    along, others = _through(after, x)
    found = solve(along, x, over.index, start)
    if found is None:
        return None
    widest = (AtLeast(through.xreplace({x: found}), other) for through, other in others)
    lasting = (each for one in widest for each in every_round(one, over.index, over.count))
    return found if all(condition.holds() for condition in lasting) else None


def _through(after: Any, x: Any) -> tuple[Any, list[tuple[Any, Any]]]:
    """What becomes of a value along the path through the repeat, and what that must be at least each time."""
    from sympy import Max
    from sympy.core.sorting import default_sort_key

    others: list[tuple[Any, Any]] = []
    while meeting := sorted((m for m in after.atoms(Max) if m.has(x)), key=default_sort_key):
        inner = next(m for m in meeting if not any(arg.has(Max) and arg.has(x) for arg in m.args))
        through = [arg for arg in inner.args if arg.has(x)]
        others += [(through[0], arg) for arg in inner.args if arg is not through[0]]
        after = after.xreplace({inner: through[0]})
    return after, others


def _largest(field: Field, pick: Pick) -> Field | None:
    """The field of all rounds together: that of the last, where it only grows."""
    from symcnn.algebra.bounds import at_least

    for value in (*field.sizes, *field.strides):
        if is_symbolic(value) and not at_least((value_at(value, pick.index, pick.index + 1) - value).expand(), 0):
            return None
    return _moved(field, pick.index, pick.count - 1)


def _widest(inputs: list[Field]) -> Field:
    """Where paths meet, an output sees what the widest sees; if all see the same in one, they do behind it."""
    if len(inputs) == 1:
        return inputs[0]
    axes = max(len(field.sizes) for field in inputs)
    joined = [field for field in inputs if len(field.sizes) == axes]
    sizes = tuple(maximum(each) for each in zip(*(field.sizes for field in joined), strict=True))
    strides = tuple(0 if 0 in each else maximum(each) for each in zip(*(f.strides for f in joined), strict=True))
    whole = tuple(maximum(each) for each in zip(*(field.whole for field in joined if field.whole), strict=True))
    return Field(sizes, strides, whole)


def _in_a_row(field: Field, x: Shape) -> Field:
    """The field behind a layer that puts the positions of all axes in a row."""
    wholes = (r + (n - 1) * j for r, j, n in zip(field.sizes, field.strides, x.sizes, strict=False))
    return field._replace(whole=tuple(map(exact, wholes)))


def _grown(field: Field, windows: tuple[Window, ...] | None) -> Field:
    """The field behind a window."""
    if windows is None or not any(field.strides):
        return field
    if len(windows) != len(field.sizes):
        return _grown_in_a_row(field, windows)
    sizes, strides = [], []
    for r, j, window in zip(*field[:2], windows, strict=True):
        sizes.append(exact(r + (window.extent - 1) * j))
        strides.append(exact(j * window.step))
    return Field(tuple(sizes), tuple(strides), field.whole)


def _grown_in_a_row(field: Field, windows: tuple[Window, ...]) -> Field:
    """The field where positions of several axes stand in a row: one of them, or all."""
    alone = all(window.extent == 1 for window in windows)
    stays = alone and all(window.step != 0 for window in windows)
    return Field(
        field.sizes if alone else field.whole, field.strides if stays else (0,) * len(field.strides), field.whole
    )
