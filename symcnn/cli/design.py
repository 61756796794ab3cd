"""`symcnn design TEXT F=8..512:8 --where 'params<=1M' --maximize macs`: the best of a space, proved optimal."""

from __future__ import annotations

import argparse
import json

from symcnn.ask.design.plan import IMPOSSIBLE, UNKNOWN
from symcnn.cli.arguments import Options, add_conventions, split_words, written_of
from symcnn.errors import SymcnnError
from symcnn.questions.designing import design_with

EXAMPLE = """examples:
  symcnn design 'input(28,28,1) conv(F,K) pool(2) dense(10)' F=8..64:8 K=3,5 --where 'params<=20k' --maximize macs
  symcnn design 'conv(F,3)' --with 'dwconv(3) conv(G,1)' C=16 F=1..64 G=64..512 --match 'params=params(B)'"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn design",
        description="The values with the most, or the least, of a quantity among all that satisfy the claims: proved "
        "optimal, or the bound that is proved when the time is up.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="TEXT", help="a network or file; NAME=1..512:8 or NAME=1,3,5")
    parser.add_argument("--where", metavar="CLAIMS", default=[], action="append", help="'params<=1M, macs<=300M'")
    parser.add_argument("--maximize", metavar="WHAT", default="", help="a quantity, or a formula in some")
    parser.add_argument("--minimize", metavar="WHAT", default="", help="the same, as small as possible")
    parser.add_argument("--with", dest="other", metavar="B", help="another network, whose params are params(B)")
    parser.add_argument("--match", metavar="A=B", default="", help="'params=params(B)': as nearly equal as possible")
    parser.add_argument("--time", type=float, default=10, metavar="SECONDS", help="for the search (10)")
    add_conventions(parser)
    parser.add_argument("--json", action="store_true", help="the design as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command: 1 where there is no design."""
    chosen = options().parse_intermixed_args(words)
    text, values = split_words(chosen.words)
    if not text:
        raise SymcnnError("E602", "design takes a network", None, EXAMPLE.splitlines()[1].strip())
    found = design_with(
        written_of(text, chosen),
        values,
        None,
        ", ".join(chosen.where),
        ((chosen.maximize, True), (chosen.minimize, False)),
        _equality(chosen.match),
        {"B": written_of(chosen.other, chosen)} if chosen.other else {},
        chosen.time,
    )
    print(json.dumps(found.to_dict(), indent=2) if chosen.json else found)
    return 1 if found.status in (IMPOSSIBLE, UNKNOWN) else 0


def _equality(text: str) -> str:
    """An equality with one sign or two."""
    left, sign, right = text.partition("=")
    return f"{left.strip()} == {right.lstrip('= ')}" if sign else text
