"""A program, element by element: statements change what names mean, items take the tensor on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symcnn.elaborate.bind import Bound, bind, bind_defaults, unknown_layer
from symcnn.elaborate.expressions import evaluate, not_yet, number
from symcnn.elaborate.scope import Evaluation, Scope
from symcnn.elaborate.values import KINDS, did_you_mean, is_number
from symcnn.errors import SymcnnError
from symcnn.layers import LAYERS
from symcnn.layers.arrangement import Input
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Place, Step, propagate
from symcnn.record import Record
from symcnn.text import tree

ITEMS = (tree.Call, tree.Repeat, tree.Loop, tree.Condition, tree.Labelled)
MAIN = ""  # the name of the network that stands at top level


class Claim(Record):
    """An `expect`, and how far the network was when it was written."""

    node: tree.Expect
    scope: Scope
    steps: int


class Result(Record):
    """What the reading of one network gave."""

    steps: list[Step]
    evaluation: Evaluation
    claims: list[Claim]


class Interpreter:
    """Reads one network of a program: either the layers at top level or one `net`."""

    def __init__(self, given: Mapping[str, Any], presets: Mapping[str, Mapping[str, Any]], wanted: str) -> None:
        self.evaluation = Evaluation(given, presets)
        self.wanted = wanted
        self.steps: list[Step] = []
        self.claims: list[Claim] = []
        self.found: tuple[tree.Definition, Scope] | None = None

    def run(self, program: tree.Program) -> Result:
        """Read the program; of several networks, only the wanted one is evaluated."""
        scope = Scope(self.evaluation)
        self.body(program.body, scope, top=True)
        if self.found is not None:
            self._net(*self.found)
        return Result(self.steps, self.evaluation, self.claims)

    def body(self, elements: tuple[tree.Element, ...], scope: Scope, *, top: bool = False) -> None:
        """Take the elements of a body in order."""
        for element in elements:
            if top and self.wanted != MAIN and isinstance(element, (*ITEMS, tree.Expect)):
                continue  # the layers at top level are another network
            RULES[type(element)](self, element, scope)

    def _net(self, definition: tree.Definition, outer: Scope) -> None:
        scope = Scope(self.evaluation, outer)
        for formal in definition.formals:
            _declare(formal, scope)
        self.body(definition.body.body, scope)

    # -------------------------------------------------------------- items

    def _call(self, call: tree.Call, scope: Scope) -> None:
        """A layer takes the tensor at hand."""
        if call.name in scope.blocks:
            raise not_yet(f"a use of the block '{call.name}'", call.name_span)
        if call.branches and call.name in LAYERS:
            help_ = "to group layers write seq{ … }, to repeat them n*{ … }"
            raise SymcnnError("E306", f"{call.name} takes no block", call.name_span, help_)
        if call.name in NOT_YET:
            raise not_yet(f"'{call.name}'", call.name_span)
        if call.name not in LAYERS:
            raise unknown_layer(call.name, call.name_span, (*scope.blocks, *NOT_YET))
        self._start(call, scope)
        self._layer(call, bind(call, scope), scope)

    def _start(self, call: tree.Call, scope: Scope) -> None:
        """See that there is a tensor at hand; without an input, it is H x W x C."""
        if call.name == "input":
            if self.steps:
                self._refuse_second_input(call)
        elif scope.shape is None:
            names = ("H", "W", "C")
            height, width, channels = (self.evaluation.symbol(name, call.name_span) for name in names)
            implied = Input((height, width, channels))
            place = Place(call.name_span, call.name_span, {})
            self._take(propagate("input", implied, Shape((), 0), place), scope, implied=True)

    def _refuse_second_input(self, call: tree.Call) -> None:
        if self.steps[0].implied:
            message = "input comes after a layer that already used the default input HxWxC"
            raise SymcnnError("E407", message, call.span, "put input(…) first")
        raise not_yet("a second input", call.span)

    def _layer(self, call: tree.Call, bound: Bound, scope: Scope) -> None:
        self.evaluation.demands += [Demand(condition, call.name, span) for condition, span in bound.demands]
        place = Place(call.span, call.name_span, bound.spans)
        x = scope.shape if scope.shape is not None and call.name != "input" else Shape((), 0)
        self._take(propagate(call.name, bound.layer, x, place), scope)

    def _take(self, taken: tuple[list[Step], list[Demand]], scope: Scope, *, implied: bool = False) -> None:
        steps, demands = taken
        self.evaluation.demands += demands
        self.steps += [step._replace(implied=True) for step in steps] if implied else steps
        scope.shape = steps[-1].output_shape

    def _repeat(self, node: tree.Repeat, scope: Scope) -> None:
        count = evaluate(node.count, scope)
        if is_number(count) and not isinstance(count, int) and type(count).__name__ == "Fraction":
            raise SymcnnError(
                "E302",
                f"a block cannot be repeated {count} times",
                node.count.span,
                "a count is a whole number or a symbol",
            )
        raise not_yet("a repeat", node.span)

    def _labelled(self, node: tree.Labelled, scope: Scope) -> None:
        raise not_yet("a label", node.span)

    # --------------------------------------------------------- statements

    def _let(self, node: tree.Let, scope: Scope) -> None:
        inner = _with_units(scope)
        for binding in node.bindings:
            scope.values[binding.name] = inner.values[binding.name] = evaluate(binding.value, inner)

    def _param(self, node: tree.Param, scope: Scope) -> None:
        for declaration in node.declarations:
            _declare(declaration, scope)

    def _definition(self, node: tree.Definition, scope: Scope) -> None:
        if node.name in LAYERS:
            raise SymcnnError(
                "E206",
                f"'{node.name}' is a built-in layer",
                node.span,
                f"choose another name, for example {node.name}_block",
            )
        scope.blocks[node.name] = node
        if node.keyword == "net" and node.name == self.wanted:
            self.found = (node, Scope(self.evaluation, scope))

    def _set(self, node: tree.Set, scope: Scope) -> None:
        scope.preset(node.layer, bind_defaults(node, scope))

    def _expect(self, node: tree.Expect, scope: Scope) -> None:
        self.claims.append(Claim(node, Scope(self.evaluation, scope, units=True), len(self.steps)))

    def _assume(self, node: tree.Assume, scope: Scope) -> None:
        raise not_yet("an assumption", node.span)

    def _import(self, node: tree.Import, scope: Scope) -> None:
        raise not_yet("an import", node.span)

    def _shared(self, node: tree.Shared, scope: Scope) -> None:
        raise not_yet("a shared block", node.span)

    def _loop(self, node: tree.Loop, scope: Scope) -> None:
        raise not_yet("a loop", node.span)

    def _condition(self, node: tree.Condition, scope: Scope) -> None:
        raise not_yet("a condition", node.span)


JOINS = ("add", "res", "concat", "mul", "sub", "max", "mean", "split", "seq")
SEQUENCES = ("embed", "rnn", "lstm", "gru", "mha", "tokens", "transpose", "cls", "pos", "token")
NOT_YET = frozenset((*JOINS, *SEQUENCES, "from", "output"))

RULES: dict[type, Callable[[Interpreter, Any, Scope], None]] = {
    tree.Call: Interpreter._call,
    tree.Repeat: Interpreter._repeat,
    tree.Loop: Interpreter._loop,
    tree.Condition: Interpreter._condition,
    tree.Labelled: Interpreter._labelled,
    tree.Import: Interpreter._import,
    tree.Let: Interpreter._let,
    tree.Param: Interpreter._param,
    tree.Definition: Interpreter._definition,
    tree.Shared: Interpreter._shared,
    tree.Set: Interpreter._set,
    tree.Assume: Interpreter._assume,
    tree.Expect: Interpreter._expect,
}


def _with_units(scope: Scope) -> Scope:
    return Scope(scope.evaluation, scope, units=True)


def _declare(declaration: tree.Declaration, scope: Scope) -> None:
    """Declare a symbol: its kind, and its default where there is one."""
    kind = declaration.kind or "int"
    if kind not in KINDS:
        raise SymcnnError(
            "E205",
            f"unknown kind '{kind}'",
            declaration.span,
            did_you_mean(kind, KINDS) or f"kinds are {', '.join(KINDS)}",
        )
    evaluation = scope.evaluation
    if declaration.default is not None:
        evaluation.defaults[declaration.name] = number(
            declaration.default, _with_units(scope), f"the default of {declaration.name}"
        )
    scope.values[declaration.name] = evaluation.symbol(declaration.name, declaration.span, kind)


def networks(program: tree.Program) -> tuple[str, ...]:
    """The names of the networks in a program; the empty name is the one at top level."""
    main = (MAIN,) if any(isinstance(e, ITEMS) for e in program.body) else ()
    nets = (e.name for e in program.body if isinstance(e, tree.Definition) and e.keyword == "net")
    return (*main, *nets)


def interpret(
    program: tree.Program, wanted: str, given: Mapping[str, Any], presets: Mapping[str, Mapping[str, Any]]
) -> Result:
    """Read the wanted network of a program with values given for symbols."""
    try:
        return Interpreter(given, presets, wanted).run(program)
    except RecursionError:
        raise SymcnnError("E110", "the text is nested too deeply", None, "name parts of it with let or def") from None
