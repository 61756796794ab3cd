"""`symcnn check FILE...`: every `expect` in the files; exit 1 and say which fail."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from symcnn.cli.arguments import Options, program_of
from symcnn.errors import SymcnnError, render
from symcnn.expect import Outcome, check
from symcnn.given import choose, make_conventions

EXAMPLES = """examples:
  symcnn check zoo:resnet50
  symcnn check 'conv(16,3) expect params == 16*(9*C + 1)'
  symcnn check net.cnn other.cnn
exit code: 0 all hold, 1 some do not, 2 wrong input"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn check",
        description="Check every expect in files of networks.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a .cnn file, - for standard input, a text, or zoo:name"
    )
    parser.add_argument("--profile", metavar="NAME", help="count operations as another tool does")
    parser.add_argument("--json", action="store_true", help="the outcomes as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_args(words)
    outcomes: list[Outcome] = []
    for file in chosen.files:
        outcomes += _outcomes(file, chosen.profile)
    if chosen.json:
        print(json.dumps([_data(outcome) for outcome in outcomes], indent=2))
    else:
        _report(outcomes, len(chosen.files))
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def _outcomes(word: str, profile: str | None) -> list[Outcome]:
    """The outcomes of a file, or of one net of it: `net.cnn:name`, `zoo:resnet50`; `zoo:resnet` is a whole family."""
    program, net = program_of(word)
    if net is None or word == program.span.source.name:
        return check(program, make_conventions(profile))
    found = check(program, make_conventions(profile), choose(program, net))
    if not found:
        raise SymcnnError("E602", f"net '{net}' has no expect of its own", None, "check the whole file")
    return found


def _report(outcomes: list[Outcome], files: int) -> None:
    failed = [outcome for outcome in outcomes if not outcome.holds]
    for outcome in failed:
        print(_complaint(outcome), file=sys.stderr)
    held = len(outcomes) - len(failed)
    where = "1 file" if files == 1 else f"{files} files"
    print(f"{held} of {len(outcomes)} expectations hold in {where}")


def _complaint(outcome: Outcome) -> str:
    if outcome.holds is None:
        return render("undecided", "E504", f"it depends on symbols; the left side is {outcome.found}", outcome.span)
    return render("failed", "E001", f"the left side is {outcome.found}", outcome.span)


def _data(outcome: Outcome) -> dict[str, Any]:
    span = outcome.span
    place = {"file": span.source.name, "line": span.line, "text": span.text}
    return {**place, "holds": outcome.holds, "found": outcome.found}
