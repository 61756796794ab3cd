"""`symcnn solve TEXT 'params<=1M' --for F`: the largest, the smallest or all values with which a claim holds."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping

from symcnn.ask.claims import COMMA
from symcnn.cli.arguments import Options, add_conventions, split_words, written_of
from symcnn.errors import SymcnnError
from symcnn.quantities import QUANTITIES
from symcnn.questions.solving import solve_with
from symcnn.text import tree
from symcnn.text.parse import parse_value

EXAMPLE = """examples:
  symcnn solve 'conv(F,3) gap dense(10)' 'params<=1M' --for F C=3
  symcnn solve 'conv(F,3) gap dense(N)' 'params==54230' C=1 F=1..512 N=1..1024"""
CLAIM = re.compile(r"[^{}]*(<=|>=|==|!=|<|>)[^{}]*")


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn solve",
        description="The largest (for <=), the smallest (for >=) or all whole numbers (for ==) with which a claim "
        "about a network holds, exact at any size; as a formula where other symbols are left open.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "words", nargs="*", metavar="TEXT CLAIM", help="a network or file, a claim; NAME=VALUE or NAME=1..512:8"
    )
    parser.add_argument("--for", dest="symbol", metavar="F", default="", help="the symbol that is solved for")
    parser.add_argument("--largest", action="store_const", dest="want", const="largest", help="the largest value")
    parser.add_argument("--smallest", action="store_const", dest="want", const="smallest", help="the smallest value")
    parser.add_argument("--all", action="store_const", dest="want", const="every", help="every value")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="at most N solutions (100)")
    add_conventions(parser)
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    return parser


def _check_signs(values: Mapping[str, str]) -> None:
    """See that no claim was written with one sign: it would give a symbol a value."""
    for name in (name for name in values if name in QUANTITIES):
        message = f"'{name}={values[name]}' gives a symbol a value"
        raise SymcnnError("E602", message, None, f"a claim compares: {name}=={values[name]}")


def _is_claim(word: str) -> bool:
    """Whether a word compares; a network may do so too, within brackets."""
    if not CLAIM.fullmatch(word) or "(" not in word.partition("=")[0]:
        return bool(CLAIM.fullmatch(word))
    try:
        return isinstance(parse_value(COMMA.split(word)[0].strip()), (tree.Compare, tree.Logic, tree.Not))
    except SymcnnError:
        return False


def run(words: list[str]) -> int:
    """Run the command: 1 where nothing solves the claim."""
    chosen = options().parse_intermixed_args(words)
    claims = [word for word in chosen.words if _is_claim(word)]
    text, values = split_words([word for word in chosen.words if word not in claims[-1:]])
    _check_signs(values)
    if not claims or not text:
        raise SymcnnError("E602", "solve takes a network and a claim", None, EXAMPLE.splitlines()[1].strip())
    found = solve_with(written_of(text, chosen), claims[-1], chosen.symbol, chosen.want or "", chosen.limit, values)
    print(json.dumps(found.to_dict(), indent=2) if chosen.json else found)
    return 0 if not found.reason else 1
