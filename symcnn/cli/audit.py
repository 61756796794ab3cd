"""`symcnn audit TEXT TABLE`: which published numbers hold, and what reproduces the others."""

from __future__ import annotations

import argparse
import json

from symcnn.ask.audit.giving import QUANTITIES
from symcnn.cli.arguments import Options, program_of, split_words
from symcnn.errors import SymcnnError
from symcnn.given import make_conventions
from symcnn.questions import audit
from symcnn.reading import from_program

EXAMPLE = "symcnn audit 'conv(32,3) pool(2) dense(100) dense(10)' H=28 W=28 C=1 '288,0,540988,541988'"
EXAMPLES = f"""examples:
  {EXAMPLE}
  symcnn audit zoo:resnet50 macs=3.86G
  symcnn audit net.cnn table.csv (or .md, .tex, a summary of Keras or torchinfo; - is standard input)
exit code: 0 all numbers hold, 1 some do not, 2 the input is wrong"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn audit",
        description="Compare published numbers with derived ones, and name what reproduces those that differ.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="TEXT TABLE",
        help="a network or file; numbers, a table or its file; then totals as total=…, params=…, macs=…, flops=…, "
        "and NAME=VALUE for the network's symbols",
    )
    parser.add_argument(
        "--quantity",
        default="params",
        metavar="NAME",
        help=f"what numbers without a heading are: {', '.join(QUANTITIES)} (params)",
    )
    parser.add_argument("--profile", metavar="NAME", help="count operations as another tool does")
    parser.add_argument("--json", action="store_true", help="the verdicts as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_intermixed_args(words)
    texts = [word for word in chosen.words if not split_words([word])[1]]
    values = split_words([word for word in chosen.words if word not in texts])[1]
    totals = {name: value for name, value in values.items() if name in QUANTITIES}
    symbols = {name: value for name, value in values.items() if name not in QUANTITIES}
    if not 1 <= len(texts) <= 2:
        message = f"audit takes a network and what was published; {len(texts)} given"
        raise SymcnnError("E602", message, None, f"write: {EXAMPLE}")
    program, net = program_of(texts[0])
    network = from_program(program, net, make_conventions(chosen.profile), symbols)
    found = audit(network, *texts[1:], quantity=chosen.quantity, **totals)
    print(json.dumps(found.to_dict(), indent=2) if chosen.json else found)
    return 0 if found.holds else 1
