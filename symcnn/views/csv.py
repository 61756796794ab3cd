"""Comma-separated values: a row a layer, numbers without separators."""

from __future__ import annotations

import csv
import io

from symcnn.report import Report
from symcnn.views.contract import View, cells
from symcnn.views.text import raw

ALL = ("name", "layer", "shape", "size", "params", "buffers", "macs", "flops", "activations", "memory", "rf", "stride")


def network(report: Report, *, columns: tuple[str, ...] = ALL, written: bool = False, depth: int | None = None) -> str:
    """Write the layers as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([raw(cell) for cell in row] for row in cells(report, columns, written=written, depth=depth))
    return out.getvalue().rstrip("\n")


VIEW = View("csv", network, lambda name, value: raw(value))
