"""A session: it takes a line and gives an answer. An error changes nothing, and every change can be undone."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from symcnn.algebra.printing import text as written
from symcnn.elaborate.named import nodes, symbols_of
from symcnn.elaborate.program import ITEMS, interpret
from symcnn.elaborate.scope import Block
from symcnn.elaborate.values import is_number
from symcnn.errors import Source, Span, SymcnnError
from symcnn.expect import answer
from symcnn.network import Network
from symcnn.repl.answers import Answer, shown_value, summary
from symcnn.repl.needed import LAST, is_own, references
from symcnn.repl.reading import is_command, read
from symcnn.repl.state import State
from symcnn.text import tree

BEFORE = 200  # changes that can be undone
INPUT = "<input>"
GIVEN = re.compile(r"([A-Za-z_]\w*=[^\s=(){}]+\s*)+")  # `F=32 K=3` as on a command line


class Session:
    """What was typed at a prompt so far, and what it is answered.

    >>> session = Session()
    >>> print(session.run("input(28,28,1) conv(32,3)").text)
    _1: 28x28x1 -> 26x26x32
      params  320
      MACs    194,688
    >>> session.run("params(_1)/params").text
    '1'
    """

    def __init__(self) -> None:
        self.width: int | None = None  # of the terminal; None for text that nothing wraps
        self.colours = False
        self.state = State()
        self.before: list[tuple[State, str]] = []  # each with the line that changed it
        self._networks: dict[str, Network] = {}

    def run(self, text: str, name: str = INPUT, line: int = 1) -> Answer:
        """Answer a line; `name` and `line` say where it stands, for messages.

        Raises SymcnnError for whatever is wrong with it, and Leave where it asks to leave.
        """
        placed = "\n" * (line - 1) + text
        start = len(placed) - len(text.lstrip())
        whole = Span(Source(name, placed), start, max(start + len(text.strip()), start))
        try:
            return self._command(text.strip(), whole) if is_command(text) else self._language(placed, name)
        except SymcnnError as error:
            raise _at(_habit(text.strip(), error), whole) from None
        except (RecursionError, MemoryError):
            raise SymcnnError(
                "E110", "the formulas are too large", whole, "give the symbols values: :at F=32"
            ) from None

    def _command(self, text: str, whole: Span) -> Answer:
        from symcnn.repl.commands import run

        return run(self, text, whole)

    # ------------------------------------------------------------ language

    def _language(self, text: str, name: str) -> Answer:
        line = read(text, name, self.numbers)
        if line.value is not None:
            return Answer(shown_value(self.value(line.value)))
        assert line.program is not None  # noqa: S101  (it is one of the two)
        refuse_names(line.program)
        return self.take(line.program, text.strip())

    def take(self, program: tree.Program, typed: str) -> Answer:
        """Put a program in force, and answer what it is."""
        body = tuple(one for one in program.body if not isinstance(one, tree.Expect))
        claims = [one for one in program.body if isinstance(one, tree.Expect)]
        nets = [one for one in body if isinstance(one, tree.Definition) and one.keyword == "net"]
        known = self._net_named(body)
        if known:
            state, name = self.state.with_network(known, self._open_formals(known)), known
        elif any(isinstance(one, ITEMS) for one in body):
            state, name = self._with_network(body)
        elif len(nets) == 1:
            state = self.state.with_elements(*body)
            state, name = state.with_network(nets[0].name, nets[0].formals), nets[0].name
        else:
            state, name = self.state.with_elements(*body), ""
        return self._change(state, name, body, claims, typed)

    def take_net(self, program: tree.Program, net: str, typed: str) -> Answer:
        """Put a program in force, and answer what one of its nets is."""
        held = self.state.with_elements(*program.body)
        found = held.block(net)
        if found is None:
            raise SymcnnError("E208", f"there is no net '{net}' in {program.span.source.name}")
        state = held.with_network(net, open_formals(found, net))
        return self._change(state, net, program.body, [], typed)

    def _with_network(self, body: tuple[tree.Element, ...]) -> tuple[State, str]:
        """The state with a new network, and with those of its statements that mean something without it."""
        name = self.state.next_name
        for node in nodes(tree.Block(body)):
            if isinstance(node, tree.Call) and node.name == name:
                raise SymcnnError("E202", f"there is no network {name} yet", node.name_span, "_ is the last network")
        state = self.state.with_elements(tree.Definition("net", name, (), tree.Block(body))).with_network(name)
        for one in body:
            if not isinstance(one, ITEMS) and state.accepts(one):
                state = state.with_elements(one)
        return state, name

    def _change(
        self, state: State, name: str, body: tuple[tree.Element, ...], claims: list[tree.Expect], typed: str
    ) -> Answer:
        """Answer what a state brings, and only then have it hold."""
        known = {name: self.network_of(state, name)} if name else {}
        if not name:
            state.scope()  # see that the statements are right
        told = summary(name, known[name]) if name else told_of(body, state)
        warnings = tuple(one for network in known.values() for one in network.warnings if _is_here(one.span, body))
        outcomes = [self._claim(one, state) for one in claims]
        self.put(state, typed)
        self._networks.update(known)
        texts = [told, *(said for _, said in outcomes)]
        return Answer("\n".join(filter(None, texts)), warnings, any(held is not True for held, _ in outcomes))

    def _claim(self, node: tree.Expect, state: State) -> tuple[bool | None, str]:
        """Whether an `expect` holds for the last network, in words."""
        claim = node.claim
        held = value_in(state, claim)
        if held is True or not isinstance(claim, tree.Compare):
            return (
                held if isinstance(held, bool) else None
            ), "expect: holds" if held is True else f"expect: {shown_value(held)}"
        found = shown_value(value_in(state, claim.left))
        verdict = "does not hold" if held is False else "cannot be decided"
        return (held if isinstance(held, bool) else None), f"expect: {verdict}: {claim.left.span.text} is {found}"

    # ------------------------------------------------------------- answers

    @property
    def numbers(self) -> frozenset[str]:
        """The names of `let` and `param` that are in force."""
        scope = self.state.scope()
        return frozenset(name for name in scope.values if is_number(scope.value(name))) - scope.blocks.keys()

    def value(self, question: tree.Expr) -> Any:
        """The value of an expression over metrics of networks."""
        return value_in(self.state, question)

    def network(self, text: str = "") -> Network:
        """The last network, or the one that a text stands for: `_1`, `lenet`, `conv(F,3)`.

        Raises SymcnnError where there is none yet, or the text is wrong.
        """
        if not text.strip():
            if not self.state.last:
                raise SymcnnError("E202", "there is no network yet", None, "type one, for example conv(F,K) pool(2)")
            return self._kept(self.state, self.state.last)
        line = read(text, INPUT)
        body = line.program.body if line.program is not None else ()
        if not any(isinstance(one, ITEMS) for one in body):
            raise SymcnnError("E208", f"'{text.strip()}' is no network", None, "name one, for example _1 or conv(F,3)")
        known = self._net_named(body)
        if known:
            return self._kept(self.state, known)
        return self.network_of(*self._with_network(body))

    def network_without(self, names: Collection[str]) -> Network:
        """The last network, at the values of the point but those of some symbols: these are asked about."""
        if not {*names} & {name for name, _ in self.state.point}:
            return self.network()
        if not self.state.last:
            return self.network()  # the error for that
        return self.network_of(self.state.without(names), self.state.last)

    def _net_named(self, body: tuple[tree.Element, ...]) -> str:
        """The name of a net, where it is all that was typed: then its parameters are symbols. `_` is the last."""
        call = body[0] if len(body) == 1 else None
        if not isinstance(call, tree.Call) or call.arguments or call.branches:
            return ""
        block = self.state.block(call.name)
        is_net = block is not None and getattr(block.definition, "keyword", "") == "net"
        return (self.state.last if call.name == LAST else call.name) if is_net else ""

    def _open_formals(self, net: str) -> tuple[tree.Declaration, ...]:
        block = self.state.block(net)
        return open_formals(block, net) if block is not None else ()

    def _kept(self, state: State, name: str) -> Network:
        if name not in self._networks:
            self._networks[name] = self.network_of(state, name)
        return self._networks[name]

    @staticmethod
    def network_of(state: State, name: str) -> Network:
        """A network of a state, at the values of the point that are for its symbols."""
        program, given = state.program(name), state.given
        if given:
            met = interpret(program, name, given, {}).evaluation
            known = {*met.symbols, *met.offered, *symbols_of(program)}
            given = {one: value for one, value in given.items() if one in known}
        return Network(program, name, given)

    # ------------------------------------------------------------- changes

    def put(self, state: State, typed: str) -> None:
        """Have another state hold."""
        if state == self.state:
            return
        self.before = [*self.before[-BEFORE + 1 :], (self.state, typed)]
        self.state = state
        self._networks = {}

    def undo(self) -> str:
        """Take the last change back; what was typed for it.

        Raises SymcnnError where there is nothing to undo.
        """
        if not self.before:
            raise SymcnnError("E602", "there is nothing to undo")
        self.state, typed = self.before.pop()
        self._networks = {}
        return typed


def refuse_names(program: tree.Program) -> None:
    """Refuse `net _1 { … }`: these names are for networks without one."""
    for one in program.body:
        if isinstance(one, tree.Definition | tree.Shared) and is_own(one.name):
            message = f"'{one.name}' is a name that the prompt gives to networks"
            raise SymcnnError("E206", message, one.span, "choose another name, for example net small { … }")


def value_in(state: State, question: tree.Expr) -> Any:
    """The value of an expression over metrics of the networks of a state."""
    return answer(state.program(state.last, *references(question)), question, state.last, state.given)


def told_of(body: tuple[tree.Element, ...], state: State) -> str:
    """What statements brought that is not to be seen in them: values, and the blocks of a module."""
    scope = state.scope()
    lines = []
    for one in body:
        if isinstance(one, tree.Let):
            values = [(each.name, scope.values.get(each.name)) for each in one.bindings]
            lines += [f"{name} = {written(value)}" for name, value in values if is_number(value)]
        elif isinstance(one, tree.Import) and not one.names:
            brought = [name for name in scope.blocks if name.startswith(f"{one.module}.")]
            lines.append(", ".join(sorted(brought)))
    return "\n".join(lines)


def open_formals(block: Block, name: str) -> tuple[tree.Declaration, ...]:
    """The parameters of a net; of an imported one not those whose default may use names of its module."""
    return tuple(one for one in block.formals if "." not in name or isinstance(one.default, tree.Number | None))


def _is_here(span: Span, body: tuple[tree.Element, ...]) -> bool:
    """Whether a warning is about what was just typed."""
    return any(span.source == one.span.source for one in body)


def _habit(text: str, error: SymcnnError) -> SymcnnError:
    """The same mistake with what the prompt has for it: values for symbols, and commands with their colon."""
    from symcnn.repl.commands import COMMANDS

    if GIVEN.fullmatch(text):
        help_ = f"write: :at {text}"
    elif text and text.split(maxsplit=1)[0] in COMMANDS and error.code in ("E105", "E107", "E201"):
        help_ = f"a command begins with a colon: :{text}"
    else:
        return error
    meant = SymcnnError(error.code, error.message, error.span, help_, error.notes)
    meant.way = error.way
    return meant


def _at(error: SymcnnError, whole: Span) -> SymcnnError:
    """The same mistake with a place: the whole line, where it has no other."""
    if error.span is not None:
        return error
    placed = SymcnnError(error.code, error.message, whole, error.help, error.notes)
    placed.way = error.way
    return placed
