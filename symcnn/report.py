"""What is known of a network when all is counted: rows, totals, conditions. Views and questions see only this."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from symcnn.algebra.conditions import Condition, merge
from symcnn.algebra.congruence import merge_multiples, without_floors
from symcnn.algebra.exact import free_names, is_symbolic
from symcnn.algebra.printing import text
from symcnn.errors import Finding
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Step
from symcnn.quantities import QUANTITIES, Conventions

COMMENT = re.compile(r"#[^\n]*")


class Style(NamedTuple):
    """How formulas are to be written: the form of totals, names for symbols, and 1,000 or 1000."""

    form: str = "auto"
    names: Mapping[str, str] = {}
    thousands: bool = True


class Row:
    """One layer with all its quantities as attributes: `row.params`, `row.macs`, ..."""

    def __init__(self, report: Report, at: int, name: str) -> None:
        self._report = report
        self._at = at
        self.name = name

    @property
    def _step(self) -> Step:
        return self._report.steps[self._at]

    @property
    def layer(self) -> str:
        """The layer's name in the language."""
        return self._step.keyword

    @property
    def implied(self) -> bool:
        """Whether the layer was not written (the flattening before `dense`)."""
        return self._step.implied

    @property
    def text(self) -> str:
        """The layer as it was written, in one line."""
        words = self.layer if self.implied else " ".join(COMMENT.sub("", self._step.place.call.text).split())
        return _renamed_text(words, self._report.style.names)

    @property
    def input_shape(self) -> Shape:
        """The shape before the layer."""
        return self._report.shape(self._step.input_shape)

    @property
    def output_shape(self) -> Shape:
        """The shape after the layer."""
        return self._report.shape(self._step.output_shape)

    @property
    def size(self) -> Any:
        """The number of values in the output."""
        return self.output_shape.elements

    def __getattr__(self, name: str) -> Any:
        if name in QUANTITIES:
            return self._report.column(name)[self._at]
        raise AttributeError(name)

    def __repr__(self) -> str:
        return f"<{self.name}: {self.text} -> {self.output_shape}, {text(self.params)} parameters>"


class Report:
    """The steps of a network and every quantity over them, computed when asked for."""

    def __init__(
        self,
        steps: Sequence[Step],
        conventions: Conventions,
        demands: Sequence[Demand] = (),
        symbols: Sequence[str] = (),
        defaults: dict[str, Any] | None = None,
        warnings: Sequence[Finding] = (),
        assumption: str = "",
        style: Style | None = None,
    ) -> None:
        self.steps = tuple(steps)
        self.conventions = conventions
        self.demands = tuple(demands)
        self.style = style or Style()
        self.met = tuple(self.style.names.get(name, name) for name in symbols)  # in the order of the text
        self.symbols = tuple(sorted(self.met))
        self.defaults = {self.style.names.get(name, name): value for name, value in (defaults or {}).items()}
        self.warnings = tuple(warnings)
        self.assumption = assumption
        self.example: Report | None = None  # the same network at the defaults of its symbols
        self._columns: dict[str, list[Any]] = {}

    def column(self, name: str) -> list[Any]:
        """A quantity for every step."""
        if name not in self._columns:
            values = QUANTITIES[name].column(self.steps, self.conventions)
            self._columns[name] = [self.published(value) for value in values]
        return self._columns[name]

    def published(self, value: Any) -> Any:
        """A value as a user gets it: in plain symbols, and without floors where that was asked for."""
        if isinstance(value, tuple):
            return tuple(map(self.published, value))
        if not is_symbolic(value):
            return value
        plain = _renamed(_in_plain_symbols(value), self.style.names)
        return without_floors(plain)[0] if self.assumption == "divisible" else plain

    def shape(self, shape: Shape) -> Shape:
        """A shape as a user gets it."""
        return Shape(self.published(shape.sizes), self.published(shape.channels))

    def total(self, name: str) -> Any:
        """A quantity of the whole network."""
        return QUANTITIES[name].total(self.column(name))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The layers in order, each with a name of its own: conv1, conv2, pool1, ... (the input comes first)."""
        seen: dict[str, int] = {}
        rows = []
        for at, step in enumerate(self.steps):
            seen[step.keyword] = seen.get(step.keyword, 0) + 1
            number = "" if step.keyword == "input" else seen[step.keyword]
            rows.append(Row(self, at, f"{step.keyword}{number}"))
        return tuple(rows)

    @property
    def layers(self) -> tuple[Row, ...]:
        """The rows without the input."""
        return tuple(row for row in self.rows if row.layer != "input")

    @property
    def input_shape(self) -> Shape:
        """The shape that the network starts from."""
        return self.shape(self.steps[0].output_shape)

    @property
    def output_shape(self) -> Shape:
        """The shape that the network ends with."""
        return self.shape(self.steps[-1].output_shape)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What the symbols must satisfy, in the fewest statements."""
        merged = merge(demand.condition for demand in self.demands)
        return (*(_renamed_condition(condition, self.style.names) for condition in merged), *self._divisibility)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The symbols as authors order them in a product: kernel sizes, channels, filters, then sizes."""
        sizes = _names(self.input_shape.sizes)
        channels = _names([self.input_shape.channels]) - sizes
        windows = [step.layer.windows(step.input_shape) or () for step in self.steps]
        kernels = _names([self.published(w.extent) for axes in windows for w in axes]) - sizes - channels
        others = set(self.met) - kernels - channels - sizes
        return tuple(name for group in (kernels, channels, others, sizes) for name in self.met if name in group)

    @property
    def _divisibility(self) -> list[Condition]:
        """The conditions under which the formulas without floors are exact."""
        if self.assumption != "divisible":
            return []
        names = self.style.names
        sizes = [
            _renamed(_in_plain_symbols(size), names)
            for step in self.steps
            for size in step.output_shape.dims
            if is_symbolic(size)
        ]
        return merge_multiples([condition for size in sizes for condition in without_floors(size)[1]])


def _in_plain_symbols(value: Any) -> Any:
    """Replace the symbols that carry assumptions (declared rational or real) by ordinary ones."""
    declared = [s for s in value.free_symbols if s.is_rational is not None or s.is_real is not None]
    if not declared:
        return value
    from sympy import Symbol

    return value.xreplace({symbol: Symbol(symbol.name) for symbol in declared})


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A formula in the symbols' new names."""
    if not names:
        return value
    from sympy import Symbol

    return value.xreplace({Symbol(old): Symbol(new) for old, new in names.items()})


def _renamed_condition(condition: Condition, names: Mapping[str, str]) -> Condition:
    if not names:
        return condition
    values = {name: getattr(condition, name) for name in condition.fields}
    return type(condition)(**{k: _renamed(v, names) if hasattr(v, "xreplace") else v for k, v in values.items()})


def _renamed_text(words: str, names: Mapping[str, str]) -> str:
    """The text of a layer in the new names: those of arguments (`groups=`) and of layers stay."""
    if not names:
        return words
    keyword, bracket, arguments = words.partition("(")
    return (
        keyword + bracket + re.sub(r"(?<![.\w])[A-Za-z_]\w*(?!\s*[=(])\b", lambda m: names.get(m[0], m[0]), arguments)
    )


def _names(values: Any) -> set[str]:
    return {name for value in values for name in free_names(value)}
