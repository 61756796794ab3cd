"""`symcnn sensitivity TEXT F=64 K=3`: what one more of a symbol costs, with derivative and elasticity."""

from __future__ import annotations

import argparse
import json

from symcnn.ask.sensitivity import told
from symcnn.cli.arguments import Options, add_conventions, split_words, written_of
from symcnn.questions.varying import sensitivity_with

EXAMPLE = """examples:
  symcnn sensitivity 'conv(F,3) conv(2*F,3) gap dense(10)' F=64 H=28 W=28 C=3
  symcnn sensitivity 'conv(F,3) conv(2*F,3) gap dense(10)' F=8..64:8 C=3 --in F --quantity params"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn sensitivity",
        description="What one more of a symbol costs, exactly; the derivative and the elasticity (percent more of the "
        "quantity for one percent more of the symbol) without rounding. Symbols without values stay in the answer.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="TEXT", help="a network or file; NAME=VALUE or NAME=8..64:8")
    parser.add_argument("--in", dest="symbols", metavar="F", action="append", default=[], help="only this symbol")
    parser.add_argument(
        "--quantity", metavar="WHAT", action="append", help="this quantity rather than params and macs (repeatable)"
    )
    add_conventions(parser)
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_intermixed_args(words)
    text, values = split_words(chosen.words)
    quantities = chosen.quantity or ("params", "macs")
    found = sensitivity_with(written_of(text, chosen), quantities, chosen.symbols, values)
    print(json.dumps([one.to_dict() for one in found], indent=2) if chosen.json else told(found))
    return 0
