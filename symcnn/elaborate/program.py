"""A program, element by element: statements change what names mean, items take the tensor on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from symcnn.algebra.conditions import AtLeast, Condition, Equal, Multiple
from symcnn.algebra.exact import exact, is_symbolic, multiply
from symcnn.elaborate.bind import bind, bind_defaults, unknown_layer
from symcnn.elaborate.blocks import DEEPEST, enter
from symcnn.elaborate.expressions import decide, evaluate, iterate, not_yet, number
from symcnn.elaborate.joins import JOINS, Join, joined, parts
from symcnn.elaborate.labels import set_label, tensors_of
from symcnn.elaborate.scope import Block, Evaluation, Labels, Scope, Tensor
from symcnn.elaborate.values import KINDS, BlockName, ListValue, describe, did_you_mean, is_number
from symcnn.errors import Span, SymcnnError
from symcnn.layers import LAYERS
from symcnn.layers.arrangement import Input
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Place, Step, propagate
from symcnn.record import Record
from symcnn.text import tree

ITEMS = (tree.Call, tree.Repeat, tree.Loop, tree.Condition, tree.Labelled)
MAIN = ""  # the name of the network that stands at top level
MOST_STEPS = 200_000
MOST_PEELED = 2  # rounds that may differ from those that follow
SEQUENCES = ("embed", "rnn", "lstm", "gru", "mha", "tokens", "transpose", "cls", "pos", "token")
NOTHING = Shape((), 0)


class Claim(Record):
    """An `expect`, and how far the network was when it was written."""

    node: tree.Expect
    scope: Scope
    steps: int


class Result(Record):
    """What the reading of one network gave: the steps, and which of them ends it."""

    steps: list[Step]
    evaluation: Evaluation
    claims: list[Claim]
    last: int = -1


class Interpreter:
    """Reads one network of a program: either the layers at top level or one `net`."""

    def __init__(self, given: Mapping[str, Any], presets: Mapping[str, Mapping[str, Any]], wanted: str) -> None:
        self.evaluation = Evaluation(given, presets)
        self.wanted = wanted
        self.steps: list[Step] = []
        self.claims: list[Claim] = []
        self.found: tuple[tree.Definition, Scope] | None = None
        self.calls: list[str] = []  # the blocks that are being entered, outermost first
        self.shared: dict[int, Any] = {}  # the channels on which a shared block was used first
        self.reusing = False
        self.in_formula = 0  # the repeats around this place whose count is a formula

    def run(self, program: tree.Program) -> Result:
        """Read the program; of several networks, only the wanted one is evaluated."""
        scope = Scope(self.evaluation)
        self.body(program.body, scope, top=True)
        if self.found is not None:
            scope = self._net(*self.found)
        last = scope.tensor.at if scope.tensor is not None else -1
        return Result(self.steps, self.evaluation, self.claims, last)

    def body(self, elements: Iterable[tree.Element], scope: Scope, *, top: bool = False) -> None:
        """Take the elements of a body in order."""
        for element in elements:
            if top and self.wanted != MAIN and isinstance(element, (*ITEMS, tree.Expect)):
                continue  # the layers at top level are another network
            RULES[type(element)](self, element, scope)

    def _net(self, definition: tree.Definition, outer: Scope) -> Scope:
        scope = Scope(self.evaluation, outer)
        for formal in definition.formals:
            _declare(formal, scope)
        self.body(definition.body.body, scope)
        return scope

    # ------------------------------------------------------------- layers

    def _call(self, call: tree.Call, scope: Scope) -> None:
        """A layer, a join or a block takes the tensor at hand."""
        meant = scope.values.get(call.name)
        block = meant if isinstance(meant, Block) else scope.blocks.get(call.name)
        if isinstance(meant, BlockName):
            call = tree.Call(meant.name, call.arguments, call.branches, span=call.span, name_span=call.name_span)
            block = None
        if block is not None:
            self._use(block, call, scope)
        elif call.name in FLOW:
            FLOW[call.name](self, call, scope)
        else:
            self._layer(call, scope)

    def _layer(self, call: tree.Call, scope: Scope) -> None:
        if call.name in SEQUENCES:
            raise not_yet(f"'{call.name}'", call.name_span)
        if call.name not in LAYERS:
            raise unknown_layer(call.name, call.name_span, (*scope.blocks, *FLOW, *SEQUENCES))
        _refuse_branches(call)
        if call.name == "input":
            self._input(call, scope)
            return
        x = self._at_hand(call.name_span, scope)
        bound = bind(call, scope)
        self.evaluation.demands += [Demand(condition, call.name, span) for condition, span in bound.demands]
        place = Place(call.span, call.name_span, bound.spans)
        self._take(propagate(call.name, bound.layer, x.shape, place), scope)

    def _at_hand(self, span: Span, scope: Scope) -> Tensor:
        """The tensor at hand; without an input, it is H x W x C."""
        if scope.tensor is None:
            sizes = tuple(self.evaluation.symbol(name, span) for name in ("H", "W", "C"))
            steps, demands = propagate("input", Input(sizes), NOTHING, Place(span, span, {}))
            self._take(([step._replace(implied=True) for step in steps], demands), scope)
        assert scope.tensor is not None  # noqa: S101  (set by `_take`)
        return scope.tensor

    def _input(self, call: tree.Call, scope: Scope) -> None:
        """Start a path; in a net that is used inside another, check the tensor at hand."""
        bound = bind(call, scope)
        place = Place(call.span, call.name_span, bound.spans)
        taken = propagate("input", bound.layer, NOTHING, place)
        if scope.entered and scope.tensor is not None:
            self._check_input(call, scope.tensor.shape, taken[0][0].output_shape)
        elif any(step.implied and step.keyword == "input" for step in self.steps):
            message = "input comes after a layer that already used the default input HxWxC"
            raise SymcnnError("E407", message, call.span, "put input(…) first")
        else:
            scope.tensor = None
            self._take(taken, scope)

    def _check_input(self, call: tree.Call, x: Shape, wanted: Shape) -> None:
        pairs = list(zip(x.dims, wanted.dims, strict=False))
        truths = [Equal(a, b).holds() for a, b in pairs]
        if x.axes != wanted.axes or False in truths:
            raise SymcnnError("E402", f"the net takes {wanted}, but the tensor at hand is {x}", call.span)
        open_ones = [Equal(a, b) for (a, b), truth in zip(pairs, truths, strict=True) if truth is None]
        self.evaluation.demands += [Demand(condition, "input", call.span) for condition in open_ones]

    def _take(self, taken: tuple[list[Step], list[Demand]], scope: Scope) -> None:
        """Append steps that follow each other, and hold the last one's output at hand."""
        steps, demands = taken
        self.evaluation.demands += demands
        at = scope.tensor.at if scope.tensor is not None else None
        for step in steps:
            inputs = step.inputs or ((at,) if at is not None else ())
            self.steps.append(step._replace(inputs=inputs, reused=self.reusing))
            at = len(self.steps) - 1
        if len(self.steps) > MOST_STEPS:
            raise SymcnnError("E110", f"the network has more than {MOST_STEPS:,} layers", steps[-1].place.call)
        scope.tensor = Tensor(steps[-1].output_shape, len(self.steps) - 1)
        scope.entered = False

    # ------------------------------------------------------------- blocks

    def _use(self, block: Block, call: tree.Call, scope: Scope) -> None:
        """Run the body of a block on the tensor at hand."""
        _refuse_branches(call)
        if len(self.calls) >= DEEPEST:
            repeated = call.name in self.calls
            message = f"'{call.name}' calls itself without end" if repeated else "blocks are nested too deeply"
            raise SymcnnError("E506", message, call.name_span, "a recursive block needs an if that stops it")
        inner = enter(block, call, scope)
        inner.tensor, inner.labels, inner.entered = scope.tensor, Labels(), True
        self.calls.append(call.name)
        reusing, self.reusing = self.reusing, self.reusing or self._is_reused(block, call, scope)
        self.body(block.definition.body.body, inner)
        self.calls.pop()
        self.reusing = reusing
        scope.tensor, scope.entered = inner.tensor, False

    def _is_reused(self, block: Block, call: tree.Call, scope: Scope) -> bool:
        """Whether a shared block was used before; it must see the same number of channels each time."""
        if not isinstance(block.definition, tree.Shared):
            return False
        if self.in_formula:
            raise not_yet("a shared block inside a repeat whose count is a symbol", call.span)
        channels = self._at_hand(call.name_span, scope).shape.channels
        seen = id(block.definition) in self.shared
        first = self.shared.setdefault(id(block.definition), channels)
        if Equal(first, channels).holds() is False:
            message = f"shared block '{block.name}' is used on {first} channels and on {channels}"
            raise SymcnnError("E403", message, call.span, "shared weights need the same number of channels everywhere")
        return seen

    def _repeat(self, node: tree.Repeat, scope: Scope) -> None:
        count = _count(node.count, scope)
        if is_symbolic(count):
            self._repeat_by_formula(node, count, scope)
        else:
            for _ in range(count):
                self._once(node, scope)

    def _once(self, node: tree.Repeat, scope: Scope) -> None:
        if isinstance(node.body, tree.Block):
            self._round(node.body, scope, {})
        else:
            self.body((node.body,), scope)

    def _repeat_by_formula(self, node: tree.Repeat, count: Any, scope: Scope) -> None:
        """Run the body once; where it gives back its shape, its cost counts `count` times.

        Otherwise that round stands for itself (and count >= 1 is needed), and the next one is tried.
        """
        whole = [Multiple(count), AtLeast(count, 0)]
        self.evaluation.demands += [Demand(c, "repeat", node.count.span) for c in whole if c.holds() is not True]
        for peeled in range(MOST_PEELED + 1):
            before, mark = self._at_hand(node.span, scope).shape, len(self.steps)
            self.in_formula += 1
            self._once(node, scope)
            self.in_formula -= 1
            if self._at_hand(node.span, scope).shape == before:
                rounds = exact(count - peeled)
                repeated = [step._replace(times=multiply([step.times, rounds])) for step in self.steps[mark:]]
                self.steps[mark:] = repeated
                self.evaluation.demands.append(Demand(AtLeast(count, peeled), "repeat", node.count.span))
                return
        raise not_yet("a repeat whose sizes change in every round", node.count.span)

    def _loop(self, node: tree.Loop, scope: Scope) -> None:
        for number_, value in enumerate(iterate(evaluate(node.domain, scope), node.domain.span), 1):
            self._round(node.body, scope, _unpacked(node, value, number_))

    def _round(self, block: tree.Block, scope: Scope, values: Mapping[str, Any]) -> None:
        """Run a block once: its names and its labels without index are its own."""
        inner = Scope(self.evaluation, scope)
        inner.values |= values
        inner.labels = Labels(scope.labels)
        self._run(block, inner, scope)

    def _run(self, block: tree.Block, inner: Scope, scope: Scope) -> None:
        self.body(block.body, inner)
        scope.tensor, scope.entered = inner.tensor, inner.entered

    def _condition(self, node: tree.Condition, scope: Scope) -> None:
        taken = node.then if decide(node.test, scope) else node.otherwise
        if isinstance(taken, tree.Condition):
            self._condition(taken, scope)
        elif taken is not None:
            self._run(taken, Scope(self.evaluation, scope), scope)

    def _labelled(self, node: tree.Labelled, scope: Scope) -> None:
        self.body((node.item,), scope)
        self._at_hand(node.span, scope)
        label = set_label(node, scope)
        assert scope.tensor is not None  # noqa: S101
        at = scope.tensor.at
        if at == len(self.steps) - 1 and not self.steps[at].label:
            self.steps[at] = self.steps[at]._replace(label=label)

    # -------------------------------------------------------------- paths

    def _join(self, call: tree.Call, scope: Scope) -> None:
        """Bring paths, or the tensor at hand and labelled ones, together."""
        x = self._at_hand(call.name_span, scope)
        if call.branches:
            tensors, places = self._paths(call, scope, x)
        else:
            tensors, places = [x], [call.span]
            for argument in _unnamed(call):
                found = tensors_of(argument, scope)
                tensors += found
                places += [argument.span] * len(found)
        if len(tensors) < 2 and call.name != "split":
            raise SymcnnError(
                "E307",
                f"{call.name} needs paths or labels",
                call.span,
                f"write: {call.name}{{ … | … }} or {call.name}(label)",
            )
        self._meet(call, tensors, places, scope)

    def _meet(self, call: tree.Call, tensors: list[Tensor], places: list[Any], scope: Scope) -> None:
        shapes = [tensor.shape for tensor in tensors]
        if _flag(call, "crop", scope):
            shapes = [shape.with_sizes(shapes[0].sizes) for shape in shapes]
        y, conditions = joined(call.name, shapes, call.name_span, places)
        inputs = tuple(tensor.at for tensor in tensors)
        step = Step(call.name, Join(), shapes[0], y, Place(call.span, call.name_span, {}), inputs=inputs)
        self._take(([step], _demands(conditions, call)), scope)

    def _paths(self, call: tree.Call, scope: Scope, x: Tensor) -> tuple[list[Tensor], list[Any]]:
        """Run every path on the same tensor (a `split`: on its share of the channels)."""
        rounds = _copies(call, scope)
        count = len(rounds) if rounds is not None else len(call.branches)
        start = Tensor(parts(x.shape, count, call.span), x.at) if call.name == "split" else x
        paths = (
            [(call.branches[0], values) for values in rounds]
            if rounds is not None
            else [(b, {}) for b in call.branches]
        )
        tensors = [self._path(call, i, branch, values, scope, start) for i, (branch, values) in enumerate(paths, 1)]
        places: list[Any] = [_contents(branch) for branch, _ in paths]
        if call.name == "res" and len(tensors) == 1:
            return [*tensors, x], [*places, None]
        return tensors, places

    def _path(
        self, call: tree.Call, number_: int, branch: tree.Block, values: Mapping[str, Any], scope: Scope, start: Tensor
    ) -> Tensor:
        if not branch.body:
            raise SymcnnError(
                "E307", f"branch {number_} of {call.name} is empty", call.span, "an empty path is written id"
            )
        inner = Scope(self.evaluation, scope)
        inner.values |= values
        inner.tensor = start
        self.body(branch.body, inner)
        assert inner.tensor is not None  # noqa: S101
        return inner.tensor

    def _group(self, call: tree.Call, scope: Scope) -> None:
        """`seq{ ... }`: one path, and nothing to join."""
        if len(call.branches) != 1:
            raise SymcnnError("E307", "seq groups one path", call.span, "write: seq{ conv(64,3) relu }")
        x = self._at_hand(call.name_span, scope)
        scope.tensor = self._path(call, 1, call.branches[0], {}, scope, x)

    def _from(self, call: tree.Call, scope: Scope) -> None:
        """Continue at a label, or where several come together."""
        arguments = _unnamed(call)
        tensors = [tensor for argument in arguments for tensor in tensors_of(argument, scope)]
        keyword = next((a for a in call.arguments if isinstance(a, tree.Keyword) and a.name == "join"), None)
        if len(tensors) == 1:
            scope.tensor = tensors[0]
            return
        if (
            not tensors
            or keyword is None
            or not isinstance(keyword.value, tree.Name)
            or keyword.value.name not in JOINS
        ):
            raise SymcnnError(
                "E301", "from takes one label, or several and how to join them", call.span, "write: from(a,b,join=add)"
            )
        joining = tree.Call(keyword.value.name, (), span=call.span, name_span=call.name_span)
        self._meet(joining, tensors, [None] * len(tensors), scope)

    def _output(self, call: tree.Call, scope: Scope) -> None:
        """Name several outputs: they must be there; the tensor at hand stays."""
        for argument in _unnamed(call):
            tensors_of(argument, scope)

    # --------------------------------------------------------- statements

    def _let(self, node: tree.Let, scope: Scope) -> None:
        inner = _with_units(scope)
        for binding in node.bindings:
            scope.values[binding.name] = inner.values[binding.name] = evaluate(binding.value, inner)

    def _param(self, node: tree.Param, scope: Scope) -> None:
        for declaration in node.declarations:
            _declare(declaration, scope)

    def _definition(self, node: tree.Definition | tree.Shared, scope: Scope) -> None:
        if node.name in LAYERS or node.name in FLOW:
            help_ = f"choose another name, for example {node.name}_block"
            raise SymcnnError("E206", f"'{node.name}' is a built-in layer", node.span, help_)
        closure = Scope(self.evaluation, scope)
        closure.tensor = None
        closure.blocks[node.name] = scope.blocks[node.name] = Block(node, closure)
        if isinstance(node, tree.Definition) and node.keyword == "net" and node.name == self.wanted:
            self.found = (node, closure)

    def _set(self, node: tree.Set, scope: Scope) -> None:
        scope.preset(node.layer, bind_defaults(node, scope))

    def _expect(self, node: tree.Expect, scope: Scope) -> None:
        if not self.calls:
            self.claims.append(Claim(node, Scope(self.evaluation, scope, units=True), len(self.steps)))

    def _assume(self, node: tree.Assume, scope: Scope) -> None:
        for fact in node.facts:
            if not isinstance(fact, tree.Name) or fact.name != "divisible":
                raise not_yet("this assumption", fact.span)
            self.evaluation.assumption = fact.name

    def _import(self, node: tree.Import, scope: Scope) -> None:
        raise not_yet("an import", node.span)


