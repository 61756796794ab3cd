"""`symcnn TEXT [NAME=VALUE ...]`: the table of a network, or one of its quantities."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from symcnn import forms
from symcnn.cli.arguments import Options, program_of, split_words
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.forms import FORMS
from symcnn.given import make_conventions, make_depth
from symcnn.network import Network
from symcnn.quantities import QUANTITIES
from symcnn.quantities.contract import BITS
from symcnn.quantities.profiles import PROFILES
from symcnn.reading import from_program
from symcnn.views import VIEWS
from symcnn.views.contract import COLUMNS, View

FIRST = ("params", "buffers", "total", "macs", "flops", "activations", "memory", "rf", "depth", "shape", "conditions")
ONLY = (*FIRST, *sorted({*QUANTITIES} - {*FIRST}))
EXAMPLES = """examples:
  symcnn 'conv(F,K) pool(2) dense(N) dense(10)'
  symcnn 'conv(32,3) pool(2) dense(100) dense(10)' H=28 W=28 C=1
  symcnn net.cnn:vgg16 --only params
  symcnn zoo:resnet50 (symcnn zoo lists them)
other commands: symcnn --help
quote the network: a shell would take its brackets for its own"""


def options() -> Options:
    """The options of the command."""
    import argparse

    parser = Options(
        prog="symcnn show",
        description="One line of text that describes a network goes in, exact formulas come out.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="TEXT",
        help="a network, a .cnn file, zoo:name, or - for standard input; then NAME=VALUE for its symbols",
    )
    parser.add_argument("--only", metavar="WHAT", help=f"just that: {', '.join(ONLY)}")
    parser.add_argument("--format", default="table", metavar="FORMAT", help=f"{', '.join(VIEWS)}")
    for name in ("json", "latex", "markdown"):
        parser.add_argument(
            f"--{name}", dest="format", action="store_const", const=name, help=f"short for --format {name}"
        )
    parser.add_argument("--columns", metavar="A,B,...", help=f"columns of the table: {', '.join(COLUMNS)}")
    parser.add_argument("--depth", metavar="N", help="a row a block, repeat or join; N levels deep (all)")
    parser.add_argument("--written", action="store_true", help="only rows for what was written (no implied flatten)")
    _add_ways_of_counting(parser)
    parser.add_argument("--version", action="store_true", help="the version")
    return parser


def _add_ways_of_counting(parser: Options) -> None:
    """Options for how formulas are written and what is counted."""
    parser.add_argument("--form", metavar="FORM", help=f"totals as: {', '.join(FORMS)}")
    parser.add_argument("--no-separators", action="store_true", help="numbers as 1000, not 1,000")
    parser.add_argument("--rename", action="append", default=[], metavar="OLD=NEW", help="another name for a symbol")
    parser.add_argument(
        "--assume",
        action="append",
        default=[],
        metavar="FACT",
        help="what holds for the symbols: 'n >= 2', 'H %% 32 == 0', 'H >= K', or divisible (no floors)",
    )
    parser.add_argument("--profile", metavar="NAME", help=f"count operations as: {', '.join(PROFILES)}")
    parser.add_argument("--dtype", metavar="TYPE", help=f"bytes a number: {', '.join(BITS)}")
    parser.add_argument("--batch", metavar="N", help="images at a time, for memory")


def run(words: list[str]) -> int:
    """Run the command."""
    parser = options()
    chosen = parser.parse_intermixed_args(words)
    if chosen.version:
        from symcnn import __version__

        print(f"symcnn {__version__}")
        return 0
    text, values = split_words(chosen.words)
    if not chosen.words or (values and not text):
        raise SymcnnError("E106", "there is no network", None, "write: symcnn 'conv(32,3) pool(2) dense(10)'")
    program, net = program_of(text)
    conventions = make_conventions(chosen.profile, chosen.dtype, chosen.batch)
    network = from_program(program, net, conventions, values, chosen.assume)
    output = _output(styled(network, chosen), chosen)
    for warning in network.warnings:
        print(warning, file=sys.stderr)
    output()
    return 0


def styled(network: Network, chosen: Any) -> Network:
    """The network with its formulas written as the options say."""
    if chosen.form is not None or chosen.no_separators:
        network = network.form(chosen.form or "auto", thousands=not chosen.no_separators)
    if chosen.rename:
        pairs = [pair.partition("=") for words in chosen.rename for pair in words.split(",")]
        network = network.rename(**{old.strip(): new.strip() for old, _, new in pairs})
    return network


def _output(network: Network, chosen: Any) -> Callable[[], None]:
    """What prints the answer; all that can be wrong with the options has been said before."""
    view = view_of(chosen)
    if chosen.only is not None:
        answer = only(network, view, chosen.only)
        return lambda: print(answer)
    asked = layout(chosen)
    if view.name == "table" and sys.stdout is not None and sys.stdout.isatty():
        return lambda: _print_in_colour(network, asked)
    text = view.network(network.report, **asked)
    return lambda: print(text)


def view_of(chosen: Any) -> View:
    """The format that is asked for."""
    return VIEWS[_known("format", chosen.format, tuple(VIEWS))]


def layout(chosen: Any) -> dict[str, Any]:
    """What the options say of the table."""
    asked: dict[str, Any] = {"written": chosen.written, "depth": make_depth(chosen.depth)}
    if chosen.columns is not None:
        names = [name.strip() for name in chosen.columns.split(",")]
        asked["columns"] = tuple(_known("column", name, tuple(COLUMNS)) for name in names)
    return asked


def only(network: Network, view: View, name: str) -> str:
    """One quantity in a format."""
    if "," in name:
        help_ = f"a column each: --columns name,{name.replace(' ', '')}" if {*name.split(",")} <= {*COLUMNS} else ""
        raise SymcnnError("E602", "--only takes one quantity", None, help_ or "ask for one at a time")
    if _known("quantity", name, ONLY) == "conditions":
        return view.conditions(network.report)
    report = network.report
    found = report.output_shape if name == "shape" else forms.total(report, name)
    if found is None:
        path = {
            "rf": "receptive field has no closed form: the widest",
            "depth": "depth has no closed form: the longest",
        }
        help_ = "give the depths values, for example n=3"
        raise SymcnnError("E505", f"the {path[name]} path changes", None, help_)
    return view.value(name, found)


def _print_in_colour(network: Network, layout: dict[str, Any]) -> None:
    from rich.console import Console

    from symcnn.views.table import in_colour

    console = Console(highlight=False)
    console.print(in_colour(network.report, console.width, **layout))


def _known(what: str, name: str, names: tuple[str, ...]) -> str:
    if name in names:
        return name
    raise SymcnnError(
        "E602", f"unknown {what} '{name}'", None, did_you_mean(name, names) or f"known: {', '.join(names)}"
    )
