"""What a network may be taken for: itself, counted as another tool does, and the networks beside it in its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TypeGuard

from symcnn.ask.audit.totals import Other
from symcnn.errors import SymcnnError
from symcnn.network import Network
from symcnn.quantities.profiles import PROFILES
from symcnn.report import Report
from symcnn.text import tree
from symcnn.text.catalogue import about
from symcnn.text.files import ZOO
from symcnn.text.modules import families, family


def others(net: Network) -> tuple[Other, ...]:
    """The network by the other conventions, then the networks of its file, and of files of the same name in the zoo."""
    conventions = [
        Other(f"as {name} counts", _tried(partial(net.using, profile=name)), True, flops=_flops(profile.flops_per_mac))
        for name, profile in PROFILES.items()
        if name != net.conventions.profile.name
    ]
    return (*conventions, *_beside(net))


def _flops(per_mac: int) -> str:
    return "these are MACs: 1 for each, not 2" if per_mac == 1 else ""


def _beside(net: Network) -> Iterator[Other]:
    for file, program in _programs(net):
        for each in program.body:
            if _is_net_of_numbers(each, net) and (file or each.name != net.name):
                where = f" of {file}" if file else ""
                words = f"the number of {each.name}{where} ({about(each, program)})"
                yield Other(words, _tried(partial(_network, program, each.name, net)), False, far=bool(file))


def _is_net_of_numbers(element: tree.Element, net: Network) -> TypeGuard[tree.Definition]:
    """Whether it is a net that takes nothing but what has a value."""
    if not isinstance(element, tree.Definition) or element.keyword != "net":
        return False
    return all(formal.default is not None or formal.name in net.given for formal in element.formals)


def _programs(net: Network) -> Iterator[tuple[str, tree.Program]]:
    """The network's own file, and those of the zoo that begin with the same word: `resnet`, `resnet_keras`."""
    yield "", net.program
    name = net.program.span.source.name
    if name.startswith(ZOO):
        own = name.removeprefix(ZOO)
        for file in families():
            if file != own and file.partition("_")[0] == own.partition("_")[0]:
                yield f"{ZOO}{file}", family(file)


def _network(program: tree.Program, name: str, net: Network) -> Network:
    """A network beside another, with those of its values that are symbols here."""
    free = Network(program, name, {}, net.conventions)
    values = {symbol: value for symbol, value in net.given.items() if symbol in free.symbols}
    return free(**values) if values else free


def _tried(read: Callable[[], Network]) -> Callable[[], Report | None]:
    """The report of a network of numbers; None where it is none, or cannot be read."""

    @cache
    def report() -> Report | None:
        try:
            found = read().report
        except SymcnnError:
            return None
        real = found.example or found
        return None if real.symbols else real

    return report