Rule = Callable[[Interpreter, Any, Scope], None]
FLOW: dict[str, Rule] = {
    **dict.fromkeys(JOINS, Interpreter._join),
    "seq": Interpreter._group,
    "from": Interpreter._from,
    "output": Interpreter._output,
}
RULES: dict[type, Rule] = {
    tree.Call: Interpreter._call,
    tree.Repeat: Interpreter._repeat,
    tree.Loop: Interpreter._loop,
    tree.Condition: Interpreter._condition,
    tree.Labelled: Interpreter._labelled,
    tree.Import: Interpreter._import,
    tree.Let: Interpreter._let,
    tree.Param: Interpreter._param,
    tree.Definition: Interpreter._definition,
    tree.Shared: Interpreter._definition,
    tree.Set: Interpreter._set,
    tree.Assume: Interpreter._assume,
    tree.Expect: Interpreter._expect,
}


def _refuse_branches(call: tree.Call) -> None:
    if call.branches:
        help_ = "to group layers write seq{ … }, to repeat them n*{ … }"
        raise SymcnnError("E306", f"{call.name} takes no block", call.name_span, help_)


def _unnamed(call: tree.Call) -> list[Any]:
    return [argument for argument in call.arguments if not isinstance(argument, tree.Keyword)]


def _flag(call: tree.Call, name: str, scope: Scope) -> bool:
    return any(
        isinstance(a, tree.Keyword) and a.name == name and evaluate(a.value, scope) is True for a in call.arguments
    )


