"""`symcnn completion SHELL`: a script that makes a shell complete commands, options, files and names of the zoo.

The scripts hold all words, so that nothing is run at a key press; they are made from the commands' own options.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from symcnn.cli.arguments import Options
from symcnn.cli.parsers import Command, commands
from symcnn.record import Record

SHELLS = ("bash", "zsh", "fish")
EXAMPLES = """examples:
  bash  symcnn completion bash > ~/.local/share/bash-completion/completions/symcnn
  zsh   symcnn completion zsh > a folder of $fpath, as _symcnn; or source <(symcnn completion zsh)
  fish  symcnn completion fish > ~/.config/fish/completions/symcnn.fish"""


def options() -> Options:
    """The options of the command."""
    parser = Options(
        prog="symcnn completion",
        description="Print a script with which a shell completes the words of symcnn.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))
    parser.add_argument("--json", action="store_true", help="the script as JSON")
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    from symcnn.cli import shells

    chosen = options().parse_args(words)
    script = {"bash": shells.bash, "zsh": shells.zsh, "fish": shells.fish}[chosen.shell](known_words())
    print(json.dumps({"shell": chosen.shell, "script": script}) if chosen.json else script)
    return 0


class Words(Record):
    """The words that a script knows."""

    commands: tuple[Command, ...]
    values: Mapping[str, tuple[str, ...]]  # of an option, by its flag
    zoo: tuple[str, ...]  # zoo:names
    arguments: Mapping[str, tuple[str, ...]]  # of commands that take something else than networks

    @property
    def open_options(self) -> tuple[str, ...]:
        """The options with a value of which no list is known."""
        flags = {f for command in self.commands for option in command.options if option.takes for f in option.flags}
        return tuple(sorted(flags - {*self.values}))


def known_words() -> Words:
    """Collect what can be completed."""
    from symcnn.text.catalogue import entries

    names = {entry.name for entry in entries()} | {entry.family for entry in entries()}
    zoo = tuple(f"zoo:{name}" for name in sorted(names))
    return Words(commands(), option_values(), zoo, _arguments())


def option_values() -> dict[str, tuple[str, ...]]:
    """The values of options that have few; an option means the same in all commands.

    >>> option_values()["--dtype"][:2]
    ('float64', 'float32')
    """
    from symcnn.cli.show import ONLY
    from symcnn.forms import FORMS
    from symcnn.quantities.contract import BITS
    from symcnn.quantities.profiles import PROFILES
    from symcnn.views import VIEWS
    from symcnn.views.contract import COLUMNS

    return {
        "--columns": tuple(COLUMNS),
        "--dtype": tuple(BITS),
        "--form": tuple(FORMS),
        "--format": tuple(VIEWS),
        "--only": ONLY,
        "--profile": tuple(sorted(PROFILES)),
        "--quantity": ONLY,
    }


def _arguments() -> dict[str, tuple[str, ...]]:
    from symcnn import reference
    from symcnn.cli.main import COMMANDS
    from symcnn.text.modules import families

    return {
        "completion": SHELLS,
        "help": tuple(sorted({*reference.names(), *COMMANDS})),
        "zoo": families(),
    }
