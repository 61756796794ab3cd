"""Notebooks: `%load_ext symcnn`, then `%symcnn conv(F,3) pool(2) F=32` and `%%symcnn` above a program.

Both take the options of the command line, and keep the network as `_net` or where `--into` says. A
mistake in a text is shown as a message with its place, and the cell fails as for any exception.
IPython is not imported here: whoever loads the extension has it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from keyword import iskeyword
from typing import Any

from symcnn.ask.compare import Comparison, saved
from symcnn.ask.scaling import Scaling
from symcnn.cli import show
from symcnn.cli.arguments import BINDING, Options, split_words
from symcnn.errors import SymcnnError
from symcnn.given import choose, make_conventions
from symcnn.network import Network
from symcnn.reading import from_program
from symcnn.text import tree
from symcnn.text.files import looks_like_a_file
from symcnn.text.modules import file_program
from symcnn.text.parse import parse
from symcnn.views import VIEWS
from symcnn.views.html.fragment import enclosed, fragment
from symcnn.views.html.summary import facts

NAME = "_net"
EXAMPLES = """examples:
  %symcnn conv(F,K) pool(2) dense(10)
  %symcnn zoo:unet d=4 f=64 --only params
  %%symcnn H=28 W=28 --into lenet"""
LAYOUT = ("columns", "depth", "written")


class Answer:
    """What a cell shows: text, and for a notebook HTML and LaTeX."""

    def __init__(self, text: str, html: str = "", latex: str = "") -> None:
        self.text, self.html, self.latex = text, html, latex

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str | None:
        return self.html or None

    def _repr_latex_(self) -> str | None:
        return self.latex or None


def register(shell: Any) -> None:
    """Add the magics to a shell of IPython."""

    def symcnn(line: str, cell: str | None = None) -> Any:
        return _told(lambda: run(shell, line, cell))

    symcnn.__doc__ = options().format_help()
    vars(symcnn)["_ipython_magic_no_var_expand"] = True  # braces are the language's, not Python's
    shell.register_magic_function(symcnn, magic_kind="line_cell", magic_name="symcnn")
    as_html = shell.display_formatter.formatters["text/html"]
    as_html.for_type(Scaling, _scaling)
    as_html.for_type(Comparison, _comparison)


def _told(answer: Callable[[], Any]) -> Any:
    """An answer; a mistake has IPython show its message alone in place of a traceback."""
    try:
        return answer()
    except SymcnnError as error:
        message = str(error)
        vars(error)["_render_traceback_"] = message.splitlines
        raise


def run(shell: Any, line: str, cell: str | None = None) -> Network | Answer | None:
    """Read a network, keep it under its name, and give what is to be shown."""
    text, words = split(line)
    parser = options()
    try:
        chosen = parser.parse_intermixed_args(words)
    except SystemExit:
        return None  # --help, which has been printed
    program, net = _program(text, cell)
    left, values = split_words(chosen.words)
    if left:
        raise SymcnnError("E602", f"'{left}' stands behind the options", None, "write the network first, then options")
    conventions = make_conventions(chosen.profile, chosen.dtype, chosen.batch)
    found = from_program(program, _net(program, chosen.net or net), conventions, values, chosen.assume)
    network = show.styled(found, chosen)
    shown = answer(network, chosen)
    shell.push({_name(chosen.into): network})
    return shown


def options() -> Options:
    """The options of `symcnn show`, and those of a cell."""
    parser = show.options()
    parser.epilog = EXAMPLES.replace("%", "%%")
    parser.add_argument("--net", metavar="NAME", help="which net of the cell")
    parser.add_argument("--into", metavar="NAME", default=NAME, help=f"keep the network under this name ({NAME})")
    return parser


def _program(text: str, cell: str | None) -> tuple[tree.Program, str | None]:
    if cell is not None and text:
        raise SymcnnError("E602", f"'{text}' stands beside %%symcnn", None, "write the network below it, in the cell")
    if cell is None and text in ("", "-"):  # a notebook has no standard input
        raise SymcnnError("E106", "there is no network", None, "write: %symcnn conv(32,3) pool(2) dense(10)")
    return file_program(text) if cell is None and looks_like_a_file(text) else (parse(cell or text, "<cell>"), None)


def _net(program: tree.Program, net: str | None) -> str | None:
    """The net that is meant; a cell has no name behind which one could be written."""
    try:
        choose(program, net)
    except SymcnnError as error:
        if net is None and error.help and "<cell>:" in error.help:
            error.help = error.help.replace("<cell>:", "--net ")
        raise
    return net


def _name(name: str) -> str:
    if name.isidentifier() and not iskeyword(name):
        return name
    raise SymcnnError("E602", f"'{name}' is no name for a variable", None, "write for example --into net")


# ------------------------------------------------------------------------ words


def split(line: str) -> tuple[str, list[str]]:
    """The text at the start of a line, and the values and options behind it; brackets and quotes hold together.

    >>> split("n*{ conv(F, 3, pad=same) relu } n=3 --only params")
    ('n*{ conv(F, 3, pad=same) relu }', ['n=3', '--only', 'params'])
    """
    pieces = list(_pieces(line))
    words = [_unquoted(line[start:end]) for start, end in pieces]
    first = next((at for at, word in enumerate(words) if word.startswith("--")), len(words))
    while first and BINDING.fullmatch(words[first - 1]):
        first -= 1
    stop = pieces[first][0] if first < len(pieces) else len(line)
    return _unquoted(line[:stop].strip()), words[first:]


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    """Where words start and end: at spaces that are in no brackets and no quotes."""
    start, depth, quote = None, 0, ""
    for at, c in enumerate(line):
        if quote:
            quote = "" if c == quote else quote
        elif c in "\"'":
            quote = c
        else:
            depth += (c in "([{") - (c in ")]}")
        if start is None and not c.isspace():
            start = at
        elif start is not None and c.isspace() and not quote and depth <= 0:
            yield start, at
            start, depth = None, 0
    if start is not None:
        yield start, len(line)


def _unquoted(word: str) -> str:
    is_quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" and word[0] not in word[1:-1]
    return word[1:-1] if is_quoted else word


# ---------------------------------------------------------------------- answers


def answer(network: Network, chosen: Any) -> Network | Answer:
    """What the options ask to see: the network itself, a table of their own, one quantity, or another format."""
    view = show.view_of(chosen)
    if view.name != "table" or chosen.only is not None:
        for warning in network.warnings:
            print(warning, file=sys.stderr)  # noqa: T201  (a table says it itself)
    if view.name != "table":
        is_one = chosen.only is not None
        return Answer(
            show.only(network, view, chosen.only) if is_one else view.network(network.report, **show.layout(chosen))
        )
    if chosen.only is not None:
        return _one(network, chosen.only)
    if any(getattr(chosen, name) for name in LAYOUT):
        asked = show.layout(chosen)
        return Answer(view.network(network.report, **asked), fragment(network.report, **asked))
    return network


def _one(network: Network, name: str) -> Answer:
    """A quantity, as text and as mathematics."""
    text, html, latex = (show.only(network, VIEWS[view], name) for view in ("table", "html", "latex"))
    if name == "conditions":
        return Answer(text, enclosed(f'<ul class="conditions">{html}</ul>'))
    return Answer(text, enclosed(html), rf"$\displaystyle {latex}$")


def _scaling(found: Scaling) -> str:
    """How a quantity grows, as a table of formulas."""
    names = ("degree", "leading", "elasticity", "at_point", "dominant", "dominant_from")
    rows = [(name.replace("_", " "), getattr(found, name)) for name in names]
    known = [(name, value) for name, value in rows if value is not None]
    return enclosed(facts(f"{found.quantity} in {found.symbol}", known))


def _comparison(found: Comparison) -> str:
    """One quantity of two networks, as a table of formulas."""
    title, saving = ("", None) if found.saving is None else saved(found.saving)
    values = (found.a, found.b, found.difference, found.ratio, saving)
    names = ("A", "B", "B \u2212 A", "B / A", title)
    rows = [(name, value) for name, value in zip(names, values, strict=True) if value is not None]
    when = " or ".join(found.break_even) or "for some values only"
    return enclosed(facts(found.quantity, [*rows, ("B is smaller", when)]))
