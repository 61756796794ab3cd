"""`symcnn zoo`: the networks that come with the package."""

from __future__ import annotations

import argparse
import json

from symcnn.cli.arguments import Options
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.text.catalogue import Entry, entries

HEAD = ("name", "family", "parameters", "what it is")
NARROW = 24  # of a column that is filled up to its longest entry

EXAMPLES = """examples:
  symcnn zoo
  symcnn zoo resnet vgg
  symcnn fmt zoo:resnet"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn zoo",
        description="List the networks of the zoo: symcnn zoo:resnet50 shows one.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("families", nargs="*", metavar="FAMILY", help="only the nets of these families")
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_args(words)
    found = _chosen(chosen.families)
    if chosen.json:
        print(json.dumps([entry.to_dict() for entry in found], indent=2))
    else:
        print(_table([HEAD, *(_row(entry) for entry in found)]))
    return 0


def _chosen(families: list[str]) -> list[Entry]:
    found = list(entries())
    known = sorted({entry.family for entry in found})
    for name in families:
        if name not in known:
            help_ = did_you_mean(name, known) or f"families: {', '.join(known)}"
            raise SymcnnError("E208", f"there is no family '{name}' in the zoo", None, help_)
    return [entry for entry in found if not families or entry.family in families]


def _row(entry: Entry) -> tuple[str, str, str, str]:
    """Name with the symbols it takes, family, parameters, description."""
    open_ones = [formal for formal in entry.takes if "=" not in formal]
    name = f"{entry.name}({','.join(open_ones)})" if open_ones else entry.name
    return name, entry.family, entry.params.replace("_", ","), entry.about


def _table(rows: list[tuple[str, str, str, str]]) -> str:
    widths = [max((len(row[i]) for row in rows if len(row[i]) <= NARROW), default=0) for i in range(3)]
    return "\n".join("  ".join(map(str.ljust, row, [*widths, 0])).rstrip() for row in rows)
