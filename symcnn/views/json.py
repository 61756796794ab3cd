"""JSON: numbers as integers, formulas as strings that sympy reads back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from symcnn import forms
from symcnn.algebra.printing import text
from symcnn.layers.contract import Shape
from symcnn.quantities import QUANTITIES
from symcnn.report import Report, Row
from symcnn.views.contract import View, is_axes, rows

if TYPE_CHECKING:
    from symcnn.fold import Group

TOTALS = ("params", "buffers", "total", "macs", "flops", "activations", "memory", "rf")


def data(value: Any) -> Any:
    """A value as plain data: an integer, a string with a formula, or a list."""
    if isinstance(value, Shape):
        return [data(size) for size in value.dims]
    if is_axes(value):
        return [data(one) for one in value]
    return value if value is None or isinstance(value, (int, str)) else text(value)


def as_dict(report: Report, depth: int | None = None) -> dict[str, Any]:
    """The whole report as plain data; all layers, or what is to be seen at a depth."""
    return {
        "input": data(report.input_shape),
        "output": data(report.output_shape),
        "symbols": list(report.symbols),
        "defaults": {name: data(value) for name, value in sorted(report.defaults.items())},
        **conditions(report),
        "totals": {name: data(forms.total(report, name)) for name in TOTALS},
        "conventions": {name: QUANTITIES[name].convention(report.conventions) for name in TOTALS},
        "layers": [_layer(report, row) for row in rows(report, depth) if row.layer != "input"],
        "warnings": [
            {"code": w.code, "message": w.message, "line": w.span.line, "column": w.span.column}
            for w in report.warnings
        ],
    }


def conditions(report: Report) -> dict[str, Any]:
    """The conditions as text, and beside each the layers that ask for it."""
    return {
        "conditions": [str(condition) for condition in report.conditions],
        "condition_layers": [list(condition.layers) for condition in report.conditions],
    }


def _layer(report: Report, row: Row | Group) -> dict[str, Any]:
    facts = {"name": row.name, "layer": row.layer, "text": row.text}
    shapes = {"input": data(row.input), "output": data(row.output)}
    values = {name: data(forms.value(report, getattr(row, name))) for name in sorted(QUANTITIES)}
    return {**facts, **shapes, **values}


def network(report: Report, *, depth: int | None = None, **_: Any) -> str:
    """Write the report as JSON."""
    return json.dumps(as_dict(report, depth), indent=2, ensure_ascii=False)


VIEW = View(
    "json",
    network,
    lambda name, value: json.dumps({name: data(value)}, ensure_ascii=False),
    lambda report: json.dumps(conditions(report), ensure_ascii=False),
)
