"""What names mean at a place of the program, and what is known there.

Scopes are lexical: `let` and `set` hold from where they are written to the end of their braces.
Everything that belongs to one evaluation as a whole (symbols met, conditions, warnings) is in its
`Evaluation`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from symcnn.algebra.conditions import AtLeast, Condition, Multiple
from symcnn.algebra.exact import is_fraction, is_symbolic
from symcnn.elaborate.facts import Assumptions
from symcnn.errors import Span, SymcnnError
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Pick
from symcnn.record import Record
from symcnn.text import tree


class Unread(Record):
    """What is given for a parameter that may be a block, `bottleneck(w=4)`; the error where it must be a number."""

    node: tree.Expr
    error: SymcnnError


class Evaluation:
    """One reading of a network: the values given for its symbols, and what came up on the way."""

    def __init__(
        self, given: Mapping[str, Any], presets: Mapping[str, Mapping[str, Any]], assumed: Assumptions | None = None
    ) -> None:
        self.given = dict(given)
        self.assumed = assumed or Assumptions()
        self.presets = presets  # defaults of layers that a profile sets
        self.symbols: dict[str, str] = {}  # the symbols met so far, with their kinds, in order
        self.places: dict[str, Span] = {}  # where each was met first
        self.defaults: dict[str, Any] = {}  # of `param`
        self.offered: set[str] = set()  # parameters with defaults, for which values could be given
        self.demands: list[Demand] = []
        self.at_defaults = False  # whether symbols with a default take it
        self.assumption = ""  # of `assume`
        self.rounds = 0  # of sums that were written out
        self.readings = 0  # of bodies that are read once for all rounds

    def symbol(self, name: str, span: Span, kind: str = "int") -> Any:
        """The value of a symbol: the one that was given, or the symbol itself."""
        self.symbols.setdefault(name, kind)
        self.places.setdefault(name, span)
        if name in self.given:
            if isinstance(self.given[name], Unread):
                raise self.given[name].error
            self._check(name, self.given[name])
            return self.assumed.inside(self.given[name])
        from sympy import Symbol  # the first symbol brings sympy in

        kind = self.symbols[name]
        if kind in ("rational", "real"):
            return self.assumed.inside(Symbol(name, positive=True, **{kind: True}))
        return self.assumed.inside(Symbol(name, integer=True, nonnegative=True) if kind == "nat" else Symbol(name))

    def _check(self, name: str, value: Any) -> None:
        """Refuse a number that is not of the symbol's kind."""
        kind = self.symbols[name]
        if value == 0 and kind != "nat":
            raise WrongKindError("E302", f"{name} = 0 must be positive", None, "symbols stand for positive numbers")
        if is_fraction(value) and kind in ("int", "nat"):
            help_ = f"where fractions are meant, the text declares it: param {name}: rational"
            raise WrongKindError("E302", f"{name} = {value} must be a whole number", None, help_)

    def of_given(self) -> list[Demand]:
        """What formulas that were given must be to be of the kinds of their symbols: with W = H/2, H is even."""
        formulas = {name: v for name, v in self.given.items() if name in self.places and is_symbolic(v)}
        return [
            Demand(condition, name, self.places[name])
            for name, value in formulas.items()
            for condition in _of_kind(self.symbols[name], value)
            if condition.holds() is None
        ]


class WrongKindError(SymcnnError):
    """A number that is not of its symbol's kind."""


def _of_kind(kind: str, value: Any) -> list[Condition]:
    if kind not in ("int", "nat"):
        return []
    return [Multiple(value), AtLeast(value, 1 if kind == "int" else 0)]


class Later(NamedTuple):
    """A `param` of a module, which is a symbol of the network only where it is used."""

    declare: Callable[[], Any]


class Tensor(NamedTuple):
    """What flows: a shape, and the number of the step that put it out."""

    shape: Shape
    at: int
    pick: Pick | None = None  # of a step that stands for many rounds: which of them
    inside: Labels | None = None  # the labels in the block that put it out


