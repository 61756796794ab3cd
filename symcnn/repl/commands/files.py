"""Files, and the way back and out."""

from __future__ import annotations

from symcnn.elaborate.program import ITEMS
from symcnn.errors import SymcnnError
from symcnn.repl.answers import Answer
from symcnn.repl.commands.contract import Command, Leave
from symcnn.repl.needed import LAST, needed
from symcnn.repl.session import Session
from symcnn.text import tree
from symcnn.text.files import SUFFIX, ZOO
from symcnn.text.modules import file_program
from symcnn.text.write import write


def load(session: Session, words: str) -> Answer:
    """Put a file in force: its statements and nets; its network, or its only net, is the last network."""
    if not words:
        raise SymcnnError("E602", ":load needs a file", None, "write for example :load net.cnn, or :load zoo:resnet50")
    program, net = file_program(words if _names_a_file(words) else words + SUFFIX)
    body = tuple(one for one in program.body if not isinstance(one, tree.Expect))
    if net is not None:
        statements = tuple(one for one in body if not isinstance(one, ITEMS))
        return session.take_net(tree.Program(statements, span=program.span), net, f":load {words}")
    answer = session.take(tree.Program(body, span=program.span), f":load {words}")
    nets = [one.name for one in body if isinstance(one, tree.Definition) and one.keyword == "net" and one.name != LAST]
    listed = f"nets: {', '.join(nets)}" if nets[1:] else ""
    return Answer("\n".join(filter(None, [answer.text, listed])), answer.warnings)


def _names_a_file(words: str) -> bool:
    return words.startswith(ZOO) or SUFFIX in words


def save(session: Session, words: str) -> Answer:
    """Write what is in force as a file: every network is a net of it."""
    if not words:
        raise SymcnnError("E602", ":save needs a file", None, "write for example :save mine.cnn")
    name = words if words.endswith(SUFFIX) else words + SUFFIX
    kept = needed(session.state.elements, session.state.numbered)
    text = "".join(f"{write(tree.Program((one,)), line=True)}\n" for one in kept)
    try:
        with open(name, "x", encoding="utf-8") as file:  # noqa: PTH123  (a name that was typed)
            file.write(text)
    except FileExistsError:
        raise SymcnnError("E601", f"there is a file {name} already", None, "choose another name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no name of a file"
        raise SymcnnError("E601", f"{name} cannot be written: {reason}") from None
    return Answer(f"{name}: {len(kept)} {'line' if len(kept) == 1 else 'lines'}")


def undo(session: Session, words: str) -> Answer:
    """Take the last change back."""
    return Answer(f"undone: {session.undo()}")


def leave(session: Session, words: str) -> Answer:
    """End the prompt."""
    raise Leave


COMMANDS = (
    Command("load", "FILE", "put a file in force, or zoo:NAME", "zoo:resnet18", load),
    Command("save", "FILE", "write what is in force as a .cnn file", "mine.cnn", save),
    Command("undo", "", "take the last change back", "", undo),
    Command("quit", "", "leave (Ctrl-D, too)", "", leave),
)
