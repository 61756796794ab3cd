"""Totals and conditions, a line each: for reading in a pipe."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.printing import text
from symcnn.layers.contract import Shape
from symcnn.report import Report
from symcnn.views.contract import View, conditions, is_axes, totals


def raw(value: Any) -> str:
    """A value without thousands separators, as other programs read it."""
    if isinstance(value, Shape):
        return str(value)
    if is_axes(value):
        return " x ".join(map(raw, value)) if value else "-"
    return value if isinstance(value, str) else text(value)


def network(report: Report, **_: Any) -> str:
    """`name: value` a line."""
    lines = [f"{total.name}: {raw(total.value)}" for total in totals(report)]
    lines.append(f"shape: {report.output_shape}")
    if report.conditions:
        lines.append(f"conditions: {conditions(report)}")
    return "\n".join(lines)


VIEW = View("text", network, lambda name, value: raw(value))
