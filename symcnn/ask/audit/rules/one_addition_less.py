"""n products are added with n - 1 additions: 2n - 1 operations an output in place of 2n."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.ask.audit.entry import Entry
from symcnn.ask.audit.rules.contract import Counted, Rule


def _less(entry: Entry) -> Iterable[Counted]:
    if entry.uses and entry.factor == 2 and not entry.extra and entry.layer.category in ("convolution", "linear"):
        yield Counted("one addition less for each output (2n - 1)", entry.but(extra=-entry.output.elements))


RULE = Rule(
    "one addition less",
    ("flops",),
    entries=_less,
    everywhere="one addition less for each output (2n - 1)",
    convention=True,
)
