"""`symcnn.solve`: the values of a symbol for which a claim holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symcnn.points import Readable, given_for

if TYPE_CHECKING:
    from symcnn.ask.solve.solution import Answer


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
    return solve_with(network, claim, symbol, want, limit, values)


def solve_with(network: Readable, claim: str, symbol: str, want: str, limit: int, values: Mapping[str, Any]) -> Answer:
    """The same with values for symbols of any name (`limit`)."""
    from symcnn.ask.listing import check_number
    from symcnn.ask.solve.solving import KINDS, Question
    from symcnn.ask.solve.solving import solve as solve_question
    from symcnn.given import known

    check_number("limit", limit)
    given = given_for(network, values)
    asked = symbol or given.last
    given = given.with_defaults(asked)
    kind = known("kind of answer", want, KINDS) if want else ""
    question = Question(
        given.read, claim, asked, given.grid, given.values, kind, limit, given.least(asked), given.defaults
    )
    return solve_question(question)
