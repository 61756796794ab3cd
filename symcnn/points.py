"""A network with the values that a question gives: single ones are put in, several are the axes of a grid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from symcnn.errors import SymcnnError
from symcnn.given import make_conventions
from symcnn.given_axes import given_grid, given_values
from symcnn.grid.axes import Grid
from symcnn.network import Network, from_program, parse
from symcnn.record import Record
from symcnn.report import Report
from symcnn.text import tree

Readable: TypeAlias = "Network | str | tuple[tree.Program, str | None]"
"""A network, or a text or program (with the name of a net in it) that may need numbers to be one."""


class Given(Record):
    """A network with values for its symbols."""

    network: Readable
    fixed: Mapping[str, Any]  # the names with one value
    grid: Grid  # the others

    def at(self, values: Mapping[str, Any]) -> Network:
        """The network with values for some more symbols."""
        every = {**self.fixed, **values}
        if isinstance(self.network, str):
            return parse(self.network, **every)
        if isinstance(self.network, tuple):
            return from_program(*self.network, make_conventions(), every)
        return self.network(**every)

    def read(self, values: Mapping[str, Any]) -> Report:
        """The report of the network with values for some more symbols."""
        return self.at(values).report

    @property
    def values(self) -> dict[str, Any]:
        """The values that are in the network."""
        before = self.network.given if isinstance(self.network, Network) else {}
        return {**before, **self.fixed}

    @property
    def last(self) -> str:
        """The symbol that is meant where none is named: the last with several values, or the only one.

        Raises SymcnnError where there are several.
        """
        names = self.grid.names[-1:] or self.at({}).symbols
        if len(names) != 1:
            listed = ", ".join(names) or "none"
            raise SymcnnError(
                "E602", f"which symbol is asked for? there are: {listed}", None, "write for example --for F"
            )
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


def given_for(network: Readable, values: Mapping[str, Any]) -> Given:
    """Put values apart: those that are one, and those that are several.

    >>> given = given_for("conv(F,K)", {"F": "8..32:8", "K": 3})
    >>> given.fixed, given.grid.names
    ({'K': 3}, ('F',))
    """
    every = {name: given_values(name, value) for name, value in values.items()}
    fixed = {name: several[0] for name, several in every.items() if len(several) == 1}
    axes = {name: values[name] for name, several in every.items() if len(several) > 1}
    return Given(network, fixed, given_grid(axes))
