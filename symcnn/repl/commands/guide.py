"""Help: the commands, the layers, the words of the language, and the names that are in force."""

from __future__ import annotations

from collections.abc import Sequence

from symcnn.elaborate.blocks import signature as block_signature
from symcnn.elaborate.functions import FUNCTIONS
from symcnn.elaborate.habits import HABITS
from symcnn.elaborate.scope import Scope
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.layers import LAYERS
from symcnn.layers.contract import signature
from symcnn.repl.answers import Answer, own_symbols
from symcnn.repl.commands.contract import Command
from symcnn.repl.session import Session
from symcnn.views.contract import plain

PATHS = {  # what brings paths together, with an example each
    "add": ("add{ conv(C,3,pad=same) | id }", "the sum of the paths; add(label) adds a labelled tensor"),
    "res": ("res{ conv(C,3,pad=same) }", "a residual block: what is in it, added to its input"),
    "mul": ("mul{ id | conv(C,1) sigmoid }", "the product of the paths"),
    "sub": ("sub{ relu | id }", "the first path less the second"),
    "max": ("max{ relu | id }", "the larger value of the paths"),
    "mean": ("mean{ relu | id }", "the mean of the paths"),
    "concat": ("concat{ conv(8,1) | conv(8,3,pad=same) }", "the channels of the paths one after the other"),
    "split": ("split(2){ relu }", "the channels cut into equal parts, a path for each"),
    "seq": ("seq{ conv(8,3) relu } as stem", "layers as one group"),
    "from": ("conv(8,3) as a relu from(a)", "go on from a labelled tensor"),
    "output": ("conv(8,3) as a relu output(a)", "name the outputs"),
}
STATEMENTS = {
    "import": ("import resnet: stem", "take blocks of a module: of the zoo, or of a file in SYMCNN_PATH"),
    "let": ("let w = 64, m = 4*w", "a name for a value"),
    "param": ("param F = 32", "a symbol with a default; results are shown at it, too"),
    "def": ("def block(c,s=1) { conv(c,3,s) bn relu }", "a block, with new weights at every use"),
    "net": ("net small(n) { conv(n,3) dense(10) }", "a network with a name"),
    "shared": ("shared tower { conv(8,3) relu }", "one set of weights for every use"),
    "set": ("set conv(pad=same,bias=false)", "defaults for the layers that follow"),
    "assume": ("assume divisible", "what holds for symbols: divisible, n >= 2, H % 32 == 0"),
    "expect": ("expect params == 542_230", "whether a claim holds for the last network"),
}
INTRODUCTION = """Type a network, and it is answered: conv(F,K) pool(2) dense(10).
Names that nobody defined are symbols. let, param, def, net, set, import and assume stay in force.
_ is the last network, _1 the first: _1 relu, params(_1)/params(_2).
A line with an open bracket goes on in the next one."""
MORE = ":help NAME or ?NAME explains a command, layer or word."


def help_(session: Session, words: str) -> Answer:
    """All commands, or one command, layer or word."""
    name = words.removeprefix(":").removesuffix("()")
    if not name:
        introduction = "\n".join(wrapped(line, session.width) for line in INTRODUCTION.split("\n"))
        return Answer(f"{introduction}\n\n{_commands(session.width)}\n\n{wrapped(MORE, session.width)}")
    found = _asked_for(session, words, name)
    if not found:
        from symcnn.repl.commands import COMMANDS

        known = [*LAYERS, *PATHS, *STATEMENTS, *COMMANDS, *FUNCTIONS]
        habit = f"it is written {HABITS[name.lower()]} here: ?{HABITS[name.lower()]}" if name.lower() in HABITS else ""
        near = habit or did_you_mean(name, known) or ":help lists the commands, :layers the layers"
        raise SymcnnError("E602", f"there is no help for '{name}'", None, near)
    return Answer("\n".join(wrapped(line.lstrip(), session.width, _indent(line)) for line in found.split("\n")))


def _asked_for(session: Session, words: str, name: str) -> str:
    """The page of `:shape`, of a block of the session, of a word of the language, or of a command of that name."""
    if words.startswith(":"):
        return _command_help(name)
    return _block_help(session, name) or _page(name) or _command_help(name)