class Block(Record):
    """A `def`, `net` or `shared` with the names that were visible where it was written."""

    definition: tree.Definition | tree.Shared
    scope: Scope
    fixed: Mapping[str, Any] = MappingProxyType({})  # arguments given in advance: bottleneck(w=4,g=32)

    @property
    def name(self) -> str:
        """The name under which it was defined."""
        return self.definition.name

    @property
    def formals(self) -> tuple[tree.Declaration, ...]:
        """The formal parameters; a shared block has none."""
        return self.definition.formals if isinstance(self.definition, tree.Definition) else ()


class SharedUse(Record):
    """A shared block: how many of the active readings bring it anew, and the channels it was used on first."""

    block: Block
    depth: int
    channels: Any = None


class Family(Record):
    """Labelled tensors of a body that is read once for many rounds: `e[i]` for every i."""

    number: Any  # the number of the label as a formula in the round
    index: Any  # the symbol of the round's number: 0, 1, ..., count - 1
    count: Any
    tensor: Tensor
    around: tuple[Any, ...] = ()  # the readings of the bodies around that of the family


class Labels:
    """The labelled tensors of one `net` or `def`: single ones and arrays `e[i]`."""

    def __init__(self, outer: Labels | None = None) -> None:
        self.single: dict[str, Tensor] = dict(outer.single) if outer else {}
        self.arrays: dict[str, dict[Any, Tensor]] = outer.arrays if outer else {}
        self.families: dict[str, list[Family]] = outer.families if outer else {}

    @property
    def names(self) -> list[str]:
        """All names, for suggestions."""
        return sorted({*self.single, *self.arrays, *self.families})


class Scope:
    """The names that are visible at a place; a child sees what surrounds it."""

    def __init__(self, evaluation: Evaluation, parent: Scope | None = None, *, units: bool = False) -> None:
        self.evaluation = evaluation
        self.units = units  # whether `4k` means 4,000 here: in let, param and expect only
        self.values: dict[str, Any] = dict(parent.values) if parent else {}
        self.blocks: dict[str, Block] = dict(parent.blocks) if parent else {}
        self.presets: dict[str, dict[str, Any]] = dict(parent.presets) if parent else {}
        self.tensor: Tensor | None = parent.tensor if parent else None
        self.labels: Labels = parent.labels if parent else Labels()
        self.entered = False  # whether a block has just begun, so that an `input` checks what it gets
        self.metrics: Mapping[str, Callable[[], Any]] = parent.metrics if parent else {}  # in an `expect`
        self.measure: Callable[[tree.Function, Scope], Any] | None = parent.measure if parent else None

    @property
    def shape(self) -> Shape | None:
        """The shape of the tensor at hand."""
        return self.tensor.shape if self.tensor is not None else None

    def value(self, name: str) -> Any:
        """What a name stands for; None where it has no value."""
        found = self.values.get(name)
        return found.declare() if isinstance(found, Later) else found

    def preset(self, layer: str, values: Mapping[str, Any]) -> None:
        """Set defaults of a layer for the calls that follow."""
        self.presets[layer] = {**self.presets.get(layer, {}), **values}

    def size(self, name: str, span: Span) -> Any:
        """A size of the tensor at hand: `.c .h .w .d .l .size`."""
        shape = self.shape
        if shape is None:
            raise SymcnnError("E202", f"there is no tensor yet to take '.{name}' from", span, "put input(…) first")
        return size_of(shape, name, span)


def size_of(shape: Shape, name: str, span: Span) -> Any:
    """A size of a tensor by its letter."""
    sizes = _named_sizes(shape)
    if name not in sizes:
        known = ", ".join(f".{n}" for n in sizes)
        raise SymcnnError("E202", f"a tensor of {shape} has no size '.{name}'", span, f"it has {known}")
    return sizes[name]


SIZES = ("c", "d", "h", "l", "size", "w")  # after a dot these are sizes, whatever has such a label


def _named_sizes(shape: Shape) -> dict[str, Any]:
    names = {1: "l", 2: "hw", 3: "dhw"}.get(shape.axes, "")
    channels = {} if shape.tokens else {"c": shape.channels}
    return {**channels, "size": shape.elements, **dict(zip(names, shape.sizes, strict=True))}


class Claim(Record):
    """An `expect`, and how far the network was when it was written."""

    node: tree.Expect
    scope: Scope
    steps: int
