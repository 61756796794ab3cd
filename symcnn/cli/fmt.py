"""`symcnn fmt FILE...`: files in canonical form; `symcnn fmt TEXT` prints it."""

from __future__ import annotations

import json
import sys
from typing import Any, NamedTuple

from symcnn.cli.arguments import Options
from symcnn.elaborate.spelling import long_names
from symcnn.errors import SymcnnError
from symcnn.text.files import ZOO, looks_like_a_file, read_file, replace_file, split_name
from symcnn.text.layout import spelling
from symcnn.text.modules import file_program
from symcnn.text.parse import parse
from symcnn.text.write import write

EXAMPLES = """examples:
  symcnn fmt net.cnn other.cnn
  symcnn fmt --check *.cnn
  symcnn fmt 'conv( 32,3 )relu' --line
exit code: 0 done, 1 a file would change (--check), 2 wrong input"""


class Formatted(NamedTuple):
    """A text, before and after."""

    name: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        """Whether the text was not canonical."""
        return self.before != self.after


def options() -> Options:
    """The options of the command."""
    import argparse

    parser = Options(
        prog="symcnn fmt",
        description="Write networks in canonical form; files are rewritten in place.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="FILE", help=".cnn files; or a network, or - for standard input")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--check", action="store_true", help="change nothing, list what would change")
    ways.add_argument("--line", action="store_true", help="print on one line, without comments; files stay as they are")
    parser.add_argument("--json", action="store_true", help='print {"changed": [...]}')
    return parser


def run(words: list[str]) -> int:
    """Run the command."""
    parser = options()
    chosen = parser.parse_intermixed_args(words)
    if not chosen.words:
        parser.print_help()
        return 2
    files = [word for word in chosen.words if looks_like_a_file(word)]
    if files and chosen.words != ["-"]:
        _check_all_files(files, chosen.words)
        return _files(chosen)
    return _text(" ".join(chosen.words), chosen)


def _check_all_files(files: list[str], words: list[str]) -> None:
    other = "-" if "-" in words else next((word for word in words if word not in files), None)
    if other is not None:
        raise SymcnnError("E602", f"'{other}' stands among files", None, "give files, or one text, or -")


def _text(text: str, chosen: Any) -> int:
    """Print a text, or standard input, in canonical form; a text on a command line has no line end."""
    name, text = ("<stdin>", read_file("-")) if text == "-" else ("<input>", f"{text}\n")
    result = canonical(text, name, line=chosen.line)
    if not (chosen.check or chosen.json):
        print(result.after, end="")
    return _report([name] if result.changes else [], chosen)


def canonical(text: str, name: str = "<input>", *, line: bool = False) -> Formatted:
    r"""Write a text in canonical form, with the long names of arguments.

    Raises SymcnnError for a text that is not in the language.

    >>> canonical("conv( 8,3,s=2 )").after
    'conv(8,3,stride=2)\n'
    """
    try:
        return _canonical(text, name, line)
    except RecursionError:
        raise SymcnnError("E110", "the text is nested too deeply", None, "name parts of it with let or def") from None


def _canonical(text: str, name: str, line: bool) -> Formatted:
    """Write a text, and read it again: what reads otherwise or loses a comment is never handed out."""
    program = long_names(parse(text, name))
    written = write(program, line=line)
    again = parse(written, name)
    kept = line or [*map(spelling, again.comments)] == [*map(spelling, program.comments)]
    if again != program or not kept:
        raise SymcnnError("E902", f"{name} would not read the same afterwards; it is left as it is", None, REPORT)
    return Formatted(name, text, f"{written}\n" if written else "")


REPORT = "this is a mistake in symcnn, please report it"


def _files(chosen: Any) -> int:
    """Format each file; one that is wrong does not keep the others from it."""
    changed, failed = [], False
    for word in chosen.words:
        try:
            if _file(word, chosen):
                changed.append(word)
        except SymcnnError as error:
            print(error, file=sys.stderr)
            failed = True
    code = _report(changed, chosen)
    return 2 if failed else code


def _file(word: str, chosen: Any) -> bool:
    """Format one file; tell whether it changes."""
    if word.startswith(ZOO):
        return _zoo(word, chosen)
    if split_name(word)[1]:
        raise SymcnnError("E602", f"{word} names a net", None, f"a file is formatted as a whole: {split_name(word)[0]}")
    result = canonical(read_file(word), word, line=chosen.line)
    if chosen.line:
        print(result.after, end="")
    elif result.changes and not chosen.check:
        replace_file(word, result.after)
    return result.changes and not chosen.line


def _zoo(word: str, chosen: Any) -> bool:
    """Print a family of the zoo, whose file is the package's and stays as it is."""
    source = file_program(word)[0].span.source
    result = canonical(source.text, source.name, line=chosen.line)
    if not (chosen.check or chosen.json):
        print(result.after, end="")
    return result.changes and not chosen.line


def _report(changed: list[str], chosen: Any) -> int:
    if chosen.json:
        print(json.dumps({"changed": changed}))
    elif chosen.check:
        for name in changed:
            print(name)
    return 1 if chosen.check and changed else 0
