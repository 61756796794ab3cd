"""What may stand where the cursor is: commands, layers, arguments, words, names of the session."""

from __future__ import annotations

import re
from typing import NamedTuple

from symcnn.elaborate.functions import FUNCTIONS
from symcnn.elaborate.named import nodes, symbols_of
from symcnn.elaborate.program import FLOW
from symcnn.errors import SymcnnError
from symcnn.expect import METRICS
from symcnn.layers import LAYERS
from symcnn.layers.contract import language_name, signature
from symcnn.quantities import QUANTITIES
from symcnn.repl.session import Session
from symcnn.text import tree
from symcnn.text.words import WORDS

WORD = re.compile(r"[A-Za-z_][\w.]*$")
CALL = re.compile(r"([A-Za-z_][\w.]*)\($")
LABEL = re.compile(r"\bas\s+([A-Za-z_]\w*)")
PADDINGS = ("same", "valid", "causal", "full")


class Choice(NamedTuple):
    """A text that may stand for the last characters before the cursor, and what it is."""

    text: str
    replaces: int  # so many characters before the cursor
    is_a: str


def choices(session: Session, before: str) -> list[Choice]:
    """What may be typed behind the text before the cursor, in alphabetical order.

    >>> [choice.text for choice in choices(Session(), "conv(8,3) dr")], [c.text for c in choices(Session(), ":ta")]
    (['dropout', 'droppath'], [':table'])
    >>> [choice.text for choice in choices(Session(), "conv(8,3,str")]
    ['stride=']
    """
    line = before.lstrip()
    if line.startswith(":") and not re.search(r"\s", line):
        return _command_names(line)
    match = WORD.search(before)
    word = match[0] if match else ""
    if line.startswith(("?", ":help", ":layers")):
        known = _helped()
    elif line.startswith(":"):
        known = {**_named(session), **dict.fromkeys(QUANTITIES, "quantity")}
    else:
        known = {**_language(), **_labels(before), **_named(session), **_arguments(before[: len(before) - len(word)])}
    return [Choice(name, len(word), known[name]) for name in sorted(known) if name.startswith(word) and name != word]


def _command_names(line: str) -> list[Choice]:
    from symcnn.repl.commands import COMMANDS

    found = {f":{name}": command.does for name, command in COMMANDS.items()}
    return [Choice(name, len(line), found[name]) for name in sorted(found) if name.startswith(line) and name != line]


def _helped() -> dict[str, str]:
    from symcnn.repl.commands import COMMANDS

    commands = {name: command.does for name, command in COMMANDS.items()}
    return {**commands, **{name: signature(name) for name in LAYERS}, **dict.fromkeys(FLOW, "paths")}


def _language() -> dict[str, str]:
    return {
        **dict.fromkeys(PADDINGS, "padding"),
        **dict.fromkeys(FUNCTIONS, "function"),
        **dict.fromkeys(METRICS, "quantity"),
        **dict.fromkeys(WORDS, "word"),
        **dict.fromkeys(FLOW, "paths"),
        **{name: signature(name) for name in LAYERS},
    }


def _labels(before: str) -> dict[str, str]:
    return dict.fromkeys(LABEL.findall(before), "label")


def _named(session: Session) -> dict[str, str]:
    """The symbols, values, nets, blocks and labels of the session."""
    state = session.state
    program = tree.Program(state.elements)
    found = dict.fromkeys(symbols_of(program), "symbol")
    if state.elements:
        found |= dict.fromkeys("HWC", "symbol")
    labels = (node.label for node in nodes(program) if isinstance(node, tree.Labelled))
    found |= dict.fromkeys(labels, "label")
    try:
        scope = state.scope(*state.numbered, "_")
    except SymcnnError:  # the point does not fit; what is typed next may put it right
        return found
    return {**found, **dict.fromkeys(scope.values, "value"), **dict.fromkeys(scope.blocks, "net or block")}


def _arguments(before: str) -> dict[str, str]:
    """The arguments of the layer in whose brackets the cursor is."""
    name = _call_around(before)
    if name not in LAYERS:
        return {}
    return {f"{language_name(field)}=": f"argument of {name}" for field in LAYERS[name].fields}


def _call_around(before: str) -> str:
    """The name of the innermost call that is open.

    >>> _call_around("res{ conv(8,(3,1),"), _call_around("conv(8,3)")
    ('conv', '')
    """
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        depth += (before[at] in ")]}") - (before[at] in "([{")
        if depth < 0:
            match = CALL.search(before[: at + 1])
            return match[1] if match else ""
    return ""
