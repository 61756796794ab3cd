"""Reading networks: from text, from files, from a program that was read before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from typing import Any

from symcnn.given import check_type, choose, given_facts, given_for_net, make_conventions
from symcnn.network import Network
from symcnn.quantities import Conventions
from symcnn.text import tree
from symcnn.text.modules import file_program
from symcnn.text.parse import parse as parse_text


def parse(
    text: str,
    net: str | None = None,
    *,
    profile: str | None = None,
    dtype: str | None = None,
    batch: Any = None,
    assume: str | Iterable[str] = (),
    **values: Any,
) -> Network:
    """Read a network from text; with several nets in it, `net` names one; `assume` is as for `Network.assume`.

    Raises SymcnnError, with the place and what to write instead, for anything that is wrong.

    >>> parse("input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)").params
    542230
    >>> parse("conv(16,3)").params
    144*C + 16
    >>> parse("if n >= 2 { conv(n,3) }", assume="n >= 2").params
    9*C*n + n
    """
    check_type("text", text, str)
    return from_program(parse_text(text), net, make_conventions(profile, dtype, batch), values, assume)


def load(
    path: str | PathLike[str],
    *,
    profile: str | None = None,
    dtype: str | None = None,
    batch: Any = None,
    assume: str | Iterable[str] = (),
    **values: Any,
) -> Network:
    """Read a network from a `.cnn` file; `net.cnn:name` takes one net of the file, `zoo:name` one of the zoo.

    Raises SymcnnError where the file cannot be read or its text is wrong.
    """
    check_type("path", path, str, PathLike)
    program, net = file_program(fspath(path))
    return from_program(program, net, make_conventions(profile, dtype, batch), values, assume)


def from_program(
    program: tree.Program,
    net: str | None,
    conventions: Conventions,
    values: Mapping[str, Any],
    assume: str | Iterable[str] = (),
) -> Network:
    """Make the network of a program, or the one that is named."""
    given = {name: given_for_net(name, value) for name, value in values.items()}
    check_type("assume", assume, str, Iterable)
    facts = [fact for words in ([assume] if isinstance(assume, str) else assume) for fact in given_facts(words)]
    return Network(program, choose(program, net), given, conventions, tuple(facts))