def _demands(conditions: Iterable[Condition], call: tree.Call) -> list[Demand]:
    return [Demand(condition, call.name, call.span) for condition in conditions]


def _contents(branch: tree.Block) -> Span:
    """The place of a path without the blanks around it."""
    return branch.body[0].span._replace(end=branch.body[-1].span.end)


def _copies(call: tree.Call, scope: Scope) -> list[dict[str, Any]] | None:
    """`concat(2){ ... }` and `concat(d=[6,12,18]){ ... }`: the values of each copy; None for written paths."""
    arguments = [a for a in call.arguments if not (isinstance(a, tree.Keyword) and a.name == "crop")]
    if not arguments:
        return None
    if len(arguments) != 1 or len(call.branches) != 1:
        raise SymcnnError(
            "E301", f"{call.name} takes one count or index, and one path", call.span, f"write: {call.name}(4){{ … }}"
        )
    (argument,) = arguments
    if isinstance(argument, tree.Keyword):
        values = iterate(evaluate(argument.value, scope), argument.span)
        return [{argument.name: value} for value in values]
    count = _count(argument, scope)
    if is_symbolic(count):
        raise not_yet("copies whose number is a symbol", argument.span)
    return [{}] * count


def _count(node: Any, scope: Scope) -> Any:
    """How often a block is repeated: a whole number or a formula."""
    count = evaluate(node, scope)
    if not is_number(count):
        raise SymcnnError("E303", f"a count is a number, not {describe(count)}", node.span)
    if is_symbolic(count):
        return count
    if not isinstance(count, int) or count < 0:
        raise SymcnnError(
            "E302", f"a block cannot be repeated {count} times", node.span, "a count is a whole number or a symbol"
        )
    return count


