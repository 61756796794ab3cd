"""Values for symbols: at one point, and at many."""

from __future__ import annotations

import re

from symcnn.cli.arguments import BINDING
from symcnn.errors import SymcnnError
from symcnn.given import given_for_net
from symcnn.repl.answers import SHOWN, Answer, summary
from symcnn.repl.commands.contract import Command
from symcnn.repl.commands.grids import at_once, one_by_one
from symcnn.repl.session import Session
from symcnn.views.contract import TITLES
from symcnn.views.table import aligned

MOST_POINTS = 500  # of a table at the prompt


def at(session: Session, words: str) -> Answer:
    """Take the values as those of all results from here on; without any, forget them."""
    values = bindings(words, "H=28 W=28")
    for name, value in values.items():
        given_for_net(name, value)  # see that it can be read
    state = session.state.at({**dict(session.state.point), **values} if words else {})
    if not state.last:
        session.put(state, f":at {words}")
        return Answer()
    network = session.network_of(state, state.last)
    session.put(state, f":at {words}")
    unused = [name for name in values if name not in network.bound]
    lines = [summary(state.last, network)]
    if unused:
        lines.append(f"  {state.last} has no symbol {', '.join(unused)}; it waits for a network that has")
    return Answer("\n".join(lines))


def sweep(session: Session, words: str) -> Answer:
    """A table of the last network at every combination of values."""
    from symcnn.given_axes import given_grid

    given = bindings(words, "F=16,32,64 K=3..7")
    if not given:
        raise SymcnnError("E602", ":sweep needs values", None, "write for example :sweep F=16,32,64 K=3..7")
    grid = given_grid(given)
    if grid.size > MOST_POINTS:
        help_ = "take fewer values; symcnn sweep has no such limit"
        raise SymcnnError("E110", f"that are {grid.size:,} points; the prompt shows at most {MOST_POINTS}", None, help_)
    state = session.state
    base = session.network_of(state.at({n: v for n, v in state.point if n not in given}), state.last or _no_network())
    found = at_once(base, given, grid) or one_by_one(base, grid)
    head = [*grid.names, *(TITLES.get(name, name) for name in SHOWN)]
    lines = aligned([head, *found.cells], [True] * len(head))
    return Answer("\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:], *found.notes]))


def _no_network() -> str:
    raise SymcnnError("E202", "there is no network yet", None, "type one, for example conv(F,K) pool(2)")


def bindings(words: str, example: str) -> dict[str, str]:
    """The values of `H=28 W=28`; blanks around `=` and a comma behind a value do no harm.

    >>> bindings("H = 28, W=2*8", "")
    {'H': '28', 'W': '2*8'}
    """
    found: dict[str, str] = {}
    for word in re.sub(r"\s*=\s*", "=", words).split():
        match = BINDING.fullmatch(word.rstrip(","))
        if match is None or not match[2]:
            raise SymcnnError("E602", f"'{word}' gives no symbol a value", None, f"write for example {example}")
        if match[1] in found:
            raise SymcnnError("E602", f"{match[1]} has two values", None, "give it once")
        found[match[1]] = match[2]
    return found


COMMANDS = (
    Command("at", "NAME=VALUE ...", "values for symbols in all results; alone: forget them", "H=28 W=28 C=1", at),
    Command("sweep", "NAME=VALUES ...", "a table: values as 16,32 or 3..7 or 8..64:8", "F=16,32,64 K=3..7", sweep),
)
