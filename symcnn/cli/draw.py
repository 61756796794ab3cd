"""`symcnn draw TEXT -o net.svg`: a figure of a network, as a paper would print it."""

from __future__ import annotations

import argparse
import json
import sys

from symcnn.cli.arguments import Options, program_of, split_words
from symcnn.errors import SymcnnError
from symcnn.figures.derive import drawing
from symcnn.figures.output import DIRECTIONS, FORMATS, LAYOUTS
from symcnn.given import make_conventions, make_depth
from symcnn.reading import from_program

EXAMPLES = """examples:
  symcnn draw 'conv(32,3) relu pool(2) dense(10)' H=28 W=28 C=1 -o net.svg
  symcnn draw zoo:resnet18 --depth 3 -o resnet18.tex (then: pdflatex resnet18.tex)
  symcnn draw 'n*{ res{ conv(C,3,pad=same) relu } }' --direction right --json"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn draw",
        description="Draw a network: boxes with sizes, joins and skips, blocks and repeats in frames.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="TEXT", help="a network or file; then NAME=VALUE for its symbols")
    parser.add_argument("-o", "--out", metavar="FILE", help=f"where to; the suffix is one of {', '.join(FORMATS)}")
    parser.add_argument("--depth", metavar="N", help="open blocks N levels deep (as many as fit on a page)")
    parser.add_argument("--detail", action="store_true", help="a box for every layer, cheap ones as well")
    parser.add_argument("--direction", metavar="WHERE", default="down", help=f"{' or '.join(DIRECTIONS)} (down)")
    parser.add_argument("--layout", metavar="WHOSE", default="own", help=f"{' or '.join(LAYOUTS)} (own)")
    parser.add_argument("--legend", action="store_true", help="say what the colours mean")
    parser.add_argument("--assume", action="append", default=[], metavar="FACT", help="what holds for the symbols")
    parser.add_argument("--json", action="store_true", help="boxes, arrows and frames as JSON, on standard output")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_intermixed_args(words)
    text, values = split_words(chosen.words)
    if not text:
        raise SymcnnError("E106", "there is no network", None, "write: symcnn draw 'conv(32,3) pool(2)' -o net.svg")
    if chosen.out is None and not chosen.json:
        raise SymcnnError("E602", "there is no file to draw into", None, "write for example: -o net.svg")
    program, net = program_of(text)
    network = from_program(program, net, make_conventions(), values, chosen.assume)
    for warning in network.warnings:
        print(warning, file=sys.stderr)
    depth = make_depth(chosen.depth)
    if chosen.out is not None:
        how = {name: getattr(chosen, name) for name in ("detail", "direction", "layout", "legend")}
        network.draw(chosen.out, depth=depth, **how)
    if chosen.json:
        print(json.dumps(drawing(network.report, depth, detail=chosen.detail).to_dict(), indent=2, ensure_ascii=False))
    return 0
