"""Questions that a user puts to networks: each is answered in `ask`, from their reports alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symcnn.errors import SymcnnError
from symcnn.network import Network
from symcnn.points import Readable, given_for, given_for_several

if TYPE_CHECKING:
    from symcnn.ask.compare import Comparison
    from symcnn.ask.plan import Design
    from symcnn.ask.sensitivity import Sensitivity
    from symcnn.ask.solution import Answer


def compare(a: Network, b: Network) -> tuple[Comparison, ...]:
    """Compare two networks, a quantity at a time: difference, ratio, saving, break-even of b against a.

    >>> from symcnn import parse
    >>> compare(parse("conv(C,5,bias=false)"), parse("conv(C,3,bias=false) conv(C,3,bias=false)"))[0].ratio
    Fraction(18, 25)
    """
    from symcnn.ask.compare import compare as compare_reports

    return compare_reports(a.report, b.report)


def solve(
    network: Readable, claim: str, symbol: str = "", *, want: str = "", limit: int = 100, **values: Any
) -> Answer:
    """Solve a claim for a symbol: the largest whole number for `<=`, the smallest for `>=`, all for `==`.

    `want` ("largest", "smallest", "every") asks for another of these. Other symbols take values or ranges, as for
    a sweep; so may the symbol itself. The answer is exact at any size: `answer.value`, `answer.solutions`.

    >>> found = solve("conv(F,3) dense(10)", "params <= 1M", "F", H=28, W=28, C=1)
    >>> print(found)
    F = 147  (the largest with params <= 1M)
      params = 995,200
      F = 148 gives params = 1,001,970

    Raises SymcnnError for what is not known, or depends on symbols without values.
    """
    from symcnn.ask.solve import KINDS, Question
    from symcnn.ask.solve import solve as solve_question
    from symcnn.given import known

    given = given_for(network, values)
    asked = symbol or given.last
    given = given.with_defaults(asked)
    kind = known("kind of answer", want, KINDS) if want else ""
    question = Question(
        given.read, claim, asked, given.grid, given.values, kind, limit, given.least(asked), given.defaults
    )
    return solve_question(question)


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
    from symcnn.ask.design import design as design_space
    from symcnn.ask.plan import Goal
    from symcnn.ask.space import Space

    several = given_for_several({"A": network, **(others or {})}, values, configurations)
    given = {name: one.with_defaults() for name, one in several.items()}
    goals = [Goal(text, largest) for text, largest in ((maximize, True), (minimize, False)) if text]
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
