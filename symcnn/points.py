"""A network with the values that a question gives: single ones are put in, several are the axes of a grid."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from symcnn.algebra.conditions import put_in
from symcnn.elaborate.named import symbols_of
from symcnn.elaborate.values import did_you_mean, is_number
from symcnn.errors import SymcnnError
from symcnn.given import given_after, make_conventions, names_of
from symcnn.given_axes import check_apart, given_grid, given_values
from symcnn.grid.axes import Grid
from symcnn.network import Network
from symcnn.quantities import Conventions
from symcnn.reading import from_program, parse
from symcnn.record import Record
from symcnn.report import Report
from symcnn.text import tree
from symcnn.text.parse import parse as parse_text

Written: TypeAlias = tuple[tree.Program, str | None, Conventions]
Readable: TypeAlias = Network | str | Written
"""A network, or a text or program (with the name of a net in it) that may need numbers to be one."""


class Given(Record):
    """A network with values for its symbols."""

    network: Readable
    fixed: Mapping[str, Any]  # the names with one value
    grid: Grid  # the others
    defaults: Mapping[str, Any] = MappingProxyType({})  # those of the fixed values that the text gives
    taken: frozenset[str] | None = None  # the names that are the network's, where there are other networks

    def at(self, values: Mapping[str, Any]) -> Network:
        """The network with values for some more symbols."""
        every = {n: v for n, v in self._with(values).items() if self.taken is None or n in self.taken}
        if isinstance(self.network, str):
            return parse(self.network, **every)
        if isinstance(self.network, tuple):
            return from_program(*self.network, every)
        return self.network(**every)

    def read(self, values: Mapping[str, Any]) -> Report:
        """The report of the network with values for some more symbols."""
        return self.at(values).report

    def _with(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """All values; in those that are formulas (N = 2*F) others are put in."""
        if not names_of(self.fixed.values()):
            return {**self.fixed, **values}
        return given_after(self.fixed, values, names_taken(self.network))

    @property
    def values(self) -> dict[str, Any]:
        """The values that are in the network."""
        before = self.network.given if isinstance(self.network, Network) else {}
        return {**before, **self.fixed}

    def with_defaults(self, *asked: str) -> Given:
        """The same with the defaults of the symbols that are given no values, but for those that are asked for."""
        known = {*self.fixed, *self.grid.names, *asked}
        try:
            report = self.read(self.grid.at(0) if self.grid.size else {})
        except SymcnnError:
            return self  # what is wrong is told where the network is read for the question
        more = {name: value for name, value in sorted(report.defaults.items()) if name not in known}
        return self.replaced(fixed={**self.fixed, **more}, defaults=more)

    @property
    def last(self) -> str:
        """The symbol that is meant where none is named: the last with several values, or the only one.

        Raises SymcnnError where there are several.
        """
        names = self.grid.names[-1:] or self.at({}).symbols
        if len(names) != 1:
            listed = ", ".join(names) or "none"
            first = next(iter(names), "F")
            help_ = f"name it: --for {first}; in Python, '{first}' behind the claim"
            raise SymcnnError("E602", f"which symbol is asked for? there are: {listed}", None, help_)
        return names[0]

    def least(self, name: str) -> int:
        """The least value of a symbol without a range.

        Raises SymcnnError for one that stands for fractions too.
        """
        if name in self.grid.names:
            return 1
        kind = self._kind(name)
        if kind in ("rational", "real"):
            message = f"{name} is {kind}: it has no largest or smallest value"
            raise SymcnnError("E504", message, None, f"give it values: {name}=1/4,1/2,3/4,1")
        return 0 if kind == "nat" else 1

    def _kind(self, name: str) -> str:
        try:
            return self.at({}).kinds.get(name, "")
        except SymcnnError:
            return ""


IMPLIED = ("H", "W", "C", "L")  # of an input that is not written


def names_taken(network: Readable) -> frozenset[str]:
    """The names that a network may take values for."""
    if isinstance(network, Network):
        return frozenset({*network.symbols, *network.kinds, *symbols_of(network.program)})
    written = network if isinstance(network, tuple) else (parse_text(network), None, make_conventions())
    program = written[0]
    try:
        return names_taken(from_program(*written, {}))
    except SymcnnError:  # it can be read only with numbers
        definitions = [node for node in program.body if isinstance(node, tree.Definition)]
        formals = [formal.name for node in definitions for formal in node.formals]
        return frozenset({*symbols_of(program), *formals, *IMPLIED})


def given_for(network: Readable, values: Mapping[str, Any], configurations: Any = None) -> Given:
    """Put values apart: those that are one, and those that are several; rows of a data frame are several.

    >>> given = given_for("conv(F,K)", {"F": "8..32:8", "K": 3})
    >>> given.fixed, given.grid.names
    ({'K': 3}, ('F',))
    """
    every = {name: given_values(name, value) for name, value in values.items()}
    fixed = {name: several[0] for name, several in every.items() if len(several) == 1}
    axes = {name: values[name] for name, several in every.items() if len(several) > 1}
    grid = given_grid(axes, configurations)
    check_apart(fixed, grid.names)
    return Given(network, _together(fixed), grid)


def _together(fixed: Mapping[str, Any]) -> dict[str, Any]:
    """Values with those of other names put in: W = H is 28 where H is."""
    numbers = {name: value for name, value in fixed.items() if is_number(value) and not names_of([value])}
    return {name: put_in(value, numbers) if is_number(value) else value for name, value in fixed.items()}


def given_for_several(
    networks: Mapping[str, Readable], values: Mapping[str, Any], configurations: Any = None
) -> dict[str, Given]:
    """The same for several networks, each of which takes the values for its own symbols.

    Raises SymcnnError for a name that none of them has.
    """
    taken = {name: names_taken(network) for name, network in networks.items()}
    every = frozenset().union(*taken.values())
    for name in values:
        if len(networks) > 1 and name not in every:
            help_ = did_you_mean(name, sorted(every)) or f"their symbols: {', '.join(sorted(every))}"
            raise SymcnnError("E203", f"there is no symbol '{name}' in these networks", None, help_)
    own = {name: taken[name] if len(networks) > 1 else None for name in networks}
    return {
        name: given_for(network, values, configurations).replaced(taken=own[name]) for name, network in networks.items()
    }
