"""What is in force at a prompt: a program that grows line by line, and never changes in place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from symcnn.elaborate.program import ITEMS, MAIN, interpret
from symcnn.elaborate.scope import Block, Scope
from symcnn.errors import Source, Span, SymcnnError
from symcnn.given import given_for_net
from symcnn.record import Record
from symcnn.text import tree

LAST = "_"  # the name of the network that was typed last
NUMBERED = re.compile(r"_([1-9][0-9]{0,8})")
TRUE = tree.Expect(tree.Truth(value=True))


class State(Record):
    """Everything that was typed and holds: statements, each network as a net of its own, and a point.

    A network that is typed becomes `net _1 { … }`, so that it sees the names that held when it was
    typed, whatever is defined later; `net _ { … }` follows it, the last one.
    """

    elements: tuple[tree.Element, ...] = ()
    last: str = ""  # the name of the last network
    point: tuple[tuple[str, str], ...] = ()  # of `:at`

    @property
    def program(self) -> tree.Program:
        """All that is in force, as one program."""
        return tree.Program(self.elements, span=Span(Source("<input>", ""), 0, 0))

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

    @property
    def next_name(self) -> str:
        """The name of the next network: `_1`, then `_2`."""
        names = [one.name for one in self.elements if isinstance(one, tree.Definition)]
        numbers = [int(match[1]) for match in map(NUMBERED.fullmatch, names) if match]
        return f"_{max(numbers, default=0) + 1}"

    def scope(self, *more: tree.Element) -> Scope:
        """The names that are in force, and those of further statements.

        Raises SymcnnError where these are wrong.
        """
        body = (*self.elements, *(one for one in more if not isinstance(one, ITEMS)), TRUE)
        result = interpret(tree.Program(body, span=self.program.span), MAIN, self.given, {})
        return result.claims[-1].scope

    @property
    def blocks(self) -> dict[str, Block]:
        """The blocks that are in force, by their names."""
        return self.scope().blocks

    def accepts(self, statement: tree.Element) -> bool:
        """Whether a statement means something by itself, and not only among the layers of its line."""
        try:
            self.scope(statement)
        except SymcnnError:
            return False
        return True


def calling(name: str, net: str, formals: tuple[tree.Declaration, ...]) -> tree.Definition:
    """`net _ { param n lenet(n=n) }`: a net by another name, its parameters open."""
    arguments = tuple(tree.Keyword(one.name, tree.Name(one.name)) for one in formals)
    declared = (tree.Param(formals),) if formals else ()
    return tree.Definition("net", name, (), tree.Block((*declared, tree.Call(net, arguments))))
