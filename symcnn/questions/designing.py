"""`symcnn.design`: the best values within limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from symcnn.errors import SymcnnError
from symcnn.points import Readable, given_for_several

if TYPE_CHECKING:
    from symcnn.ask.design.plan import Design


def design(
    network: Readable,
    configurations: Any = None,
    *,
    where: str = "",
    maximize: str = "",
    minimize: str = "",
    match: str = "",
    others: Mapping[str, Readable] | None = None,
    time: float = 10,
    **values: Any,
) -> Design:
    """The best design in a space: the values with the most, or the least, of a quantity, proved optimal.

    Symbols take ranges and lists; `configurations` is a data frame, or a dict of lists, with a row for each
    combination of values that may be chosen. `where` has claims, `match` an equality with another network
    ("params == params(B)", with `others={"B": net}`), which is made as nearly true as can be. After `time`
    seconds the best so far is told, with the bound that is proved. Of equally good designs it is the first.

    >>> found = design("conv(F,K) gap dense(10)", where="params <= 10k", maximize="params", F="8..64:8", K="3,5,7", C=3)
    >>> found.values, found.proved
    ({'F': 56, 'K': 7}, True)

    Raises SymcnnError for what is not known, or depends on symbols without values.
    """
    goals = ((maximize, True), (minimize, False))
    return design_with(network, values, configurations, where, goals, match, others or {}, time)


def design_with(
    network: Readable,
    values: Mapping[str, Any],
    configurations: Any = None,
    where: str = "",
    wanted: Sequence[tuple[str, bool]] = (),
    match: str = "",
    others: Mapping[str, Readable] = MappingProxyType({}),
    time: float = 10,
) -> Design:
    """The same with values for symbols of any name (`time`); what is wanted is as large as possible, or as small."""
    from symcnn.ask.design.designing import design as design_space
    from symcnn.ask.design.plan import Goal
    from symcnn.ask.design.space import Space

    if not time > 0:
        raise SymcnnError("E602", f"a search of {time} seconds finds nothing", None, "write for example --time 10")
    several = given_for_several({"A": network, **others}, values, configurations)
    given = {name: one.with_defaults() for name, one in several.items()}
    goals = [Goal(text, largest) for text, largest in wanted if text]
    if not goals and not match:
        raise SymcnnError("E602", "a design needs a goal", None, "write for example --maximize macs")
    reads = {name: one.read for name, one in given.items() if name != "A"}
    space = Space(
        given["A"].read,
        given["A"].grid,
        where,
        tuple(goals),
        match,
        reads,
        given["A"].values,
        time,
        given["A"].defaults,
    )
    return design_space(space)
