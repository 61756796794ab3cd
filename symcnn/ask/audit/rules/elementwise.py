"""What works value by value is counted: normalisation, activations, pooling, as some counters do.

ptflops up to 0.6.9 counts 2 a value for batch normalisation, 1 for an activation, 1 an input value for pooling
(read in its `pytorch_ops.py`).
"""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import Counted, Rule

PRICES = (("batch normalisation", 2), ("activation", 1), ("pooling", 1))  # a value that enters
WORDS = ("batch normalisation is counted (2 a value)", "activations (1 a value)", "pooling (1 an input value)")


def _counted(entry: Entry) -> Iterable[Counted]:
    """Charge the first kind, the first two, all three."""
    if entry.macs or entry.extra or entry.factor != 1:
        return
    prices = [price if entry.layer.category.endswith(kind) else 0 for kind, price in PRICES]
    for number in range(len(PRICES)):
        extra = sum(prices[: number + 1]) * entry.input.elements
        yield Counted(", ".join(WORDS[: number + 1]), entry.but(extra=int(extra)))


RULE = Rule("elementwise work", ("macs",), entries=_counted, convention=True)
