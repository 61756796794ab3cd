"""What is known of a network when all is counted: rows, totals, conditions. Views and questions see only this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from symcnn.algebra.conditions import Condition, Equal, Multiple, every_round, merge
from symcnn.algebra.congruence import Contradiction, without_floors
from symcnn.algebra.exact import free_names, in_the_text, is_symbolic
from symcnn.asking import EXCLUDED, Asking
from symcnn.elaborate.facts import in_words
from symcnn.elaborate.naming import named
from symcnn.errors import Finding, SymcnnError
from symcnn.indices import Indices
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Step, in_last_round
from symcnn.quantities import QUANTITIES, Conventions
from symcnn.renaming import PlainSymbols, inner, renamed, renamed_condition, renamed_text, with_parts
from symcnn.rows import AnyRow, one_line, without_paths


class Style(NamedTuple):
    """How formulas are to be written: the form of totals, names for symbols, and 1,000 or 1000."""

    form: str = "auto"
    names: Mapping[str, str] = {}
    thousands: bool = True


class Row(AnyRow):
    """One layer with all its quantities as attributes: `row.params`, `row.macs`, ..."""

    def __init__(self, report: Report, at: int) -> None:
        self._report = report
        self._at = at

    @property
    def name(self) -> str:
        """Where the layer stands: `conv1`, `stage2.block1.conv1`. No other layer has this name."""
        return self._step.name

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
        words = self.layer if self.implied else one_line(self._step.place.call)
        if self._step.layer.category == "join":
            words = without_paths(words)
        return self._report.for_rounds(self._step) + self._report.in_new_names(words, self._step)

    @property
    def times(self) -> Any:
        """How often the layer stands there: the count of a repeat that is a formula."""
        return self._report.published(self._step.times)

    @property
    def input(self) -> Shape:
        """The shape before the layer."""
        return self._report.shape(self._step.input_shape)

    @property
    def output(self) -> Shape:
        """The shape after the layer."""
        return self._report.shape(self._step.output_shape)

    def __getattr__(self, name: str) -> Any:
        if name in QUANTITIES:
            return self._report.column(name)[self._at]
        raise AttributeError(name)


class Report:
    """The steps of a network and every quantity over them, computed when asked for."""

    def __init__(  # noqa: PLR0913, PLR0917  (all that one reading gave)
        self,
        steps: Sequence[Step],
        conventions: Conventions,
        demands: Sequence[Demand] = (),
        symbols: Sequence[str] = (),
        defaults: dict[str, Any] | None = None,
        warnings: Sequence[Finding] = (),
        assumption: str = "",
        last: int = -1,
        style: Style | None = None,
        assumed: Sequence[Demand] = (),
    ) -> None:
        self.read = tuple(steps)  # as they were read; only `steps` have names
        self.last = last  # the step whose output is that of the network
        self.conventions = conventions
        self.demands = tuple(demands)
        self.assumed = tuple(assumed)  # what is assumed of the symbols, in those of the text
        self.style = style or Style()
        self.met = tuple(self.style.names.get(name, name) for name in symbols)  # in the order of the text
        self.symbols = tuple(sorted(self.met))
        self.defaults = {self.style.names.get(name, name): value for name, value in (defaults or {}).items()}
        self.warnings = tuple(warnings)
        self.assumption = assumption
        self.example: Report | None = None  # the same network at the defaults of its symbols
        self._columns: dict[str, list[Any]] = {}
        self._totals: dict[str, Any] = {}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, each with the path at which it stands."""
        return tuple(named(self.read))

    def column(self, name: str) -> list[Any]:
        """A quantity for every step."""
        if name not in self._columns:
            values = QUANTITIES[name].column(self.read, self.conventions)
            self._columns[name] = [v if isinstance(v, int) else self.published(v) for v in values]
        return self._columns[name]

    def published(self, value: Any) -> Any:
        """A value as a user gets it: in plain symbols, and without floors where that was asked for."""
        if isinstance(value, tuple):
            return tuple(map(self.published, value))
        if value is None or not is_symbolic(value):
            return value
        plain = self._without_floors(value) if self.assumption == "divisible" else value
        return self._renamed(plain)

    def _without_floors(self, value: Any) -> Any:
        from symcnn.algebra.open_sums import without_floors_in_sums

        return without_floors_in_sums(value, self.window_names)

    def _renamed(self, value: Any) -> Any:
        """A formula in plain symbols, with the names that are asked for and the indices of the text."""
        if not is_symbolic(value):
            return value
        plain = self._plain[in_the_text(value)]
        return renamed(in_the_text(self.indices.shown(plain)) if self.indices else plain, self.style.names)

    @cached_property
    def _plain(self) -> PlainSymbols:
        return PlainSymbols(self.indices)

    @cached_property
    def indices(self) -> Indices:
        """The names of the indices of repeats."""
        return Indices(self.read, self.met)

    def for_rounds(self, step: Step) -> str:
        """The rounds a step stands for, as they stand before it: `n x `, `i = 1..n: `."""
        return self.indices.said(step) if step.over else ""

    def in_new_names(self, words: str, step: Step | None = None) -> str:
        """The text of a layer in the names that were asked for; an index whose name is taken by then has another."""
        own = self.indices.names(step) if step and step.over else {}
        return renamed_text(words, {**self.style.names, **own})

    def shape(self, shape: Shape) -> Shape:
        """A shape as a user gets it."""
        return shape._replace(sizes=self.published(shape.sizes), channels=self.published(shape.channels))

    def total(self, name: str) -> Any:
        """A quantity of the whole network."""
        if name not in self._totals:
            self._totals[name] = QUANTITIES[name].total(self.column(name), self.last)
        return self._totals[name]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The layers in order (the input comes first)."""
        return tuple(Row(self, at) for at in range(len(self.read)))

    @property
    def layers(self) -> tuple[Row, ...]:
        """The rows without the input."""
        return tuple(row for row in self.rows if row.layer != "input")

    @property
    def input_shape(self) -> Shape:
        """The shape that the network starts from."""
        return self.shape(self.read[0].output_shape)

    @property
    def output_shape(self) -> Shape:
        """The shape that the network ends with."""
        return self.shape(in_last_round(self.read[self.last]))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What the symbols must satisfy, in the fewest statements, each with the layers that ask for it."""
        asked = [self._published_condition(d.condition).asked_by(self._asking.names(d)) for d in self.demands]
        assumed = [renamed_condition(d.condition, self.style.names) for d in self.assumed]
        try:
            return merge([*assumed, *asked, *self._divisibility])
        except Contradiction as excluded:
            message = f"these divisibilities exclude each other: {excluded}"
            raise SymcnnError("E408", message, None, EXCLUDED) from None

    def _published_condition(self, condition: Condition) -> Condition:
        """A divisibility as the user gets it; an inequality needs its floors (it may be the stronger for them)."""
        shown = self.indices.condition(condition) if self.indices else condition
        if self.assumption == "divisible" and isinstance(inner(condition), (Multiple, Equal)):
            shown = self.indices.condition(with_parts(condition, self._without_floors))
        return renamed_condition(in_words(shown), self.style.names)

    @cached_property
    def _asking(self) -> Asking:
        return Asking(lambda: self.steps, [*self.assumed, *self.demands])

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The symbols as authors order them in a product: kernel sizes, channels, filters, then sizes."""
        sizes = _names(self.input_shape.sizes)
        channels = _names([self.input_shape.channels]) - sizes
        windows = [step.layer.windows(step.input_shape) or () for step in self.read]
        kernels = _names([self.published(w.extent) for axes in windows for w in axes]) - sizes - channels
        others = set(self.met) - kernels - channels - sizes
        return tuple(name for group in (kernels, channels, others, sizes) for name in self.met if name in group)

    @property
    def _divisibility(self) -> list[Condition]:
        """The conditions under which the formulas without floors are exact, each with the first layer that needs it."""
        if self.assumption != "divisible":
            return []
        first: dict[Condition, str] = {}
        for row, step in zip(self.rows, self.steps, strict=True):
            for size in filter(is_symbolic, step.output_shape.dims):
                for condition in self._dividing(size, step):
                    first.setdefault(condition, row.name)
        return [condition.asked_by([name]) for condition, name in first.items()]

    def _dividing(self, size: Any, step: Step) -> list[Condition]:
        """What must be divisible for a size to be exact without its floors, in all the rounds of a step."""
        asked = without_floors(size, self.window_names)[1]
        for over in reversed(step.over):
            asked = [each for one in asked for each in every_round(one, over.index, over.count)]
        shown = [self.indices.condition(one) for one in asked] if self.indices else asked
        return [renamed_condition(in_words(one), self.style.names) for one in shown]

    @cached_property
    def window_names(self) -> frozenset[str]:
        """The symbols that stand for the sizes of windows: usually odd."""
        windows = [getattr(step.layer, getattr(step.layer, "size_field", "kernel"), 0) for step in self.read]
        names = _free_names(windows)
        return names - self.input_names

    @property
    def input_names(self) -> frozenset[str]:
        """The symbols in the sizes of the input."""
        return _free_names(self.read[0].output_shape.sizes)

    def check(self) -> None:
        """See that the conditions can hold together.

        Raises SymcnnError at the layer that makes it impossible.
        """
        self._asking.check()


def _free_names(values: Any) -> frozenset[str]:
    """The names of the symbols in values, some of which are words or tuples."""
    if isinstance(values, (tuple, list)):
        return frozenset().union(*map(_free_names, values))
    return free_names(in_the_text(values)) if hasattr(values, "free_symbols") else frozenset()


def _names(values: Any) -> set[str]:
    return {name for value in values for name in free_names(value)}
