"""The commands that `tests/data/outputs` shows, run again: any Python and any hash seed must print the same bytes.

    python tests/outputs.py            print all files as they are now
    python tests/outputs.py --write    rewrite them; tests/test_outputs.py then says whether they still add up

Commands run in an order that depends on the hash seed, in one process, so that nothing that is
kept from one of them may show in another.
"""

import contextlib
import io
import os
import random
import shlex
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "outputs"
PROMPT = "$ "


def files():
    return sorted(FOLDER.glob("*.txt"))


def read(path):
    return path.read_bytes().decode("utf-8")


def commands(text):
    """The commands of a file, in order."""
    return [line.removeprefix(PROMPT) for line in text.splitlines() if line.startswith(PROMPT)]


def printed(command):
    """What a command prints, errors too."""
    from symcnn.cli.main import main

    program, *words = shlex.split(command)
    assert program == "symcnn"
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(words)
    return out.getvalue()


def as_file(outputs):
    """Commands and what they print as the text of a file."""
    return "".join(f"{PROMPT}{command}\n{output}" for command, output in outputs)


def shown(text):
    """What stands in a file below each command."""
    first, *parts = ("\n" + text).split(f"\n{PROMPT}")
    assert not first
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def run(texts):
    """All files anew."""
    found = dict.fromkeys(command for text in texts for command in commands(text))
    order = list(found)
    random.Random(os.environ.get("PYTHONHASHSEED", "0")).shuffle(order)
    for command in order:
        found[command] = printed(command)
    return [as_file((command, found[command]) for command in commands(text)) for text in texts]


def main(words):
    paths = files()
    texts = run(list(map(read, paths)))
    if words == ["--write"]:
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text.encode("utf-8"))
    else:
        sys.stdout.buffer.write("".join(texts).encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
