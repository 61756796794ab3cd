"""Places in a text, and the one family of errors, which points at them.

An error says what was read, what was expected and what to write instead:

>>> source = Source("<input>", "conv(32,3) cnv(64,3)")
>>> print(SymcnnError("E201", "unknown layer 'cnv'", Span(source, 11, 14), "did you mean 'conv'?"))
error E201: unknown layer 'cnv'
 <input>:1:12
   | conv(32,3) cnv(64,3)
   |            ^~~
  help: did you mean 'conv'?
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

LONGEST = 600  # characters of a message
SHOWN = 120  # characters of a source line that a message quotes
ENDS = 2  # of a long way through calls and rounds to the place of a message, so many are shown at each end


class Source(NamedTuple):
    """A text and where it came from (a file name, or `<input>`)."""

    name: str
    text: str


class Span(NamedTuple):
    """The characters `start` to `end` (exclusive) of a source."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The number of the line on which the span starts, from 1."""
        return self.source.text.count("\n", 0, self.start) + 1

    @property
    def column(self) -> int:
        """The number of the column in which the span starts, from 1."""
        return self.start - self._line_start + 1

    @property
    def text(self) -> str:
        """The characters of the span."""
        return self.source.text[self.start : self.end]

    @property
    def _line_start(self) -> int:
        return self.source.text.rfind("\n", 0, self.start) + 1

    def quoted_line(self) -> tuple[str, int, int]:
        """Quote the line of the span: the text, the column and the width to underline in it.

        A long line is cut to a window around the span; a character that would move the cursor
        is shown as a space, so that the caret stays under what it marks.
        """
        begin = self._line_start
        stop = self.source.text.find("\n", begin)
        line = self.source.text[begin : stop if stop >= 0 else None]
        at = self.start - begin
        width = max(1, min(self.end - self.start, len(line) - at))
        if len(line) > SHOWN:
            left = max(0, min(at - SHOWN // 3, len(line) - SHOWN))
            right = left + SHOWN
            before, after = "…" * (left > 0), "…" * (right < len(line))
            line, at = before + line[left:right] + after, at - left + len(before)
            width = max(1, min(width, len(line) - at))
        return "".join(c if c.isprintable() else " " for c in line), at, width


def visible(text: str) -> str:
    r"""Write the characters that a terminal would obey (escapes, line breaks, marks of direction) as codes.

    >>> print(visible("red \x1b[31m"))
    red \x1b[31m
    """
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"  # a name may have a million letters
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


class Note(NamedTuple):
    """A second place that a message points at, with its own label."""

    span: Span
    label: str


def _shortened(way: tuple[Note, ...]) -> tuple[Note, ...]:
    """The first and the last of many notes, with the number of those between them."""
    if len(way) <= 2 * ENDS + 1:
        return way
    between = len(way) - 2 * ENDS
    last = way[ENDS - 1]
    return (*way[: ENDS - 1], last._replace(label=f"{last.label}; then {between} more"), *way[-ENDS:])


def _underline(span: Span, label: str = "") -> str:
    _, at, width = span.quoted_line()
    return f"   | {' ' * at}^{'~' * (width - 1)} {label}".rstrip()


def _place(span: Span) -> str:
    return f" {visible(span.source.name)}:{span.line}:{span.column}"


def _picture(span: Span, notes: tuple[Note, ...]) -> list[str]:
    """Draw the place of a message; notes on the same line go under the same quotation."""
    lines = [_place(span), f"   | {span.quoted_line()[0]}", _underline(span)]
    line = (span.source, span.line)
    for note in notes:
        if (note.span.source, note.span.line) != line:
            line = (note.span.source, note.span.line)
            lines += [_place(note.span)]
            lines += [f"   | {note.span.quoted_line()[0]}"]
        lines.append(_underline(note.span, note.label))
    return lines


def render(kind: str, code: str, message: str, span: Span | None, help_: str = "", notes: tuple[Note, ...] = ()) -> str:
    """Write a diagnostic as plain text, with a caret under the place where there is one."""
    lines = [f"{kind} {code}: {visible(message)}"]
    if span is not None:
        lines += _picture(span, notes)
    if help_:
        lines.append(f"  help: {visible(help_)}")
    return "\n".join(lines)


class SymcnnError(ValueError):
    """A mistake in the input: what was read, what was expected, what to write instead.

    The first digit of the code tells the phase: E1 syntax, E2 names, E3 arguments and values,
    E4 shapes, E5 repetition and symbols, E6 files and the command line.
    """

    def __init__(
        self, code: str, message: str, span: Span | None = None, help: str = "", notes: tuple[Note, ...] = ()
    ) -> None:
        super().__init__(code, message, span, help, notes)
        self.code = code
        self.message = message
        self.span = span
        self.help = help
        self.notes = notes
        self.way: tuple[Note, ...] = ()  # the calls and rounds that led to the place, outermost first

    def __str__(self) -> str:
        return render("error", self.code, self.message, self.span, self.help, self.marks)

    @property
    def marks(self) -> tuple[Note, ...]:
        """All other places that the message points at."""
        return (*self.notes, *_shortened(self.way))

    def reached_by(self, note: Note) -> SymcnnError:
        """The same mistake, with a call or round around those that led to it."""
        return self._with(self.message, self.help, self.notes, (note, *self.way))

    def reworded(self, change: Callable[[str], str]) -> SymcnnError:
        """The same mistake in other words."""
        notes = tuple(note._replace(label=change(note.label)) for note in self.notes)
        return self._with(change(self.message), change(self.help), notes, self.way)

    def _with(self, message: str, help_: str, notes: tuple[Note, ...], way: tuple[Note, ...]) -> SymcnnError:
        error = SymcnnError(self.code, message, self.span, help_, notes)
        error.way = way
        return error


@contextmanager
def on_the_way(span: Span, label: Callable[[], str]) -> Iterator[None]:
    """Note a call or a round on the mistakes that are found inside it; its label is only then written."""
    try:
        yield
    except SymcnnError as error:
        raise error.reached_by(Note(span, label())) from None


class Finding(NamedTuple):
    """Something that is probably not meant; the result is exact all the same."""

    code: str
    message: str
    span: Span
    help: str = ""

    def __str__(self) -> str:
        return render("warning", self.code, self.message, self.span, self.help)
