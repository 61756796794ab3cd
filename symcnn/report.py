"""What is known of a network when all is counted: rows, totals, conditions. Views and questions see only this."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from symcnn.algebra.conditions import Condition, Equal, ForAll, Multiple, every_round, impossible, merge
from symcnn.algebra.congruence import Contradiction, without_floors
from symcnn.algebra.exact import free_names, in_the_text, is_symbolic
from symcnn.algebra.printing import text as written
from symcnn.elaborate.facts import in_words
from symcnn.errors import Finding, Note, Span, SymcnnError
from symcnn.indices import Indices
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Step, in_last_round
from symcnn.quantities import QUANTITIES, Conventions

COMMENT = re.compile(r"#[^\n]*")
PATHS = re.compile(r"\{.*\}")  # the paths of a join, which have rows of their own
EXCLUDED = "change a layer, or its arguments, so that both can hold"


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
        if self._step.layer.category == "join":
            words = PATHS.sub("{ … }", words)
        words = _renamed_text(words, self._report.style.names)
        return self._report.indices.said(self._step) + words if self._step.over else words

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

    @property
    def input_shape(self) -> tuple[Any, ...]:
        """The sizes before the layer, channels last."""
        return self.input.dims

    @property
    def output_shape(self) -> tuple[Any, ...]:
        """The sizes after the layer, channels last."""
        return self.output.dims

    @property
    def size(self) -> Any:
        """The number of values in the output."""
        return self.output.elements

    def __getattr__(self, name: str) -> Any:
        if name in QUANTITIES:
            return self._report.column(name)[self._at]
        raise AttributeError(name)

    def __repr__(self) -> str:
        return f"<{self.name}: {self.text} -> {self.output}, {written(self.params)} parameters>"


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
        self.steps = tuple(steps)
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
        plain = _in_plain_symbols(value, self.indices)
        return _renamed(in_the_text(self.indices.shown(plain)) if self.indices else plain, self.style.names)

    @cached_property
    def indices(self) -> Indices:
        """The names of the indices of repeats."""
        return Indices(self.steps, self.met)

    def shape(self, shape: Shape) -> Shape:
        """A shape as a user gets it."""
        return shape._replace(sizes=self.published(shape.sizes), channels=self.published(shape.channels))

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
        return self.shape(in_last_round(self.steps[self.last]))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What the symbols must satisfy, in the fewest statements, each with the layers that ask for it."""
        asked = [self._published_condition(d.condition).asked_by(self._asking(d)) for d in self.demands]
        assumed = [_renamed_condition(d.condition, self.style.names) for d in self.assumed]
        try:
            return merge([*assumed, *asked, *self._divisibility])
        except Contradiction as excluded:
            message = f"these divisibilities exclude each other: {excluded}"
            raise SymcnnError("E408", message, None, EXCLUDED) from None

    def _published_condition(self, condition: Condition) -> Condition:
        """A divisibility as the user gets it; an inequality needs its floors (it may be the stronger for them)."""
        shown = self.indices.condition(condition) if self.indices else condition
        if self.assumption == "divisible" and isinstance(_inner(condition), (Multiple, Equal)):
            shown = self.indices.condition(_with_parts(condition, self._without_floors))
        return _renamed_condition(in_words(shown), self.style.names)

    def _asking(self, demand: Demand) -> list[str]:
        """The names of the layers whose call, or an argument in it, asks for a condition."""
        at_call = self._names_by_call.get((demand.layer, demand.span))
        if at_call is not None:
            return at_call
        around = (names for (_, call), names in self._names_by_call.items() if _contains(call, demand.span))
        return next(around, [])

    @cached_property
    def _names_by_call(self) -> dict[tuple[str, Span], list[str]]:
        names: dict[tuple[str, Span], list[str]] = {}
        for row, step in zip(self.rows, self.steps, strict=True):
            names.setdefault((step.keyword, step.place.call), []).append(row.name)
        return names

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
        return [_renamed_condition(in_words(one), self.style.names) for one in shown]

    @cached_property
    def window_names(self) -> frozenset[str]:
        """The symbols that stand for the sizes of windows: usually odd."""
        windows = [getattr(step.layer, getattr(step.layer, "size_field", "kernel"), 0) for step in self.steps]
        names = _free_names(windows)
        return names - self.input_names

    @property
    def input_names(self) -> frozenset[str]:
        """The symbols in the sizes of the input."""
        return _free_names(self.steps[0].output_shape.sizes)

    def check(self) -> None:
        """See that the conditions can hold together.

        Raises SymcnnError at the layer that makes it impossible.
        """
        demands = [*self.assumed, *self.demands]
        conditions = [in_words(demand.condition) for demand in demands]
        if not impossible(conditions):
            return
        last = bisect_left(range(len(conditions)), True, key=lambda at: impossible(conditions[: at + 1]))
        partners = [
            d for d, one in zip(demands[:last], conditions, strict=False) if impossible([one, conditions[last]])
        ]
        raise self._excluded(demands[last], partners[:1])

    def _excluded(self, demand: Demand, partners: list[Demand]) -> SymcnnError:
        """The error at a layer whose condition no values satisfy together with those before."""
        name, *names = (", ".join(self._asking(d)) or d.layer for d in (demand, *partners))
        before = [f"{in_words(d.condition)}, which {other} needs" for d, other in zip(partners, names, strict=True)]
        both = f"that and {(before or ['what comes before'])[0]}"
        message = f"{name} needs {in_words(demand.condition)}; no values satisfy {both}"
        notes = tuple(Note(d.span, f"needs {in_words(d.condition)}") for d in partners)
        return SymcnnError("E408", message, demand.span, EXCLUDED, notes)


def _contains(outer: Span, inner: Span) -> bool:
    return outer.source is inner.source and outer.start <= inner.start and inner.end <= outer.end


def _free_names(values: Any) -> frozenset[str]:
    """The names of the symbols in values, some of which are words or tuples."""
    if isinstance(values, (tuple, list)):
        return frozenset().union(*map(_free_names, values))
    return free_names(in_the_text(values)) if hasattr(values, "free_symbols") else frozenset()


@lru_cache(maxsize=4096)
def _in_plain_symbols(value: Any, indices: Indices) -> Any:
    """Replace the symbols that carry assumptions (declared rational or real) by ordinary ones."""
    value = in_the_text(value)
    assumed = [s for s in getattr(value, "free_symbols", ()) if s.is_rational is not None or s.is_real is not None]
    declared = [symbol for symbol in assumed if symbol not in indices]
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
    return _with_parts(condition, lambda part: _renamed(part, names)) if names else condition


def _with_parts(condition: Condition, change: Callable[[Any], Any]) -> Condition:
    """A condition with its formulas changed, those of a condition inside it as well."""

    def changed(part: Any) -> Any:
        if isinstance(part, Condition):
            return _with_parts(part, change)
        return change(part) if hasattr(part, "xreplace") else part

    return type(condition)(*map(changed, condition.parts), layers=condition.layers)


def _inner(condition: Condition) -> Condition:
    """The condition that is to hold in every round, or itself."""
    return condition.condition if isinstance(condition, ForAll) else condition


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
