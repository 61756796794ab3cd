"""`symcnn compare A B`: difference, ratio and break-even of two networks, as formulas."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from symcnn.algebra.printing import grouped, latex
from symcnn.ask.compare import COMPARED, Comparison, compare, saved
from symcnn.cli.arguments import Options, program_of, split_words
from symcnn.errors import SymcnnError
from symcnn.given import make_conventions
from symcnn.network import Network
from symcnn.reading import from_program

EXAMPLES = """examples:
  symcnn compare 'conv(F,5)' 'conv(F,3) conv(F,3)' --only params
  symcnn compare zoo:resnet34 zoo:resnet18"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn compare",
        description="Compare two networks: B seen from A.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "words", nargs="*", metavar="A B", help="two networks or files; then NAME=VALUE for their symbols"
    )
    parser.add_argument("--only", metavar="WHAT", help=f"one quantity, for example {' or '.join(COMPARED)}")
    parser.add_argument("--profile", metavar="NAME", help="count operations as another tool does")
    parser.add_argument("--json", action="store_true", help="the comparison as JSON")
    parser.add_argument("--latex", action="store_true", help="formulas in LaTeX's mathematics")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_intermixed_args(words)
    texts = [word for word in chosen.words if not split_words([word])[1]]
    values = split_words(chosen.words)[1]
    if len(texts) != 2:
        raise SymcnnError(
            "E602",
            f"compare takes two networks; {len(texts)} given",
            None,
            "write: symcnn compare 'conv(F,5)' 'conv(F,3) conv(F,3)'",
        )
    a, b = (_network(text_, values, chosen.profile) for text_ in texts)
    comparisons = compare(a.report, b.report, [chosen.only] if chosen.only else COMPARED)
    if chosen.json:
        print(json.dumps([comparison.to_dict() for comparison in comparisons], indent=2))
    else:
        print("\n\n".join(written(comparison, latex if chosen.latex else grouped) for comparison in comparisons))
    return 0


def _network(word: str, values: dict[str, str], profile: str | None) -> Network:
    """A network with those of the values that are its symbols."""
    program, net = program_of(word)
    free = from_program(program, net, make_conventions(profile), {})
    return free(**{name: value for name, value in values.items() if name in free.symbols})


def written(comparison: Comparison, write: Callable[[Any], str]) -> str:
    """Write one quantity of the comparison in a few lines."""
    lines = [
        comparison.quantity,
        f"  A      {write(comparison.a)}",
        f"  B      {write(comparison.b)}",
        f"  B - A  {write(comparison.difference)}",
    ]
    if comparison.ratio is not None:
        lines.append(f"  B / A  {write(comparison.ratio)}")
    if comparison.saving is not None:
        lines.append(f"  {' '.join(saved(comparison.saving))}")
    lines.append(f"  B is smaller {_smaller(comparison.break_even)}")
    return "\n".join(lines)


def _smaller(conditions: tuple[str, ...]) -> str:
    if not conditions:
        return "for some values only"
    return conditions[0] if conditions[0] in ("always", "never") else f"when {' or '.join(conditions)}"
