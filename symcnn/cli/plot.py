"""`symcnn plot TEXT NAME=VALUES ... -o FILE`: a picture of a network's quantities over a grid."""

from __future__ import annotations

import argparse
import json

from symcnn.cli.arguments import Options, add_conventions, split_words, written_of
from symcnn.errors import SymcnnError
from symcnn.questions.sweeping import sweep_program

EXAMPLES = """examples:
  symcnn plot 'conv(F,K) dense(10)' F=8..64:8 K=1,3,5 H=28 W=28 C=1 -o params.svg
  symcnn plot 'conv(F,K) dense(10)' F=8..64:8 K=1,3,5 H=28 W=28 C=1 --kind heat --quantity macs -o macs.png
  symcnn plot 'conv(F,K) dense(10)' F=8..64:8 K=1,3,5 H=28 W=28 C=1 --quantity params,-macs -o front.pdf
  symcnn plot 'conv(F,3) pool(2) dense(10)' F=8..64:8 H=28 W=28 C=1 --kind shares --title formula -o shares.png"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn plot",
        description="A picture of a quantity over the values of symbols.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="TEXT", help="a network or file; then NAME=VALUES for each symbol")
    parser.add_argument("-o", "--out", metavar="FILE", required=True, help="what is written: .png, .svg or .pdf")
    parser.add_argument("--kind", default="", metavar="KIND", help="curves, heat, front or shares (of the layers)")
    parser.add_argument("--quantity", default="params", metavar="WHAT", help="what is drawn; of a front: params,-macs")
    parser.add_argument("--x", default="", metavar="NAME", help="the symbol along the horizontal axis")
    parser.add_argument("--by", default="", metavar="NAME", help="a symbol: a line each, or the vertical axis")
    parser.add_argument("--title", default="", metavar="TEXT", help="a title, or 'formula': that of what is drawn")
    parser.add_argument("--where", action="append", default=[], metavar="CLAIM", help="keep rows: 'params<=1M and K<F'")
    add_conventions(parser)
    parser.add_argument("--json", action="store_true", help="what was written, as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_intermixed_args(words)
    text, axes = split_words(chosen.words)
    if not text:
        raise SymcnnError("E106", "there is no network", None, "write: symcnn plot 'conv(F,3)' F=8..64:8 C=3 -o f.png")
    quantities = [part for part in chosen.quantity.split(",") if part]
    sweep = sweep_program(written_of(text, chosen), axes, [part.lstrip("-") for part in quantities], chosen.where)
    sweep.plot(chosen.out, chosen.quantity, kind=chosen.kind, x=chosen.x, by=chosen.by, title=chosen.title)
    if chosen.json:
        print(json.dumps({"file": chosen.out, "quantities": quantities, "count": sweep.count()}, indent=2))
    return 0
