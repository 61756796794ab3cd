"""A program, element by element: statements change what names mean, items take the tensor on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

from symcnn.algebra.conditions import Equal
from symcnn.algebra.exact import is_symbolic
from symcnn.elaborate import assumptions, imports, parts, paths, rounds, statements
from symcnn.elaborate.bind import bind
from symcnn.elaborate.blocks import DEEPEST, enter
from symcnn.elaborate.depth import Reading
from symcnn.elaborate.facts import Assumptions, NewFact
from symcnn.elaborate.habits import unknown_layer
from symcnn.elaborate.joins import JOINS
from symcnn.elaborate.scope import Block, Claim, Evaluation, Labels, Scope, SharedUse, Tensor
from symcnn.elaborate.sharing import same_weights
from symcnn.elaborate.values import BlockName, describe
from symcnn.errors import Span, SymcnnError, on_the_way
from symcnn.layers import LAYERS
from symcnn.layers.arrangement import Input
from symcnn.layers.contract import Shape
from symcnn.layers.identity import Identity
from symcnn.propagate import Demand, Place, Step, picks_of, propagate
from symcnn.record import Record
from symcnn.structure import BLOCK, GROUP, JOIN, NOWHERE, ROUND, Part
from symcnn.text import tree

ITEMS = (tree.Call, tree.Repeat, tree.Loop, tree.Condition, tree.Labelled)
MAIN = ""  # the name of the network that stands at top level
MOST_STEPS = 200_000
NOTHING = Shape((), 0)


class Result(Record):
    """What the reading of one network gave: the steps, and which of them ends it."""

    steps: list[Step]
    evaluation: Evaluation
    claims: list[Claim]
    last: int = -1


class Interpreter:
    """Reads one network of a program: either the layers at top level or one `net`."""

    def __init__(self, evaluation: Evaluation, wanted: str) -> None:
        self.evaluation = evaluation
        self.wanted = wanted
        self.steps: list[Step] = []
        self.claims: list[Claim] = []
        self.found: tuple[tree.Definition, Scope] | None = None
        self.calls: list[str] = []  # the blocks that are being entered, outermost first
        self.shared: dict[int, SharedUse] = {}  # by the scope that each definition made
        self.reusing = False
        self.once_in: int | None = None  # in a shared block: how many of the active readings repeat its weights
        self.active: list[Reading] = []  # the bodies around this place that are read once for all rounds
        self.parts: tuple[Part, ...] = ()  # what is around this place, outermost first
        self.serials = count()
        self.readings: dict[tuple[Any, ...], int] = {}  # which have been read so, by what tells them apart
        self.modules: dict[str, Scope] = {}  # what the modules that were imported define, by their files
        self.programs: dict[tuple[str, str], tree.Program] = {}  # of the modules, by name and importing file
        self.importing: list[str] = []  # the modules that are being read, outermost first

    def run(self, program: tree.Program) -> Result:
        """Read the program; of several networks, only the wanted one is evaluated."""
        scope = Scope(self.evaluation)
        self.importing.append(program.span.source.name)
        self.body(program.body, scope, top=True)
        if self.found is not None:
            scope = self._net(*self.found)
        self.evaluation.demands += same_weights(self.steps, self.evaluation.symbols)
        if scope.tensor is not None and scope.tensor.pick is not None:
            self._end_at_one_round(scope)
        last = scope.tensor.at if scope.tensor is not None else -1
        return Result(self.steps, self.evaluation, self.claims, last)

    def _end_at_one_round(self, scope: Scope) -> None:
        """A network that ends with what one round of a repeat put out ends with a step of its own."""
        last = self.at_hand(self.steps[-1].place.call, scope)
        place = self.steps[last.at].place
        steps, _ = propagate("id", Identity(), last.shape, place)
        self.take(([step._replace(implied=True) for step in steps], []), scope)

    def body(self, elements: Iterable[tree.Element], scope: Scope, *, top: bool = False) -> None:
        """Take the elements of a body in order."""
        for element in elements:
            if top and self.wanted != MAIN and isinstance(element, (*ITEMS, tree.Expect)):
                continue  # the layers at top level are another network
            RULES[type(element)](self, element, scope)

    @property
    def reads_a_module(self) -> bool:
        """Whether what is being read belongs to a module that is imported."""
        return len(self.importing) > 1

    def _net(self, definition: tree.Definition, outer: Scope) -> Scope:
        scope = Scope(self.evaluation, outer)
        for formal in definition.formals:
            statements.declare(formal, scope)
        self.body(definition.body.body, scope)
        return scope

    @contextmanager
    def within(self, kind: str, keyword: str, call: Span, **more: Any) -> Iterator[None]:
        """Read what stands in a part: its steps know that they do."""
        around = self.parts
        own = kind == ROUND and bool(self.active) and self.active[-1].body.end == call.end
        part = Part(next(self.serials), kind, keyword, call, around=len(self.active) - own, own=own, **more)
        self.parts = (*around, part)
        try:
            yield
        finally:  # a way of reading that fails is followed by another
            self.parts = around

    # ------------------------------------------------------------- layers

    def _call(self, call: tree.Call, scope: Scope) -> None:
        """A layer, a join or a block takes the tensor at hand."""
        meant = scope.value(call.name)
        block = meant if isinstance(meant, Block) else scope.blocks.get(call.name)
        if isinstance(meant, BlockName):
            call = tree.Call(meant.name, call.arguments, call.branches, span=call.span, name_span=call.name_span)
            block = None
        if block is not None:
            self._use(block, call, scope)
        elif call.name in FLOW:
            self._flow(call, scope)
        else:
            self._layer(call, scope)

    def _flow(self, call: tree.Call, scope: Scope) -> None:
        """What parts and meets: with paths of its own, it is a part."""
        if not call.branches:
            FLOW[call.name](self, call, scope)
            return
        with self.within(JOIN if call.name in JOINS else GROUP, call.name, call.span):
            FLOW[call.name](self, call, scope)

    def _layer(self, call: tree.Call, scope: Scope) -> None:
        if call.name not in LAYERS and call.name in scope.values:
            message = f"'{call.name}' stands for {describe(scope.value(call.name))} here, not for a layer"
            help_ = f"give it a block or a layer: {call.name}=relu" if is_symbolic(scope.value(call.name)) else ""
            raise SymcnnError("E201", message, call.name_span, help_)
        if call.name not in LAYERS:
            raise unknown_layer(call.name, call.name_span, (*scope.blocks, *FLOW))
        refuse_branches(call)
        if call.name == "input":
            self._input(call, scope)
            return
        x = self.at_hand(call.name_span, scope)
        bound = bind(call, scope)
        self._demand(Demand(condition, call.name, span) for condition, span in bound.demands)
        place = Place(call.span, call.name_span, bound.spans)
        steps, demands = propagate(call.name, bound.layer, x.shape, place)
        if bound.inputs:  # no layer with a second tensor flattens its input, so that there is one step
            tensors = (x, *bound.inputs)
            inputs, picks = tuple(tensor.at for tensor in tensors), picks_of(tensor.pick for tensor in tensors)
            steps = [step._replace(inputs=inputs, picks=picks) for step in steps]
        self.take((steps, demands), scope)

    def at_hand(self, span: Span, scope: Scope) -> Tensor:
        """The tensor at hand; without an input, it is H x W x C."""
        if scope.tensor is None:
            sizes = tuple(self.evaluation.symbol(name, span) for name in ("H", "W", "C"))
            steps, demands = propagate("input", Input(sizes, tokens=False), NOTHING, Place(span, span, {}))
            around, self.parts = self.parts, ()
            self.take(([step._replace(implied=True) for step in steps], demands), scope)
            self.parts = around
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
            self.take(taken, scope)

    def _check_input(self, call: tree.Call, x: Shape, wanted: Shape) -> None:
        pairs = list(zip(x.dims, wanted.dims, strict=False))
        truths = [Equal(a, b).holds() for a, b in pairs]
        if (x.axes, x.tokens) != (wanted.axes, wanted.tokens) or False in truths:
            raise SymcnnError("E402", f"the net takes {wanted}, but the tensor at hand is {x}", call.span)
        open_ones = [Equal(a, b) for (a, b), truth in zip(pairs, truths, strict=True) if truth is None]
        self._demand(Demand(condition, "input", call.span) for condition in open_ones)

    def take(self, taken: tuple[list[Step], list[Demand]], scope: Scope) -> None:
        """Append steps that follow each other, and hold the last one's output at hand."""
        steps, demands = taken
        self._demand(demands)
        at = scope.tensor.at if scope.tensor is not None else None
        pick = scope.tensor.pick if scope.tensor is not None else None
        for step in steps:
            inputs = step.inputs or ((at,) if at is not None else ())
            picks = step.picks or ((pick,) if pick is not None and not step.inputs else ())
            self.steps.append(
                step._replace(inputs=inputs, picks=picks, reused=self.reusing, once_in=self.once_in, parts=self.parts)
            )
            at, pick = len(self.steps) - 1, None
        if len(self.steps) > MOST_STEPS:
            raise SymcnnError("E110", f"the network has more than {MOST_STEPS:,} layers", steps[-1].place.call)
        scope.tensor = Tensor(steps[-1].output_shape, len(self.steps) - 1)
        scope.entered = False

    def _demand(self, demands: Iterable[Demand]) -> None:
        """Keep what must hold, with the part that asks for it."""
        within = self.parts[-1].serial if self.parts else NOWHERE
        self.evaluation.demands += [Demand(d.condition, d.layer, d.span, within) for d in demands]

    # ------------------------------------------------------------- blocks

    def _use(self, block: Block, call: tree.Call, scope: Scope) -> None:
        """Run the body of a block on the tensor at hand."""
        refuse_branches(call)
        if len(self.calls) >= DEEPEST:
            repeated = call.name in self.calls
            message = f"'{call.name}' calls itself without end" if repeated else "blocks are nested too deeply"
            raise SymcnnError("E506", message, call.name_span, "a recursive block needs an if that stops it")
        inner = enter(block, call, scope, open_=self._is_made_of(block))
        self.calls.append(call.name)
        reusing, once_in = self.reusing, self.once_in
        if isinstance(block.definition, tree.Shared):
            self.reusing = reusing or self._is_reused(block, call, scope)
            self.once_in = self.shared[id(block.scope)].depth if once_in is None else once_in
        inner.tensor, inner.labels, inner.entered = scope.tensor, Labels(), True
        with self.within(BLOCK, call.name.rpartition(".")[2], call.span), on_the_way(call.span, lambda: "called here"):
            self.body(block.definition.body.body, inner)
        self.calls.pop()
        self.reusing, self.once_in = reusing, once_in
        scope.tensor, scope.entered = inner.tensor and inner.tensor._replace(inside=inner.labels), False

    def _is_made_of(self, block: Block) -> bool:
        """Whether the net that is read calls this net itself: resnet50 is made of resnet, and takes its H and W."""
        definition = block.definition
        is_net = isinstance(definition, tree.Definition) and definition.keyword == "net"
        return is_net and self.found is not None and not self.calls

    def _is_reused(self, block: Block, call: tree.Call, scope: Scope) -> bool:
        """Whether a shared block was used before; it must see the same number of channels each time."""
        channels = self.at_hand(call.name_span, scope).shape.channels
        use = self.shared[id(block.scope)]
        first = use.channels if use.channels is not None else channels
        outer = self.active[use.depth :]
        changing = any(reading.index in getattr(channels, "free_symbols", ()) for reading in outer)
        if changing or Equal(first, channels).holds() is False:
            others = "others in every round" if changing else f"{channels}"
            message = f"shared block '{block.name}' is used on {first} channels and on {others}"
            raise SymcnnError("E403", message, call.span, "shared weights need the same number of channels everywhere")
        self.shared[id(block.scope)] = SharedUse(block, use.depth, first)
        return use.channels is not None