def _unpacked(node: tree.Loop, value: Any, row: int) -> dict[str, Any]:
    """The values of the loop's names in one round; a row of a table gives one each."""
    if len(node.names) == 1:
        return {node.names[0]: value}
    row_values = value.elements if isinstance(value, ListValue) else value if isinstance(value, tuple) else (value,)
    if len(row_values) != len(node.names):
        names = f"{len(node.names)} values ({', '.join(node.names)})"
        raise SymcnnError("E301", f"the loop takes {names} but row {row} has {len(row_values)}", node.domain.span)
    return dict(zip(node.names, row_values, strict=True))


def _with_units(scope: Scope) -> Scope:
    return Scope(scope.evaluation, scope, units=True)


def _declare(declaration: tree.Declaration, scope: Scope) -> None:
    """Declare a symbol: its kind, and its default where there is one."""
    kind = declaration.kind or "int"
    if kind not in KINDS:
        help_ = did_you_mean(kind, KINDS) or f"kinds are {', '.join(KINDS)}"
        raise SymcnnError("E205", f"unknown kind '{kind}'", declaration.span, help_)
    evaluation = scope.evaluation
    if declaration.default is not None:
        what = f"the default of {declaration.name}"
        default = number(declaration.default, _with_units(scope), what)
        evaluation.defaults[declaration.name] = default
        if evaluation.at_defaults:
            evaluation.given.setdefault(declaration.name, default)
    scope.values[declaration.name] = evaluation.symbol(declaration.name, declaration.span, kind)


def networks(program: tree.Program) -> tuple[str, ...]:
    """The names of the networks in a program; the empty name is the one at top level."""
    main = (MAIN,) if any(isinstance(e, ITEMS) for e in program.body) else ()
    nets = (e.name for e in program.body if isinstance(e, tree.Definition) and e.keyword == "net")
    return (*main, *nets)


def interpret(
    program: tree.Program,
    wanted: str,
    given: Mapping[str, Any],
    presets: Mapping[str, Mapping[str, Any]],
    *,
    at_defaults: bool = False,
) -> Result:
    """Read the wanted network of a program with values given for symbols, and the defaults of others if wanted."""
    interpreter = Interpreter(given, presets, wanted)
    interpreter.evaluation.at_defaults = at_defaults
    try:
        return interpreter.run(program)
    except RecursionError:
        raise SymcnnError("E110", "the text is nested too deeply", None, "name parts of it with let or def") from None
