"""`symcnn scaling TEXT --in F`: how the totals grow with a symbol, and which layer dominates."""

from __future__ import annotations

import argparse
import json

from symcnn.algebra.printing import text
from symcnn.ask.scaling import Scaling
from symcnn.cli.arguments import Options, program_of, split_words
from symcnn.given import make_conventions
from symcnn.reading import from_program

QUANTITIES = ("params", "macs")

EXAMPLES = """examples:
  symcnn scaling 'conv(F,3) conv(2*F,3)' --in F
  symcnn scaling 'conv(F,3) dense(10)' --in F --quantity macs F=32"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn scaling",
        description="How the totals of a network grow with a symbol.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "words", nargs="*", metavar="TEXT", help="a network or file; NAME=VALUE gives a point for the elasticity"
    )
    parser.add_argument("--in", dest="symbol", metavar="F", required=True, help="the symbol that grows")
    parser.add_argument("--quantity", metavar="WHAT", help="one quantity rather than params and macs")
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_intermixed_args(words)
    word, values = split_words(chosen.words)
    program, net = program_of(word)
    network = from_program(program, net, make_conventions(), {})
    names = [chosen.quantity] if chosen.quantity else QUANTITIES
    found = [network.scaling(chosen.symbol, name, **values) for name in names]
    if chosen.json:
        print(json.dumps([one.to_dict() for one in found], indent=2))
    else:
        print("\n\n".join(map(written, found)))
    return 0


def written(found: Scaling) -> str:
    """Write the growth of one quantity in a few lines."""
    lines = [
        f"{found.quantity} in {found.symbol}",
        f"  degree        {text(found.degree) if not isinstance(found.degree, str) else found.degree}",
        f"  leading term  {text(found.leading)}",
        f"  elasticity    {text(found.elasticity)}",
    ]
    if found.at_point is not None:
        lines.append(f"  at the point  {text(found.at_point)}")
    since = f" from {found.symbol} = {found.dominant_from} on" if found.dominant_from is not None else ""
    lines.append(f"  dominant      {found.dominant}{since}")
    return "\n".join(lines)
