"""What a layer is: a frozen record whose fields are its signature in the language, and its facts.

The fields' names, order and defaults are what a user writes: `conv(filters,kernel,stride=1,...)`.
The methods state facts: the output's shape, the weights, the multiply-accumulates, the window.
Every quantity (parameters, FLOPs, memory, receptive field ...) is a function of these facts, so a
new layer is one new file and touches nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple, TypeVar, dataclass_transform

from symcnn.algebra.conditions import Condition
from symcnn.algebra.exact import Size, Value, exact, multiply
from symcnn.algebra.printing import text
from symcnn.record import FieldInfo, Record

PerAxis = Any  # one value for all axes, or a tuple with one an axis
Padding = Any  # "valid", "same", "causal", "full", or PerAxis

AXIS_NAMES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}


class Shape(NamedTuple):
    """The shape of a tensor, channels last: spatial sizes and channels; a vector has no sizes.

    Tokens are numbers of entries in a vocabulary, one a position: they have sizes, and no channels.

    >>> str(Shape((28, 28), 1)), Shape((28, 28), 3).elements, Shape((), 10).is_vector
    ('28x28x1', 2352, True)
    >>> str(Shape((128,), 1, tokens=True)), Shape((128,), 1, tokens=True).dims
    ('128 tokens', (128,))
    """

    sizes: tuple[Size, ...]
    channels: Size
    tokens: bool = False

    @property
    def axes(self) -> int:
        """The number of spatial axes."""
        return len(self.sizes)

    @property
    def is_vector(self) -> bool:
        """Whether there are only channels."""
        return not self.sizes

    @property
    def positions(self) -> Size:
        """The product of the spatial sizes."""
        return multiply(self.sizes)

    @property
    def elements(self) -> Size:
        """The number of values in the tensor."""
        return multiply((*self.sizes, self.channels))

    @property
    def dims(self) -> tuple[Size, ...]:
        """All sizes, channels last."""
        return self.sizes if self.tokens else (*self.sizes, self.channels)

    def with_channels(self, channels: Value) -> Shape:
        """The same sizes with other channels."""
        return Shape(self.sizes, exact(channels))

    def with_sizes(self, sizes: Iterable[Value]) -> Shape:
        """The same channels with other sizes."""
        return self._replace(sizes=tuple(exact(size) for size in sizes))

    def __str__(self) -> str:
        if self.is_vector:
            return text(self.channels)
        return "x".join(map(_factor, self.dims)) + (" tokens" if self.tokens else "")


def _factor(size: Size) -> str:
    """A size as a factor in `AxBxC`: a sum needs brackets, unless it has them."""
    return f"({text(size)})" if getattr(size, "is_Add", False) or getattr(size, "is_Mul", False) else text(size)


class Weight(NamedTuple):
    """A tensor of numbers that a layer keeps: learned ones, or running statistics."""

    name: str
    dims: tuple[Value, ...]
    trainable: bool = True

    @property
    def size(self) -> Size:
        """How many numbers it holds."""
        return multiply(self.dims)


class Window(Record):
    """What one output position sees along an axis: how many inputs, and the step to the next."""

    extent: Value
    step: Value


class Words(NamedTuple):
    """Words about a value, put together when they are read: most requirements hold, and writing a shape takes time."""

    template: str
    value: Any

    def __str__(self) -> str:
        return self.template.format(self.value)


class Requirement(NamedTuple):
    """A condition that a layer puts on its input, and what to say where it fails."""

    condition: Condition
    code: str
    message: str | Words
    help: str = ""
    argument: str = ""  # the argument to point at; otherwise the whole call


class Refused(Exception):  # noqa: N818  (not an error of its own: `propagate` gives it a place)
    """A layer cannot take its input; the place is added where it is known."""

    def __init__(self, code: str, message: str, help: str = "", argument: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.help, self.argument = code, message, help, argument


# ------------------------------------------------- field declarations by kind


def whole(default: Any = ..., *, kw_only: bool = False, least: int = 1, shown: str = "") -> Any:
    """Declare a whole number: filters, units, groups. `shown` is a default that follows from others."""
    return FieldInfo(default, "whole", kw_only, least=least, shown=shown)


def per_axis(default: Any = ..., *, kw_only: bool = False, least: int = 1, shown: str = "") -> Any:
    """Declare a whole number for all axes, or one an axis: kernel, stride."""
    return FieldInfo(default, "per_axis", kw_only, least=least, shown=shown)


def padding(default: Any = "valid", *, kw_only: bool = False) -> Any:
    """Declare a padding: a word, a number for every side, or one an axis."""
    return FieldInfo(default, "padding", kw_only)


def sides(default: Any = ...) -> Any:
    """Declare margins: a number, one an axis, or pairs (before, after)."""
    return FieldInfo(default, "sides")


def flag(default: bool) -> Any:
    """Declare a switch, given by keyword only."""
    return FieldInfo(default, "flag", kw_only=True)


def rate(default: Any = ...) -> Any:
    """Declare a positive number, fractions allowed."""
    return FieldInfo(default, "rate")


def sizes() -> Any:
    """Declare any number of sizes: `input(28,28,1)`, `reshape(7,7,64)`."""
    return FieldInfo((), "sizes")


def tensor(default: Any = ..., *, kw_only: bool = False) -> Any:
    """Declare a further tensor, given by its label: the layer gets its shape."""
    return FieldInfo(default, "tensor", kw_only, shown="label")


@dataclass_transform(frozen_default=True, field_specifiers=(whole, per_axis, padding, sides, flag, rate, sizes, tensor))
class Layer(Record):
    """Base of all layers, with the facts of one that keeps its input as it is."""

    counted: ClassVar[bool] = True  # whether `activations` counts the output
    category: ClassVar[str] = ""  # the kind of work, for the conventions of other tools
    needs: ClassVar[str] = ""  # "map", "sequence" or "tokens" where another input is refused
    flattens: ClassVar[bool] = False  # whether a map is flattened first

    @property
    def numbers(self) -> tuple[Any, ...]:
        """The arguments, those with one an axis one by one."""
        parts = (part if isinstance(part, tuple) else (part,) for part in vars(self).values())
        return tuple(value for values in parts for value in values)

    def output(self, x: Shape) -> Shape:
        """The shape of the output."""
        return x

    def requires(self, x: Shape) -> Iterable[Requirement]:
        """What must hold for the input."""
        return ()

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """The numbers that the layer keeps."""
        return ()

    def macs(self, x: Shape) -> Size:
        """Multiply-accumulates of convolutions and matrix products; a bias is not one."""
        return 0

    def windows(self, x: Shape) -> tuple[Window, ...] | None:
        """What an output position sees, an axis each; None: itself alone."""
        return None

    def windows_on(self, at: int, x: Shape) -> tuple[Window, ...] | None:
        """What an output position sees of the input with that number, where there are several."""
        return self.windows(x)

    def argument(self, name: str) -> Any:
        """The value of an argument that a family of layers has in common."""
        return getattr(self, name)

    def spread(self, name: str, x: Shape) -> tuple[Any, ...]:
        """Give an argument one value an axis."""
        value = self.argument(name)
        if not isinstance(value, tuple):
            return (value,) * x.axes
        if len(value) != x.axes:
            axes = f"{x.axes} spatial {'axis' if x.axes == 1 else 'axes'}"
            sizes = f"{len(value)} {'size' if len(value) == 1 else 'sizes'}"
            raise Refused("E303", f"{name} has {sizes}, but the input has {axes}", "write one number for each axis")
        return value


L = TypeVar("L", bound=Layer)
LAYERS: dict[str, type[Layer]] = {}


def layer(*names: str) -> Callable[[type[L]], type[L]]:
    """Register a layer under its names in the language; two layers of one name are an error."""

    def register(cls: type[L]) -> type[L]:
        for name in names:
            if name in LAYERS:
                raise ValueError(f"two layers are named {name}: {LAYERS[name].__module__} and {cls.__module__}")
            LAYERS[name] = cls
        return cls

    return register


def language_name(field_name: str) -> str:
    """The name of an argument in the language (`from_` is written `from`, a word of Python)."""
    return field_name.removesuffix("_")


def signature(name: str) -> str:
    """Write a layer's signature as a user would type it.

    >>> signature("pool")
    'pool(size,stride=size,pad=valid,ceil=false,dilation=1)'
    """
    parts = [_parameter(language_name(field_name), info) for field_name, info in LAYERS[name].fields.items()]
    return f"{name}({','.join(parts)})" if parts else name


DEFAULTS = {"True": "true", "False": "false"}


def _parameter(name: str, info: FieldInfo) -> str:
    if info.kind == "sizes":
        return "…"
    if info.default is ...:
        return name
    default = str(info.default)
    return f"{name}={info.shown or DEFAULTS.get(default, default)}"
