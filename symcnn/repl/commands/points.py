"""Values for symbols: at one point, and at many."""

from __future__ import annotations

import re
from itertools import product
from math import prod
from typing import Any

from symcnn.cli.arguments import BINDING
from symcnn.elaborate.values import is_number
from symcnn.errors import SymcnnError
from symcnn.given import given_for_net, given_value
from symcnn.network import Network
from symcnn.repl.answers import SHOWN, Answer, summary
from symcnn.repl.commands.contract import Command
from symcnn.repl.session import Session
from symcnn.views.contract import TITLES, plain
from symcnn.views.table import aligned

MOST_POINTS = 500  # of a table at the prompt
RANGE = re.compile(r"(.+)\.\.(.+?)(?::(.+))?")


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
    values = {name: _values(name, text) for name, text in bindings(words, "F=16,32,64 K=3..7").items()}
    if not values:
        raise SymcnnError("E602", ":sweep needs values", None, "write for example :sweep F=16,32,64 K=3..7")
    count = prod(map(len, values.values()))
    if count > MOST_POINTS:
        help_ = "take fewer values; symcnn sweep has no such limit"
        raise SymcnnError("E110", f"that are {count:,} points; the prompt shows at most {MOST_POINTS}", None, help_)
    state = session.state
    base = session.network_of(state.at({n: v for n, v in state.point if n not in values}), state.last or _no_network())
    rows, misfits = [], []
    for point in product(*values.values()):
        row, misfit = _row(base, dict(zip(values, point, strict=True)))
        rows.append(row)
        misfits += misfit
    head = [*values, *(TITLES.get(name, name) for name in SHOWN)]
    lines = aligned([head, *rows], [True] * len(head))
    note = [f"- does not fit: {misfits[0]}"] if misfits else []
    return Answer("\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:], *note]))


def _row(base: Network, point: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The cells of a point, and what does not fit there."""
    cells = [plain(value) for value in point.values()]
    try:
        network = base(**point)
    except SymcnnError as error:
        if error.code == "E203":  # the same for all points
            raise
        return [*cells, *("-" for _ in SHOWN)], [error.message]
    return [*cells, *(plain(getattr(network, name)) for name in SHOWN)], []


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


def _values(name: str, text: str) -> list[Any]:
    """The values of `16,32,64`, `3..7`, `8..64:8`."""
    return [value for part in text.split(",") for value in _part(name, part)]


def _part(name: str, text: str) -> list[Any]:
    match = RANGE.fullmatch(text)
    if match is None:
        return [given_value(name, text)]
    first, last, step = (given_value(name, each or "1") for each in match.groups())
    if not all(is_number(each) and isinstance(each, int) for each in (first, last, step)) or step < 1:
        raise SymcnnError("E602", f"{name}={text} is no range of numbers", None, f"write for example {name}=3..7")
    if (last - first) // step >= MOST_POINTS:
        raise SymcnnError("E110", f"{name}={text} has more than {MOST_POINTS} values", None, "take larger steps")
    if last < first:
        raise SymcnnError(
            "E602", f"{name}={text} is empty", None, f"write for example {name}={text.partition('..')[2]}"
        )
    return list(range(first, last + 1, step))


COMMANDS = (
    Command("at", "NAME=VALUE ...", "values for symbols in all results; alone: forget them", "H=28 W=28 C=1", at),
    Command("sweep", "NAME=VALUES ...", "a table: values as 16,32 or 3..7 or 8..64:8", "F=16,32,64 K=3..7", sweep),
)
