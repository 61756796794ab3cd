"""Which engine answers a question about a grid."""

from __future__ import annotations

from symcnn.grid import stream

count = stream.count
left_out = stream.left_out
top = stream.top
pareto = stream.pareto
extremes = stream.extremes
histogram = stream.histogram
