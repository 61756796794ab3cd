"""Where paths meet: `add res mul sub max mean` value by value, `concat split` channel by channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.algebra.conditions import Condition, Equal
from symcnn.algebra.exact import add, divide
from symcnn.errors import Note, Span, SymcnnError
from symcnn.layers.contract import AXIS_NAMES, Layer, Shape
from symcnn.layers.needs import EMBED

ELEMENTWISE = ("add", "res", "mul", "sub", "max", "mean")
BY_CHANNEL = ("concat", "split")
JOINS = (*ELEMENTWISE, *BY_CHANNEL)
CHANNEL_HELP = "a conv(…,1) in the shorter path can change the number of channels"
SIZE_HELP = "check the strides and paddings of the paths"


class Join(Layer):
    """Bring several tensors together; no weights, no MACs."""

    category = "join"


def joined(
    keyword: str, shapes: Sequence[Shape], head: Span, places: Sequence[Span | None]
) -> tuple[Shape, list[Condition]]:
    """The shape that several give together, and what must hold for it.

    Raises SymcnnError, with every path marked, where shapes certainly differ.
    """
    check = _Check(keyword, head, places, shapes)
    if any(shape.tokens for shape in shapes):
        message = f"{keyword} needs values, but a path gives token numbers"
        raise SymcnnError("E404", message, head, EMBED, check.notes)
    largest = max(range(len(shapes)), key=lambda i: (shapes[i].axes, shapes[i].positions != 1, -i))
    for i, shape in enumerate(shapes):
        if keyword in BY_CHANNEL:
            check.sizes(shapes, largest, i)
        elif not _is_per_channel(shape):
            check.sizes(shapes, largest, i)
            check.channels(shapes, largest, i)
        else:
            check.channels(shapes, largest, i)
    whole = shapes[largest]
    if keyword in BY_CHANNEL:
        return whole.with_channels(add(shape.channels for shape in shapes)), check.open
    return whole, check.open


def _is_per_channel(shape: Shape) -> bool:
    """A vector, or a map of one position: it is used at every position."""
    return all(size == 1 for size in shape.sizes)


def _axes(shape: Shape) -> str:
    return f"{shape.axes} spatial {'axis' if shape.axes == 1 else 'axes'}"


class _Check:
    def __init__(self, keyword: str, head: Span, places: Sequence[Span | None], shapes: Sequence[Shape]) -> None:
        self.keyword, self.head, self.places, self.shapes = keyword, head, places, shapes
        self.open: list[Condition] = []

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every path with its shape, for an error; one that is not written (of `res`) is the input."""
        marked = enumerate(zip(self.places, self.shapes, strict=True), 1)
        return tuple(
            Note(place or self.head, f"path {i}: {shape}" + ", the input" * (place is None))
            for i, (place, shape) in marked
        )

    def sizes(self, shapes: Sequence[Shape], a: int, b: int) -> None:
        if shapes[a].axes != shapes[b].axes:
            i, j = sorted((a, b))
            axes = f"path {i + 1} has {_axes(shapes[i])}, path {j + 1} has {_axes(shapes[j])}"
            raise SymcnnError("E402", f"{self.keyword}: {axes}", self.head, "join maps with maps", self.notes)
        names = AXIS_NAMES.get(shapes[a].axes, ())
        for name, left, right in zip(names, shapes[a].sizes, shapes[b].sizes, strict=True):
            self.same(name, (a, left), (b, right), SIZE_HELP)

    def channels(self, shapes: Sequence[Shape], a: int, b: int) -> None:
        self.same("channels", (a, shapes[a].channels), (b, shapes[b].channels), CHANNEL_HELP)

    def same(self, what: str, first: tuple[int, Any], second: tuple[int, Any], help_: str) -> None:
        (i, left), (j, right) = sorted((first, second), key=lambda pair: pair[0])
        condition = Equal(left, right)
        truth = condition.holds()
        if truth is False:
            message = f"{self.keyword}: path {i + 1} and path {j + 1} differ in {what}: {left} and {right}"
            raise SymcnnError("E402", message, self.head, help_, self.notes)
        if truth is None:
            self.open.append(condition)


def parts(shape: Shape, count: Any, span: Span) -> Shape:
    """The part of the channels that one path of a `split` sees."""
    if shape.tokens:
        raise SymcnnError("E404", f"split needs values, but the input is {shape}", span, EMBED)
    channels = divide(shape.channels, count)
    if type(channels).__name__ == "Fraction":
        raise SymcnnError("E405", f"{shape.channels} channels cannot be split into {count} equal parts", span)
    return shape.with_channels(channels)
