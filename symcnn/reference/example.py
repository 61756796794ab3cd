"""A network that is derived for a page, and what it gives: the facts, each as formula, text or LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from symcnn import forms
from symcnn.network import Network
from symcnn.reading import parse
from symcnn.record import Record
from symcnn.views import VIEWS

QUANTITIES = ("params", "buffers", "macs")
TITLES = {"params": "parameters", "buffers": "buffers", "macs": "MACs"}


class Fact(NamedTuple):
    """Something derived: what it is, and how it is written."""

    title: str
    text: str
    latex: str


class Example(Record):
    """A network as text, and values for its symbols with which it can be run."""

    text: str
    values: Mapping[str, int] = {}

    @property
    def command(self) -> str:
        """What to type to see its formulas."""
        return f"symcnn '{self.text}'"

    @property
    def bound(self) -> str:
        """What to type to see its numbers."""
        return " ".join([self.command, *(f"{name}={value}" for name, value in self.values.items())])

    def network(self) -> Network:
        """The network, read."""
        return parse(self.text)

    def facts(self, *, bound: bool = False) -> tuple[Fact, ...]:
        """Output, costs and conditions, as symcnn derives them; at the values where they are to be bound.

        >>> [fact.text for fact in Example("conv(F,K)").facts()]
        ['(H - K + 1)x(W - K + 1)xF', 'F*(C*K**2 + 1)', 'C*F*K**2*(H - K + 1)*(W - K + 1)', 'H >= K, W >= K']
        """
        network = self.network()
        report = network(**self.values).report if bound else network.report
        found = [_fact("output", "shape", report.output_shape)]
        found += [_fact(TITLES[name], name, forms.total(report, name)) for name in _counted(report)]
        if report.conditions:
            text = ", ".join(map(str, report.conditions))
            latex = VIEWS["latex"].conditions(report).replace("\n", ", ")
            found.append(Fact("holds for", text, latex))
        return tuple(found)


def _counted(report: Any) -> list[str]:
    """The quantities that are shown; buffers only where there are any."""
    return [name for name in QUANTITIES if name != "buffers" or report.total(name) != 0]


def _fact(title: str, name: str, value: Any) -> Fact:
    return Fact(title, VIEWS["text"].value(name, value), f"${VIEWS['latex'].value(name, value)}$")


def written(facts: tuple[Fact, ...]) -> str:
    """Facts as aligned lines."""
    wide = max(len(fact.title) for fact in facts)
    return "\n".join(f"  {fact.title.ljust(wide)}  {fact.text}" for fact in facts)
