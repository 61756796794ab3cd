"""What is in force at a prompt: a program that grows line by line, and never changes in place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from symcnn.elaborate.program import ITEMS, MAIN, interpret
from symcnn.elaborate.scope import Block, Scope
from symcnn.errors import Source, Span, SymcnnError
from symcnn.given import given_for_net
from symcnn.record import Record
from symcnn.repl.needed import LAST, NUMBERED, needed, references
from symcnn.text import tree

NOWHERE = Span(Source("<input>", ""), 0, 0)
TRUE = tree.Expect(tree.Truth(value=True))


class State(Record):
    """Everything that was typed and holds: statements, each network as a net of its own, and a point.

    A network that is typed becomes `net _1 { … }`, so that it sees the names that held when it was
    typed, whatever is defined later; `net _ { … }` follows it, the last one.
    """

    elements: tuple[tree.Element, ...] = ()
    last: str = ""  # the name of the last network
    point: tuple[tuple[str, str], ...] = ()  # of `:at`

    def program(self, *names: str) -> tree.Program:
        """What is in force, as one program, with the networks of these names."""
        return tree.Program(needed(self.elements, names), span=NOWHERE)

    @property
    def given(self) -> dict[str, Any]:
        """The values of the point."""
        return {name: given_for_net(name, value) for name, value in self.point}

    def with_elements(self, *elements: tree.Element) -> State:
        """The same with more in force."""
        return State((*self.elements, *elements), self.last, self.point)

    def with_network(self, name: str, formals: tuple[tree.Declaration, ...] = ()) -> State:
        """The same with another last network, by its name; it is in force."""
        return State((*self.elements, calling(LAST, name, formals)), name, self.point)

    def at(self, values: Mapping[str, str]) -> State:
        """The same at another point."""
        return State(self.elements, self.last, tuple(values.items()))

    def without(self, names: Collection[str]) -> State:
        """The same at a point without the values of some symbols."""
        return self.at({name: value for name, value in self.point if name not in names})

    @property
    def next_name(self) -> str:
        """The name of the next network: `_1`, then `_2`."""
        return f"_{max((int(name[1:]) for name in self.numbered), default=0) + 1}"

    def scope(self, *names: str, more: tuple[tree.Element, ...] = ()) -> Scope:
        """What is in force, with the networks of these names, and what further statements add.

        Raises SymcnnError where these are wrong.
        """
        known = self.program(*names, *(name for one in more for name in references(one)))
        body = (*known.body, *(one for one in more if not isinstance(one, ITEMS)), TRUE)
        return interpret(tree.Program(body, span=NOWHERE), MAIN, self.given, {}).claims[-1].scope

    def block(self, name: str) -> Block | None:
        """The block of a name."""
        return self.scope(name).blocks.get(name)

    @property
    def numbered(self) -> tuple[str, ...]:
        """The names of the networks that have but a number, in order."""
        names = [one.name for one in self.elements if isinstance(one, tree.Definition)]
        return tuple(name for name in names if NUMBERED.fullmatch(name))

    def accepts(self, statement: tree.Element) -> bool:
        """Whether a statement means something by itself, and not only among the layers of its line."""
        try:
            self.scope(more=(statement,))
        except SymcnnError:
            return False
        return True


def calling(name: str, net: str, formals: tuple[tree.Declaration, ...]) -> tree.Definition:
    """`net _ { param n lenet(n=n) }`: a net by another name, its parameters open."""
    arguments = tuple(tree.Keyword(one.name, tree.Name(one.name)) for one in formals)
    declared = (tree.Param(formals),) if formals else ()
    return tree.Definition("net", name, (), tree.Block((*declared, tree.Call(net, arguments))))