def _page(name: str) -> str:
    """What `symcnn help NAME` shows; empty where there is no such page."""
    from symcnn import reference

    return reference.page(name) if name in reference.names() else ""


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _commands(width: int | None) -> str:
    from symcnn.repl.commands import COMMANDS

    return "\n".join(two_columns([(one.form, one.does) for one in COMMANDS.values()], width))


def _command_help(name: str) -> str:
    from symcnn.repl.commands import COMMANDS

    command = COMMANDS.get(name)
    if command is None:
        return ""
    return f"{command.form}\n{_sentence(command.does)}\nfor example  :{command.name} {command.example}".rstrip()


def _block_help(session: Session, name: str) -> str:
    block = session.state.block(name)
    return "" if block is None else f"{block_signature(block)}\n{block.definition.span.text}".rstrip()


def layers(session: Session, words: str) -> Answer:
    """The layers, all or those with a word in their name or description."""
    rows = [(signature(name), _first_line(LAYERS[name].__doc__)) for name in sorted(LAYERS)]
    rows += [(example, _sentence(does)) for example, does in PATHS.values()]
    habit = HABITS.get(words.lower(), words.lower())  # what it is called elsewhere
    found = [row for row in rows if words.lower() in " ".join(row).lower() or row[0].startswith(f"{habit}(")]
    if not found:
        near = did_you_mean(words, [*LAYERS, *PATHS]) or ":layers lists all"
        raise SymcnnError("E602", f"no layer is about '{words}'", None, near)
    return Answer("\n".join(two_columns(found, session.width)))


def names(session: Session, words: str) -> Answer:
    """What is in force: symbols of the last network, values, nets and blocks, the point."""
    state = session.state
    scope = state.scope(*state.numbered)
    values = {name: plain(scope.value(name)) for name in session.numbers}
    listed = [
        ("symbols", ", ".join(own_symbols(session.network()) if state.last else [])),
        ("values", ", ".join(f"{name} = {value}" for name, value in sorted(values.items()) if value != name)),
        ("params", ", ".join(f"{name} = {plain(value)}" for name, value in scope.evaluation.defaults.items())),
        ("nets", ", ".join(_of_kind(scope, "net"))),
        ("blocks", ", ".join(_of_kind(scope, "def") + _of_kind(scope, ""))),
        ("at", ", ".join(f"{name} = {value}" for name, value in state.point)),
    ]
    found = [row for row in listed if row[1]]
    return Answer("\n".join(two_columns(found, session.width)) if found else "nothing is named yet")


def _of_kind(scope: Scope, keyword: str) -> list[str]:
    """The signatures of the nets, blocks or shared blocks (which have no keyword) in force."""
    return [
        name + block_signature(block).removeprefix(block.name)
        for name, block in scope.blocks.items()
        if getattr(block.definition, "keyword", "") == keyword and name != "_"
    ]


WIDE = 32  # characters of a first column, beyond which the second one begins on the next line
NARROW = 60  # columns of a terminal in which there is no room for two


def two_columns(rows: Sequence[tuple[str, str]], width: int | None = None) -> list[str]:
    r"""Rows of two, the second under each other; in a narrow terminal on lines of their own.

    >>> two_columns([("a", "1"), ("bcd", "2")])
    ['a    1', 'bcd  2']
    >>> two_columns([("bcd", "two words")], 10)
    ['bcd\n  two\n  words']
    """
    if width is not None and width < NARROW:
        return [f"{wrapped(first, width)}\n{wrapped(second, width, '  ')}" for first, second in rows]
    column = max((len(first) for first, _ in rows if len(first) <= WIDE), default=0)
    blank = " " * column
    return [
        (f"{first.ljust(column)}  " if len(first) <= WIDE else f"{first}\n{blank}  ")
        + wrapped(second, width, f"{blank}  ").lstrip()
        for first, second in rows
    ]


def wrapped(text: str, width: int | None, indent: str = "") -> str:
    """A text broken between words, where there is a width."""
    if width is None:
        return indent + text
    from textwrap import fill

    return fill(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _first_line(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


COMMANDS = (
    Command("names", "", "symbols, values, nets and blocks that are in force", "", names),
    Command("layers", "[WORD]", "the layers, or those about something", "pool", layers),
    Command("help", "[NAME]", "this list, or a command, layer or word; ?NAME is the same", "conv", help_),
)
