"""What is known of a network when all is counted: rows, totals, conditions. Views and questions see only this."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from symcnn.algebra.conditions import Condition, merge
from symcnn.algebra.congruence import merge_multiples, without_floors
from symcnn.algebra.exact import is_symbolic
from symcnn.algebra.printing import text as written
from symcnn.errors import Finding
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Step
from symcnn.quantities import QUANTITIES, Conventions

COMMENT = re.compile(r"#[^\n]*")


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
        text = self.layer if self.implied else " ".join(COMMENT.sub("", self._step.place.call.text).split())
        return text if self.times == 1 else f"{_in_brackets(written(self.times))} x {text}"

    @property
    def times(self) -> Any:
        """How often the layer stands there: the count of a repeat that is a formula."""
        return self._report.published(self._step.times)

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
        return f"<{self.name}: {self.text} -> {self.output_shape}, {self.params} parameters>"


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
        last: int = -1,
    ) -> None:
        self.steps = tuple(steps)
        self.last = last  # the step whose output is that of the network
        self.conventions = conventions
        self.demands = tuple(demands)
        self.symbols = tuple(sorted(symbols))
        self.defaults = dict(defaults or {})
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
        plain = _in_plain_symbols(value)
        return without_floors(plain)[0] if self.assumption == "divisible" else plain

    def shape(self, shape: Shape) -> Shape:
        """A shape as a user gets it."""
        return Shape(self.published(shape.sizes), self.published(shape.channels))

    def total(self, name: str) -> Any:
        """A quantity of the whole network."""
        return QUANTITIES[name].total(self.column(name), self.last)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The layers in order, each with a name of its own: conv1, conv2, pool1, ... (the input comes first)."""
        seen: dict[str, int] = {}
        rows = []
        for at, step in enumerate(self.steps):
            seen[step.keyword] = seen.get(step.keyword, 0) + 1
            number = "" if step.keyword == "input" and seen[step.keyword] == 1 else seen[step.keyword]
            rows.append(Row(self, at, step.label or f"{step.keyword}{number}"))
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
        return self.shape(self.steps[self.last].output_shape)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What the symbols must satisfy, in the fewest statements."""
        return (*merge(demand.condition for demand in self.demands), *self._divisibility)

    @property
    def _divisibility(self) -> list[Condition]:
        """The conditions under which the formulas without floors are exact."""
        if self.assumption != "divisible":
            return []
        sizes = [_in_plain_symbols(size) for step in self.steps for size in step.output_shape.dims if is_symbolic(size)]
        return merge_multiples([condition for size in sizes for condition in without_floors(size)[1]])


def _in_plain_symbols(value: Any) -> Any:
    """Replace the symbols that carry assumptions (declared rational or real) by ordinary ones."""
    declared = [s for s in value.free_symbols if s.is_rational is not None or s.is_real is not None]
    if not declared:
        return value
    from sympy import Symbol

    return value.xreplace({symbol: Symbol(symbol.name) for symbol in declared})


def _in_brackets(text: str) -> str:
    return f"({text})" if " " in text else text
