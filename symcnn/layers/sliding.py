"""Windows that slide over the spatial axes: output sizes and what must hold for them.

Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic", relationships 6 and 15;
`ceil`: the last window may not start in the right padding (PyTorch, `pooling_output_shape`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar

from symcnn.algebra.conditions import AtLeast
from symcnn.algebra.exact import Value, ceil_div, floor_div, is_symbolic, minimum
from symcnn.layers.contract import Layer, Refused, Requirement, Shape, Window, Words

SMALLER_WINDOW = "use a smaller window, or pad=same; fewer pooling layers before this one may help"
KEEPS_SIZE = ("same", "causal")


def extent(kernel: Value, dilation: Value) -> Value:
    """How far a dilated kernel reaches: d*(k - 1) + 1."""
    return dilation * (kernel - 1) + 1


class Sliding(Layer):
    """Base of layers with a sliding window: subclasses have stride, pad and perhaps dilation, ceil."""

    size_field: ClassVar[str] = "kernel"
    needs = "map"

    def extents(self, x: Shape) -> tuple[Any, ...]:
        """The reach of the window, one an axis."""
        size = self.spread(self.size_field, x)
        if "dilation" not in self.fields or self.argument("dilation") == 1:
            return size
        return tuple(extent(k, d) for k, d in zip(size, self.spread("dilation", x), strict=True))

    def strides(self, x: Shape) -> tuple[Any, ...]:
        """The step of the window, one an axis."""
        return self.spread("stride", x)

    def pads(self, x: Shape) -> tuple[Any, ...]:
        """The padding on each side, one an axis: a number, `same` or `causal`."""
        pad = self.argument("pad")
        if pad == "causal" and x.axes != 1:
            raise Refused(
                "E303", f"pad=causal is for sequences, but the input has {x.axes} spatial axes", "use pad=same", "pad"
            )
        if pad in KEEPS_SIZE:
            return (pad,) * x.axes
        if pad == "valid":
            return (0,) * x.axes
        if pad == "full":
            return tuple(e - 1 for e in self.extents(x))
        return self.spread("pad", x)

    @property
    def _rounds_up(self) -> bool:
        return bool(getattr(self, "ceil", False))

    def output_sizes(self, x: Shape) -> tuple[Any, ...]:
        """The number of window positions along each axis."""
        columns = zip(x.sizes, self.extents(x), self.strides(x), self.pads(x), strict=True)
        return tuple(_positions(n, e, s, p, self._rounds_up) for n, e, s, p in columns)

    def requires(self, x: Shape) -> Iterable[Requirement]:
        """The window fits into the padded input."""
        message = Words("the window is larger than its input {}", x)
        for n, e, s, p in zip(x.sizes, self.extents(x), self.strides(x), self.pads(x), strict=True):
            if p in KEEPS_SIZE:
                continue
            overhang = s - 1 if self._rounds_up else 0  # rounding up, the last window may hang over
            more = 2 * p + overhang
            fits = AtLeast(n + more if more else n, e)
            yield Requirement(fits, "E401", message, SMALLER_WINDOW, self.size_field)

    def windows(self, x: Shape) -> tuple[Window, ...]:
        return tuple(Window(e, s) for e, s in zip(self.extents(x), self.strides(x), strict=True))

    def dropped(self, x: Shape) -> tuple[int, ...]:
        """How many pixels of each axis no window sees (numbers only; otherwise 0)."""
        columns = zip(x.sizes, self.extents(x), self.strides(x), self.pads(x), strict=True)
        return tuple(0 if self._rounds_up else _dropped(n, e, s, p) for n, e, s, p in columns)


@lru_cache(maxsize=4096, typed=True)  # every quantity asks for the output, and layers of one size follow each other
def _positions(n: Any, e: Any, s: Any, p: Any, rounds_up: bool) -> Any:
    """How many windows of extent e, a step s apart, fit into a size n with padding p on each side."""
    if p in KEEPS_SIZE:
        return ceil_div(n, s)
    if s == 1:
        return floor_div(n + (2 * p - e + 1), 1)  # one sum less than below, in what most layers are
    if not rounds_up:
        return floor_div(n + (2 * p - e), s) + 1
    rounded_up = ceil_div(n + (2 * p - e), s) + 1
    starts_inside = AtLeast(e, p + s).holds()  # then the last window cannot start in the padding
    return rounded_up if starts_inside else minimum([rounded_up, ceil_div(n + p, s)])


def _dropped(n: Any, e: Any, s: Any, p: Any) -> int:
    if p in KEEPS_SIZE or any(map(is_symbolic, (n, e, s, p))) or e < s:
        return 0  # a window shorter than its step (a 1x1 shortcut) skips pixels everywhere, on purpose
    left_over = (n + 2 * p - e) % s
    return int(max(0, left_over - p))  # the right padding takes the first of them
