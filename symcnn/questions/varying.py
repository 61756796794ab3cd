"""`symcnn.sensitivity`: what one more of a symbol costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symcnn.points import Readable, given_for

if TYPE_CHECKING:
    from symcnn.ask.sensitivity import Sensitivity


def sensitivity(
    network: Readable, *, quantity: str | Sequence[str] = ("params", "macs"), symbols: Sequence[str] = (), **values: Any
) -> tuple[Sensitivity, ...]:
    """What one more of a symbol costs, the derivative, and the elasticity: all exact, at a point or over ranges.

    Symbols without values stay in the answer. `symbols` are those that are varied: all, if none is named.

    >>> (found,) = sensitivity("input(9,9,3) conv(F,3) conv(F,3)", quantity="params", F=64)
    >>> found.value, found.more, found.derivative, found.elasticity
    (38720, 1190, 1181, Fraction(1181, 605))
    >>> sensitivity("conv(F,3)", quantity="params", symbols=["F"])[0].more
    9*C + 1

    Raises SymcnnError for what is not known.
    """
    return sensitivity_with(network, quantity, symbols, values)


def sensitivity_with(
    network: Readable, quantity: str | Sequence[str], symbols: Sequence[str], values: Mapping[str, Any]
) -> tuple[Sensitivity, ...]:
    """The same with values for symbols of any name (`symbols`)."""
    from symcnn.ask.sensitivity import sensitivities
    from symcnn.given import known, names_of
    from symcnn.quantities import QUANTITIES

    wanted = [quantity] if isinstance(quantity, str) else list(quantity)
    given = given_for(network, values).with_defaults(*symbols)
    formulas = {name: value for name, value in given.fixed.items() if names_of([value])}
    free = given.replaced(fixed=formulas)
    numbers = {name: value for name, value in given.fixed.items() if name not in formulas}
    names = [known("quantity", name, QUANTITIES) for name in wanted]
    return tuple(sensitivities(free.read, given.grid, numbers, names, tuple(symbols)))
