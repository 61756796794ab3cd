"""What a line is answered with, as text."""

from __future__ import annotations

from typing import Any

from symcnn import forms
from symcnn.algebra.conditions import Condition
from symcnn.algebra.exact import free_names, is_fraction
from symcnn.elaborate.named import names_in
from symcnn.elaborate.scope import Unread
from symcnn.elaborate.values import ListValue, describe, is_number
from symcnn.errors import Finding
from symcnn.network import Network
from symcnn.record import Record
from symcnn.report import Report
from symcnn.text import tree
from symcnn.views.contract import TITLES, plain

SHOWN = ("params", "macs")  # what is said of a network that was typed
DIGITS = 4  # of a fraction as a decimal


class Answer(Record):
    """The answer to a line: its text, what is probably not meant, and whether an expectation failed."""

    text: str = ""
    warnings: tuple[Finding, ...] = ()
    failed: bool = False


def summary(name: str, network: Network) -> str:
    """A network in a few lines: shape, parameters, MACs, its symbols and conditions.

    >>> from symcnn import parse
    >>> print(summary("_1", parse("conv(F,3)", F=8)))
    _1: HxWxC -> (H - 2)x(W - 2)x8
      params     8*(9*C + 1)
      MACs       72*C*(H - 2)*(W - 2)
      symbols    C, H, W
      holds for  H >= 3, W >= 3
      at         F = 8
    """
    report = network.report
    lines = [(TITLES.get(one, one), total(report, one)) for one in SHOWN]
    lines += [
        ("symbols", ", ".join(own_symbols(network))),
        ("holds for", own_conditions(network)),
        ("at", _point(network)),
    ]
    shown = [(title, value) for title, value in lines if value]
    width = max(len(title) for title, _ in shown)
    head = f"{name}: {report.input_shape} -> {report.output_shape}"
    return "\n".join([head, *(f"  {title.ljust(width)}  {value}" for title, value in shown)])


def total(report: Report, quantity: str) -> str:
    """A total as text, and its value at the defaults of the symbols."""
    text = plain(forms.total(report, quantity))
    used = [name for name in sorted(report.defaults) if name in _names((report.total(quantity),))]
    if report.example is None or not used:
        return text
    point = ", ".join(f"{name} = {plain(report.defaults[name])}" for name in used)
    return f"{text}  [{plain(report.example.total(quantity))} at {point}]"


def shown_value(value: Any) -> str:
    """A value that was asked for; a fraction also as a decimal.

    >>> from fractions import Fraction
    >>> shown_value(1234), shown_value(Fraction(1, 3)), shown_value(True), shown_value(None)
    ('1,234', '1/3 (about 0.3333)', 'true', 'that cannot be decided')
    """
    if value is None:
        return "that cannot be decided"
    if isinstance(value, bool):
        return str(value).lower()
    if is_fraction(value):
        return f"{plain(value)} ({decimal_of(value)})"
    if isinstance(value, ListValue):
        return f"[{', '.join(map(shown_value, value.elements))}]"
    return plain(value) if is_number(value) or isinstance(value, tuple) else describe(value)


def decimal_of(value: Any) -> str:
    """A fraction with four digits after the point, made from integers; rounded where these are not all.

    >>> from fractions import Fraction
    >>> decimal_of(Fraction(-18, 25)), decimal_of(Fraction(20001, 2))
    ('-0.72', '10,000.5')
    """
    scaled, rest = divmod(2 * abs(value.numerator) * 10**DIGITS + value.denominator, 2 * value.denominator)
    whole, part = divmod(scaled, 10**DIGITS)
    is_exact = rest == value.denominator
    digits = f"{part:0{DIGITS}}".rstrip("0") if is_exact else f"{part:0{DIGITS}}"
    return f"{'' if is_exact else 'about '}{'-' * (value.numerator < 0)}{plain(whole)}.{digits}"


def own_symbols(network: Network) -> list[str]:
    """The symbols of a network, without those that only other lines of the session use."""
    report = network.report
    values = [*report.input_shape.dims, *report.output_shape.dims, *map(report.total, SHOWN)]
    asked = [part for condition in network.conditions if _of_layers(condition) for part in condition.parts]
    own = {name for value in (*values, *asked) for name in free_names(value)} | _written(network)
    return [name for name in report.symbols if name in own]


def _written(network: Network) -> set[str]:
    """The names among the values in the network's own text."""
    bodies = [one for one in network.program.body if isinstance(one, tree.Definition) and one.name == network.name]
    return {name for body in bodies for name in names_in(body)}


def own_conditions(network: Network) -> str:
    """The conditions that layers ask for, and what is assumed of the network's own symbols."""
    own = set(own_symbols(network))
    found = [one for one in network.conditions if _of_layers(one) or own & _names(one.parts)]
    return ", ".join(map(str, found))


def _of_layers(condition: Condition) -> bool:
    """Whether a layer asks for a condition, and not only an `assume`."""
    return any(name != "assume" for name in condition.layers)


def _names(parts: tuple[Any, ...]) -> set[str]:
    values = (value for part in parts for value in (part if isinstance(part, tuple) else (part,)))
    return {name for value in values for name in free_names(value)}


def _point(network: Network) -> str:
    """The values of `:at` that the network has symbols for."""
    return ", ".join(f"{name} = {written(value)}" for name, value in network.bound.items())


def written(value: Any) -> str:
    """A value of the point: a number, a formula, or a block as it was typed."""
    return value.node.span.text if isinstance(value, Unread) else plain(value)
