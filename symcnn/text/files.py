"""Reading files of networks, with words for everything that can go wrong."""

from __future__ import annotations

import os
import sys

from symcnn.errors import SymcnnError

LARGEST = 4_000_000  # bytes; a longer text is refused by the parser anyway
SUFFIX = ".cnn"
ZOO = "zoo:"  # in front of the name of a net that comes with the package


def looks_like_a_file(word: str) -> bool:
    """Whether an argument names a file rather than being a network.

    >>> looks_like_a_file("net.cnn"), looks_like_a_file("net.cnn:vgg"), looks_like_a_file("conv(32,3)")
    (True, True, False)
    """
    file, _ = split_name(word)
    if word == "-" or file.endswith(SUFFIX) or word.startswith(ZOO):
        return True
    return bool(word) and not any(c in word for c in "(){} \n\t") and ("/" in word or "\\" in word or _is_folder(word))


def _is_folder(word: str) -> bool:
    try:
        return os.path.isdir(word)
    except (OSError, ValueError):  # longer than any name, or with a NUL in it
        return False


def split_name(word: str) -> tuple[str, str]:
    """Split `net.cnn:name` into the file and the name of a net in it (or nothing)."""
    file, colon, name = word.rpartition(":")
    if colon and file.endswith(SUFFIX):
        return file, name
    return word, ""


def read_file(name: str) -> str:
    """Read a text; `-` is standard input.

    Raises SymcnnError: no such file, a folder, no permission, too large, not UTF-8.
    """
    try:
        data = _read_input() if name == "-" else _read_bytes(name)
    except FileNotFoundError:
        raise SymcnnError("E601", f"there is no file {name}", None, _similar_file(name)) from None
    except IsADirectoryError:
        raise SymcnnError("E601", f"{name} is a folder", None, _files_in(name)) from None
    except OSError as error:
        raise SymcnnError("E601", f"{name} cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise SymcnnError("E601", f"{name!r} is not the name of a file") from None
    if len(data) > LARGEST:
        raise SymcnnError("E110", f"{name} has more than {LARGEST:,} bytes", None, "use repeats: 100*{ … }")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name} is not UTF-8 text: byte 0x{data[error.start]:02x} at position {error.start}"
        raise SymcnnError("E601", message, None, "save it as UTF-8") from None


def replace_file(name: str, text: str) -> None:
    """Give a file another text in one step: it is written beside the file and renamed.

    Raises SymcnnError, and leaves the file as it was, where that is not allowed.
    """
    import tempfile
    from pathlib import Path

    path = Path(name).resolve()  # the file behind a link, not the link
    beside = None
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(text.encode())
        beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise SymcnnError("E601", f"{name} cannot be written: {error.strerror or error}") from None


def _read_input() -> bytes:
    if sys.stdin is None:
        raise SymcnnError("E601", "standard input is closed", None, "write: symcnn - < net.cnn")
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read(LARGEST + 1) if stream is not None else sys.stdin.read().encode()


def _read_bytes(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read(LARGEST + 1)


def _similar_file(name: str) -> str:
    from difflib import get_close_matches
    from pathlib import Path

    folder = Path(name).parent
    names = sorted(p.name for p in folder.glob(f"*{SUFFIX}")) if _is_folder(str(folder)) else []
    near = get_close_matches(Path(name).name, names, 1)
    if near:
        return f"did you mean {folder / near[0]}?"
    is_net = name.endswith(SUFFIX) or "." not in Path(name).name
    return "give the name of a .cnn file, or quote the network" if is_net else "give the name of a file that exists"


def _files_in(name: str) -> str:
    from pathlib import Path

    files = sorted(p.name for p in Path(name).glob(f"*{SUFFIX}"))
    return f"it holds {', '.join(files[:5])}" if files else f"name a {SUFFIX} file"
