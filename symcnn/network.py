"""The network as a user meets it: text in, formulas out, values bound by calling it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symcnn.algebra.conditions import put_in
from symcnn.algebra.exact import free_names
from symcnn.elaborate.lint import lint
from symcnn.elaborate.named import nodes, symbols_of
from symcnn.elaborate.program import MAIN, Result, interpret
from symcnn.elaborate.scope import Evaluation
from symcnn.elaborate.values import BLOCK, did_you_mean, is_number
from symcnn.errors import Span, SymcnnError
from symcnn.given import (
    check_type,
    given_after,
    given_facts,
    given_for_net,
    given_value,
    known,
    make_conventions,
    names_of,
    new_names,
)
from symcnn.quantities import QUANTITIES, Conventions
from symcnn.report import Report, Row, Style
from symcnn.shown import Shown
from symcnn.text import tree

if TYPE_CHECKING:
    from symcnn.ask.scaling import Scaling

QUESTIONS = ("audit", "design", "equal", "sensitivity", "solve", "sweep")  # functions that take a network
LARGE = 720720 * 2**12  # an input size that most strides divide
WIDE = 15  # a window that most paddings leave something of


class Network(Shown):
    """A network and everything that can be said of it.

    Quantities are attributes: `net.params`, `net.buffers`, `net.total`, `net.macs`, `net.flops`,
    `net.activations`, `net.memory` (bytes), `net.rf`. Each is an int, or a sympy expression in
    ordinary symbols where something is left open.

    >>> from symcnn import parse
    >>> net = parse("conv(F,K) pool(2) dense(N) dense(10)")
    >>> net(F=32, K=3, H=28, W=28, C=1, N=100).params
    542230
    """

    def __init__(
        self,
        program: tree.Program,
        name: str = MAIN,
        given: Mapping[str, Any] | None = None,
        conventions: Conventions | None = None,
        facts: tuple[tree.Expr, ...] = (),
        style: Style | None = None,
    ) -> None:
        self.program = program
        self.name = name
        self.given = dict(given or {})
        self.conventions = conventions or Conventions()
        self.facts = facts
        self.style = style or Style()
        self._result = self._read(self.given)
        self._check_names()
        self.report = self._make_report(self._result)

    def _read(self, given: Mapping[str, Any]) -> Result:
        return interpret(self.program, self.name, given, self.conventions.profile.presets, facts=self.facts)

    def _make_report(self, result: Result) -> Report:
        if not result.steps:
            raise SymcnnError(
                "E106",
                "there are no layers",
                self.program.span,
                "write a network, for example conv(32,3) pool(2) dense(10)",
            )
        evaluation = result.evaluation
        free = self._free(evaluation)
        defaults = {n: value for n, value in evaluation.defaults.items() if n in free and n not in self.given}
        warnings = lint(result)
        report = Report(
            result.steps,
            self.conventions,
            [*evaluation.demands, *evaluation.of_given()],
            free,
            defaults,
            warnings,
            evaluation.assumption,
            result.last,
            self.style,
            evaluation.assumed.facts,
        )
        if report.demands and not self._has_a_witness(report):
            report.check()
        if defaults:
            report.example = self._at_defaults(defaults)
        return report

    def _free(self, evaluation: Evaluation) -> list[str]:
        """The symbols that are left: those without a value, and those that the given values are made of."""
        symbols = [name for name, kind in evaluation.symbols.items() if kind != BLOCK]
        open_ones = [name for name in symbols if name not in self.given]
        used = (each for name in symbols if name in self.given for each in names_of([self.given[name]]))
        return list(dict.fromkeys([*open_ones, *used]))

    def _at_defaults(self, defaults: Mapping[str, Any]) -> Report | None:
        """The same network at the defaults of its symbols; None where they do not fit the values that were given."""
        try:
            given = {name: put_in(v, defaults) if is_number(v) else v for name, v in self.given.items()}
            return Network(self.program, self.name, {**given, **defaults}, self.conventions, self.facts).report
        except SymcnnError:
            if not self.given and not self.facts:
                raise
            return None

    def _has_a_witness(self, report: Report) -> bool:
        """Whether the network can be read with some numbers: large inputs, and otherwise defaults or ones."""
        ones = dict.fromkeys(report.symbols, 1) | report.defaults | dict.fromkeys(report.input_names, LARGE)
        wide = ones | dict.fromkeys(report.window_names, WIDE)
        return any(self._works_with(self._result.evaluation.assumed.example(values)) for values in (ones, wide))

    def _works_with(self, values: Mapping[str, Any]) -> bool:
        kinds = self._result.evaluation.symbols
        given = {
            name: v if kinds.get(name) == BLOCK else put_in(v, {s: values.get(s, 1) for s in free_names(v)})
            for name, v in self.given.items()
        }
        try:
            self._read({**values, **given})
        except SymcnnError:
            return False
        return True

    def _check_names(self) -> None:
        """See that what is given, or assumed beside the text, is about symbols that the text names."""
        asked = [*dict.fromkeys(self.given, None).items(), *_names_with_places(self.facts)]
        if all(name in self._result.evaluation.symbols for name, _ in asked):
            return
        known = sorted(self._named)
        for name, span in asked:
            if name not in known and (span is None or name not in names_of(self.given.values())):
                listed = f"its symbols are {', '.join(known)}" if known else "it has no symbols"
                help_ = did_you_mean(name, known) or listed
                raise SymcnnError("E203", f"there is no symbol '{name}' in this network", span, help_)

    @property
    def _named(self) -> set[str]:
        """The symbols that the text names, those where it is not read for the given values among them."""
        evaluation = self._result.evaluation
        return {*evaluation.symbols, *evaluation.offered, *symbols_of(self.program)}

    @property
    def bound(self) -> dict[str, Any]:
        """The values that were given for symbols that the network has."""
        met = self._result.evaluation.symbols
        return {name: value for name, value in self.given.items() if name in met}

    # ------------------------------------------------------------- answers

    def __getattr__(self, name: str) -> Any:
        if name in QUANTITIES and "report" in self.__dict__:
            return self.report.total(name)
        if name in QUESTIONS:
            raise AttributeError(f"a Network has no '{name}'; write: symcnn.{name}(net, …)")
        near = " ".join(filter(None, [did_you_mean(name, QUANTITIES), f"its quantities are {', '.join(QUANTITIES)}"]))
        raise AttributeError(f"a Network has no '{name}'; {near}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *QUANTITIES]

    @property
    def layers(self) -> tuple[Row, ...]:
        """The layers in order, each with its name, shapes and quantities."""
        return self.report.layers

    @property
    def shape(self) -> tuple[Any, ...]:
        """The output's shape, channels last."""
        return self.report.output_shape.dims

    @property
    def input_shape(self) -> tuple[Any, ...]:
        """The input's shape, channels last."""
        return self.report.input_shape.dims

    @property
    def conditions(self) -> tuple[Any, ...]:
        """What the symbols must satisfy for the formulas to hold."""
        return self.report.conditions

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names of the free symbols, sorted."""
        return self.report.symbols

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kinds of the symbols: int (positive), nat (0 or more), rational, real."""
        return self._result.evaluation.symbols

    @property
    def warnings(self) -> tuple[Any, ...]:
        """What is probably not meant."""
        return self.report.warnings

    # ------------------------------------------------------------- changes

    def __call__(self, **values: Any) -> Network:
        """Bind symbols to values: integers, fractions, sympy expressions, or text like "2*F".

        Raises SymcnnError for a name that is no symbol of the network.
        """
        old = {new: old for old, new in self.style.names.items()}
        bound = {old.get(name, name): given_for_net(name, value) for name, value in values.items()}
        return Network(
            self.program,
            self.name,
            given_after(self.given, bound, self._named),
            self.conventions,
            self.facts,
            self.style,
        )

    def assume(self, assumption: str) -> Network:
        """Assume something of the symbols, beside what the text assumes; it is stated with the conditions.

        `"divisible"`: sizes divide evenly, so that there are no floors. `"n >= 2"`, `"H % 32 == 0"`, `"H >= K"`,
        or several of them, separated by commas.

        >>> from symcnn import parse
        >>> net = parse("pool(2) pool(2) pool(2)").assume("H % 8 == 0, H >= 64")
        >>> net.shape[0], [str(c) for c in net.conditions]
        (H/8, ['H >= 64', 'W >= 8', 'H % 8 == 0'])

        Raises SymcnnError for what contradicts itself or the text, or cannot be used.
        """
        check_type("assumption", assumption, str)
        facts = (*self.facts, *given_facts(assumption))
        return Network(self.program, self.name, self.given, self.conventions, facts, self.style)

    def using(self, *, profile: str | None = None, dtype: str | None = None, batch: Any = None) -> Network:
        """Count by other conventions: a profile (`"torchinfo"`), a data type, a batch size."""
        conventions = make_conventions(profile, dtype, batch, self.conventions)
        return Network(self.program, self.name, self.given, conventions, self.facts, self.style)

    def form(self, form: str = "auto", *, thousands: bool = True) -> Network:
        """Write totals in another form: auto, short, expanded, factored, layers or kinds.

        Values stay the same. Numbers are written 1,000, or without `thousands` 1000.

        >>> from symcnn import parse
        >>> print(parse("conv(F,K) dense(10)").form("kinds").formula("params"))
        F*(C*K**2 + 10*(H - K + 1)*(W - K + 1)) + (F + 10)
        """
        from symcnn.forms import FORMS

        style = self.style._replace(form=known("form", form, FORMS), thousands=thousands)
        return Network(self.program, self.name, self.given, self.conventions, self.facts, style)

    def rename(self, **names: str) -> Network:
        r"""Give symbols other names: `net.rename(F="f_1", a=r"\alpha")`.

        >>> from symcnn import parse
        >>> net = parse("conv(F,3)").rename(F="f_1")
        >>> net.params, net(f_1=2, C=1).params
        (9*C*f_1 + f_1, 20)

        Raises SymcnnError for what is no symbol, or no name for one.
        """
        style = self.style._replace(names=new_names(names, self.style.names, self._result.evaluation.symbols))
        return Network(self.program, self.name, self.given, self.conventions, self.facts, style)

    # ----------------------------------------------------------- questions

    def scaling(self, symbol: str, quantity: str = "params", **at: Any) -> Scaling:
        """How a quantity grows with a symbol: degree, leading term, elasticity (also at a point).

        >>> from symcnn import parse
        >>> parse("conv(F,3) conv(F,3)").scaling("F").degree
        2
        """
        from symcnn.ask.scaling import scaling

        chosen = known("quantity", quantity, QUANTITIES)
        point = {name: given_value(name, value) for name, value in at.items()}
        return scaling(self.report, symbol, chosen, point)


def _names_with_places(facts: tuple[tree.Expr, ...]) -> list[tuple[str, Span]]:
    names = [node for fact in facts for node in nodes(fact) if isinstance(node, tree.Name)]
    return [(node.name, node.span) for node in names if node.name != "divisible"]
