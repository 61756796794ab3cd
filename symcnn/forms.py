"""The forms in which totals are written, a function each: from a report and the name of a quantity.

`net.params` is a sympy expression whatever the form; a form is for printing. To add one, write a
function and put it into `FORMS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from symcnn.algebra.exact import add, is_symbolic
from symcnn.layers.contract import Shape
from symcnn.quantities import QUANTITIES
from symcnn.quantities.contract import in_all
from symcnn.report import Report

if TYPE_CHECKING:
    from symcnn.algebra.presentation import Written

FEW = 4  # a total in more symbols than this is written as the sum of its layers
LINE = 16  # unless it is a product, without brackets in brackets, of no more operations than this
LONG = 12  # or the sum of its layers has more terms than this, and the short form is less than half as long
NORMALISATION = ("gamma", "beta", "mean", "variance")
WEIGHTS: dict[str, Callable[[bool], bool]] = {
    "params": lambda trainable: trainable,
    "buffers": lambda trainable: not trainable,
    "total": lambda trainable: True,
}


def value(report: Report, one: Any) -> Any:
    """A value of a row as it is to be printed; numbers, words and shapes stay what they are."""
    if one is None or isinstance(one, (str, Shape)) or not (isinstance(one, tuple) or is_symbolic(one)):
        return one
    if isinstance(one, tuple):
        return tuple(value(report, axis) for axis in one)
    from symcnn.algebra import presentation

    written = presentation.expanded(one) if report.style.form == "expanded" else presentation.short(one)
    return written._replace(order=report.order)


def total(report: Report, name: str) -> Any:
    """A total as it is to be printed: in the form that was asked for, where it is a sum over the layers."""
    found = report.total(name)
    if found is None or not is_symbolic(found) or isinstance(found, tuple) or not QUANTITIES[name].additive:
        return value(report, found)
    return FORMS[report.style.form](report, name)._replace(order=report.order)


def _auto(report: Report, name: str) -> Written:
    """The short form where there are few symbols or it is a plain product, the layers where there are many."""
    from symcnn.algebra import presentation

    short = _short(report, name)
    operations = presentation.operations(short)
    few = len(report.total(name).free_symbols) <= FEW
    if few or (short.is_plain_product and operations <= LINE):
        return short
    by_layer = _layers(report, name)
    long = len(by_layer.terms) > LONG and 2 * operations < presentation.operations(by_layer)
    return short if long else by_layer


def _short(report: Report, name: str) -> Written:
    """The shortest form that the rules of presentation find."""
    from symcnn.algebra import presentation

    return presentation.short(report.total(name))


def _expanded(report: Report, name: str) -> Written:
    """Multiplied out."""
    from symcnn.algebra import presentation

    return presentation.expanded(report.total(name))


def _factored(report: Report, name: str) -> Written:
    """What all terms share in front, and sums that divide the whole."""
    from symcnn.algebra import presentation

    return presentation.factored(report.total(name))


def _layers(report: Report, name: str) -> Written:
    """The sum of the layers' own short forms, in their order."""
    from symcnn.algebra import presentation

    return presentation.layers(report.column(name))


def _kinds(report: Report, name: str) -> Written:
    """Weights, biases and normalisation; what is not a count of weights, by kind of layer."""
    from symcnn.algebra import presentation

    kinds: dict[str, list[Any]] = {}
    for kind, one in _parts(report, name):
        kinds.setdefault(kind, []).append(one)
    return presentation.kinds(add(values) for _, values in sorted(kinds.items(), key=_kind_order))


KINDS = ("weights", "biases", "normalisation")


def _kind_order(item: tuple[str, list[Any]]) -> int:
    return KINDS.index(item[0]) if item[0] in KINDS else 0


def _parts(report: Report, name: str) -> Iterator[tuple[str, Any]]:
    """The summands of a total, each with its kind."""
    if name not in WEIGHTS:
        yield from ((step.keyword, one) for step, one in zip(report.steps, report.column(name), strict=True))
        return
    for step in report.steps:
        for weight in step.weights:
            if WEIGHTS[name](weight.trainable):
                yield _kind(weight.name), report.published(in_all(step.weights_over, weight.size))


def _kind(weight: str) -> str:
    if weight in NORMALISATION:
        return "normalisation"
    return "biases" if weight == "bias" else "weights"


FORMS: dict[str, Callable[[Report, str], Written]] = {
    "auto": _auto,
    "short": _short,
    "expanded": _expanded,
    "factored": _factored,
    "layers": _layers,
    "kinds": _kinds,
}
