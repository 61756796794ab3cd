"""The manual page `docs/man/symcnn.1`, made from the options of the commands.

python tests/manual.py           print it
python tests/manual.py --write   rewrite docs/man/symcnn.1
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from symcnn import __version__
from symcnn.cli.parsers import commands

PAGE = Path(__file__).parents[1] / "docs" / "man" / "symcnn.1"
HEAD = r""".\" made by: python tests/manual.py --write
.TH SYMCNN 1 "" "symcnn {version}" "User Commands"
.SH NAME
symcnn \- exact formulas for a network that is described in one line of text
.SH SYNOPSIS
.B symcnn
.I TEXT
.RI [ NAME = VALUE " ...] [" options ]
.br
.B symcnn
.I COMMAND
\&...
.SH DESCRIPTION
.B symcnn
reads a line of text that describes a neural network and derives its shapes, parameters, multiply\-accumulates,
memory and receptive field as formulas in whatever the text leaves open, and the conditions under which they hold.
.I TEXT
is a network in quotes, a file
.RI ( net.cnn ", or " net.cnn:name " for one network of it),"
.IR zoo:name ,
or \- for standard input. A word of the form
.IR NAME = VALUE
gives a symbol a value.
.PP
Without a command,
.B symcnn
does what
.B symcnn show
does.
"""
TAIL = r""".SH EXIT STATUS
0 done; 1 an expectation does not hold, or a file would change; 2 the input is wrong.
.SH ENVIRONMENT
.TP
.B SYMCNN_PATH
Folders in which modules of
.B import
are looked for, after the folder of the file.
.TP
.B XDG_CACHE_HOME
Where the parser's tables are kept, in the folder symcnn; ~/.cache unless it is given.
.SH EXAMPLES
.nf
{examples}
.fi
"""
EXAMPLES = (
    "symcnn 'conv(F,K) pool(2) dense(10)'",
    "symcnn 'conv(F,K) pool(2) dense(10)' F=32 K=3 --only params",
    "symcnn zoo:resnet50 --depth 1",
    "symcnn compare 'conv(F,5)' 'conv(F,3) conv(F,3)' --only params",
    "symcnn help conv",
)


def page():
    """The whole page."""
    sections = [line for command in commands() for line in section(command)]
    tail = TAIL.format(examples="\n".join(map(escape, EXAMPLES)))
    return "\n".join([HEAD.format(version=__version__).rstrip(), ".SH COMMANDS", *sections, tail])


def section(command):
    """A command with its words and options."""
    lines = [f".SS symcnn {command.name}", f"{sentence(command.about)}"]
    for word in command.words:
        lines += [".TP", rf".I {escape(word.takes)}", sentence(word.about)]
    for option in command.options:
        if option.flags != ("-h", "--help"):
            lines += [".TP", head(option), sentence(option.about)]
    return lines


def head(option):
    """The flags of an option, bold, and what it takes, in italics."""
    flags = r"\fR, \fB".join(map(escape, option.flags))
    return rf"\fB{flags}\fR" + (rf" \fI{escape(option.takes)}\fR" if option.takes else "")


def sentence(text):
    escaped = escape(f"{text[0].upper()}{text[1:]}".rstrip(".")) + "."
    return rf"\&{escaped}" if escaped[0] in ".'" else escaped


def escape(text):
    """Text as roff shows it: a backslash, a hyphen that can be copied, quotes as they are."""
    for character, roff in {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}.items():
        text = text.replace(character, roff)
    return text


def main(words):
    if words == ["--write"]:
        PAGE.write_bytes(page().encode("utf-8"))
    else:
        sys.stdout.buffer.write(page().encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
