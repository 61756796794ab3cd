"""The prompt in a terminal: editing, history, completion, colours. What lines mean is the session's."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth

from symcnn.errors import SymcnnError
from symcnn.repl import colour, warming
from symcnn.repl.commands.contract import Leave
from symcnn.repl.commands.guide import wrapped
from symcnn.repl.highlighting import STYLE, Colours
from symcnn.repl.history import open_history
from symcnn.repl.reading import is_command, is_open
from symcnn.repl.script import statements
from symcnn.repl.session import INPUT, Session

PROMPT, MORE = "> ", ". "
USUAL = 80  # columns
GREETING = "symcnn {version}. Type a network: conv(F,K) pool(2) dense(10). :help lists commands, Ctrl-D leaves."


def run() -> int:
    """Read lines and answer them until the user leaves."""
    from symcnn import __version__

    warming.start()
    is_plain = colour.is_dumb() or not sys.stdout.isatty()
    colours = colour.is_wanted() and not is_plain
    session = Session()
    session.colours = colours
    read = _plain_reader() if is_plain else _reader(session)
    print(wrapped(GREETING.format(version=__version__), None if is_plain else _width()))
    while True:
        try:
            text = read()
            if not all(_answer(session, part, is_plain=is_plain) for part in typed(text)):
                return 0
        except KeyboardInterrupt:
            continue  # the line is dropped, or what is being printed
        except EOFError:
            return 0
        gc.enable()  # until the first answer there is little to collect, and looking for it takes time


def _answer(session: Session, text: str, *, is_plain: bool) -> bool:
    """Print the answer to a line; False where it asks to leave."""
    session.width = None if is_plain else _width()
    try:
        answer = session.run(text)
    except Leave:
        return False
    except SymcnnError as error:
        said = under(error, text, _width())
    except KeyboardInterrupt:
        said = "interrupted; nothing has changed"
    else:
        said = "\n".join(filter(None, [answer.text, *map(str, answer.warnings)]))
    if said:
        print(colour.painted(said) if session.colours else said, flush=True)
    return True


def typed(text: str) -> list[str]:
    r"""What is to be answered: all that was typed, or where commands were pasted with it, one after the other.

    >>> typed("conv(32,3)\n  pool(2)"), typed("conv(32,3)\n:params"), typed(" ")
    (['conv(32,3)\n  pool(2)'], ['conv(32,3)', ':params'], [])
    """
    lines = text.split("\n")
    if any(map(is_command, lines)):
        return [part for _, part in statements(lines)]
    return [text] if text.strip() else []


def _width() -> int:
    """The columns of the terminal as it is now, whatever the environment says it once was."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return USUAL


def under(error: SymcnnError, text: str, width: int) -> str:
    """The message with its caret under what was typed, where that stands right above in one line.

    >>> from symcnn.errors import Source, Span
    >>> line = "conv(32,3) cnv(64,3)"
    >>> print(under(SymcnnError("E201", "unknown layer 'cnv'", Span(Source("<input>", line), 11, 14)), line, 80))
                 ^~~
    error E201: unknown layer 'cnv'
    """
    span = error.span
    is_simple = "\n" not in text and text.isprintable() and text.isascii()
    if span is None or error.marks or not is_simple or (span.source.name, span.source.text) != (INPUT, text):
        return str(error)
    fits = len(PROMPT) + len(text) < width
    line, at = (text, span.start) if fits else _window(text, span.start, width)
    marked = max(1, min(span.end - span.start, len(line) - at))
    caret = f"{' ' * (len(PROMPT) + at)}^{'~' * (marked - 1)}"
    again = [] if fits else [f"  {line}"]
    return "\n".join([*again, caret, str(SymcnnError(error.code, error.message, None, error.help))])


def _window(text: str, at: int, width: int) -> tuple[str, int]:
    """What can be shown of a long line around a place, and where in that the place is.

    >>> _window("conv(32,3) pool(2) dense(100) relu cnv(10)", 35, 30)
    ('… dense(100) relu cnv(10)', 18)
    """
    room = max(width - len(PROMPT) - 4, 8)
    start = max(0, min(at - room * 2 // 3, len(text) - room))
    end = min(len(text), start + room)
    shown = "…" * (start > 0) + text[start:end] + "…" * (end < len(text))
    return shown, at - start + (start > 0)


# --------------------------------------------------------------------- reading


def _plain_reader() -> Callable[[], str]:
    """Lines without editing, for a terminal that understands nothing else."""

    def read() -> str:
        text = input(PROMPT)
        while is_open(text):
            more = input(MORE)
            if not more.strip():
                break
            text = f"{text}\n{more}"
        return text

    return read


def _reader(session: Session) -> Callable[[], str]:
    """Lines with editing, history and completion."""
    prompt: PromptSession[str] = PromptSession(
        history=open_history(),
        completer=_Completer(session),
        auto_suggest=AutoSuggestFromHistory(),
        complete_while_typing=False,
        multiline=True,
        prompt_continuation=lambda width, line, wrapped: "" if wrapped else MORE,
        key_bindings=_keys(),
        color_depth=None if session.colours else ColorDepth.DEPTH_1_BIT,
        lexer=Colours() if session.colours else None,
        style=STYLE,
        include_default_pygments_style=False,
    )
    return lambda: prompt.prompt(PROMPT)


def _keys() -> KeyBindings:
    """Enter ends a line that is whole, or an open one where it is blank; Alt-Enter always starts a new one."""
    keys = KeyBindings()

    @keys.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        text = buffer.text
        blank = "\n" in text and not buffer.document.current_line.strip()
        if blank or not is_open(text):
            buffer.text = text.rstrip("\n ")
            buffer.cursor_position = len(buffer.text)
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    @keys.add("escape", "enter")
    def _alt_enter(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys


class _Completer(Completer):
    """Completion from the session, asked for with Tab."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """What may stand at the cursor."""
        from symcnn.repl.completion import choices

        for choice in choices(self.session, document.text_before_cursor):
            yield Completion(choice.text, -choice.replaces, display_meta=choice.is_a)
