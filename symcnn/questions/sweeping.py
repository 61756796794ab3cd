"""`symcnn.sweep`: a network over a grid of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symcnn.errors import SymcnnError
from symcnn.given import check_type, make_conventions
from symcnn.network import Network
from symcnn.reading import from_program
from symcnn.text.parse import parse

if TYPE_CHECKING:
    from symcnn.ask.sweep.sweeping import Sweep
    from symcnn.grid.axes import Grid
    from symcnn.points import Written
    from symcnn.quantities import Conventions
    from symcnn.report import Report
    from symcnn.text import tree


def sweep(
    network: Network | str,
    configurations: Any = None,
    *,
    quantity: str | Sequence[str] = ("params", "macs"),
    where: str | Sequence[str] = "",
    **axes: Any,
) -> Sweep:
    """All configurations of a network: every combination of the values that its symbols are given.

    Values are lists, ranges, or text ("8..256:8", "1,3,5", "2^(3..9)", a formula in other symbols "2*F", blocks);
    `configurations` is a data frame, or a dict of lists, with a row a configuration. `network` may be a text
    that can only be read with numbers. Symbols with a default keep it.

    >>> sweep("conv(F,K)", F=[8, 16], K=[1, 3], H=9, W=9, C=1, where="params <= 100").count()
    3

    Raises SymcnnError for names that are no symbols, values that are none, symbols without values.
    """
    from symcnn.given_axes import given_grid

    check_type("network", network, Network, str)
    check_type("where", where, str, list, tuple)
    claims = [where] if isinstance(where, str) else where
    grid = given_grid(axes, configurations)
    if isinstance(network, str):
        return _sweep(_reader(parse(network), None, make_conventions()), {}, grid, quantity, claims)
    return _sweep(lambda values: network(**values).report, network.given, grid, quantity, claims)


def sweep_program(
    program: Written,
    axes: Mapping[str, Any],
    wanted: str | Sequence[str],
    where: Sequence[str] = (),
) -> Sweep:
    """The sweep of a program, or of the network in it that is named."""
    from symcnn.given_axes import given_grid

    return _sweep(_reader(*program), {}, given_grid(axes), wanted, where)


def _sweep(
    read: Callable[[Mapping[str, Any]], Report],
    given: Mapping[str, Any],
    grid: Grid,
    wanted: str | Sequence[str],
    where: Sequence[str],
) -> Sweep:
    from symcnn.ask.sweep.parts import Asked
    from symcnn.ask.sweep.sweeping import Sweep, texts

    _check_names(read, {**grid.coupled, **grid.at(0)})
    return Sweep(Asked(read, grid, texts(wanted), tuple(text for text in where if text.strip()), given))


def _reader(program: tree.Program, net: str | None, conventions: Conventions) -> Callable[[Mapping[str, Any]], Report]:
    """What reads a program with values for some symbols."""
    return lambda values: from_program(program, net, conventions, values).report


def _check_names(read: Callable[[Mapping[str, Any]], Report], values: Mapping[str, Any]) -> None:
    """See that the network has the symbols; whether it can be read with these values does not matter."""
    try:
        read(values)
    except SymcnnError as error:
        if error.code == "E203":
            raise