Rule = Callable[[Interpreter, Any, Scope], None]
FLOW: dict[str, Rule] = {
    **dict.fromkeys(JOINS, paths.join),
    "seq": paths.group,
    "from": paths.continue_from,
    "output": paths.output,
}
RULES: dict[type, Rule] = {
    tree.Call: Interpreter._call,
    tree.Labelled: parts.labelled,
    tree.Repeat: parts.repeat,
    tree.Loop: rounds.loop,
    tree.Condition: rounds.condition,
    tree.Import: imports.import_module,
    tree.Let: statements.let,
    tree.Param: statements.param,
    tree.Definition: statements.definition,
    tree.Shared: statements.definition,
    tree.Set: statements.set_defaults,
    tree.Assume: statements.assume,
    tree.Expect: statements.expect,
}


def refuse_branches(call: tree.Call) -> None:
    """Refuse `{ … }` behind a layer or block that takes none."""
    if call.branches:
        help_ = "to group layers write seq{ … }, to repeat them n*{ … }"
        raise SymcnnError("E306", f"{call.name} takes no block", call.name_span, help_)


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
    facts: tuple[tree.Expr, ...] = (),
    at_defaults: bool = False,
) -> Result:
    """Read the wanted network of a program with values given for symbols, and the defaults of others if wanted.

    It is read anew with each fact that is found in the text or among those that are given.
    """
    assumed = Assumptions()
    while True:
        interpreter = Interpreter(Evaluation(given, presets, assumed), wanted)
        interpreter.evaluation.at_defaults = at_defaults
        try:
            return _with_facts(interpreter, program, facts)
        except NewFact as found:
            assumed = assumed.with_fact(found.condition, found.span)
        except RecursionError:
            help_ = "name parts of it with let or def"
            raise SymcnnError("E110", "the text is nested too deeply", None, help_) from None


def _with_facts(interpreter: Interpreter, program: tree.Program, facts: tuple[tree.Expr, ...]) -> Result:
    """Read a program and then the facts about its symbols, which may help where it could not be read."""
    try:
        result = interpreter.run(program)
    except SymcnnError:
        assumptions.read_ahead(program, interpreter.wanted, facts, interpreter.evaluation)
        raise
    if facts:
        assumptions.read_given(facts, interpreter.evaluation, interpreter.evaluation.symbols)
    return result
