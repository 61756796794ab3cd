"""`symcnn.audit`: published numbers against derived ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from symcnn.network import Network

if TYPE_CHECKING:
    from symcnn.ask.audit.auditing import Audit


def audit(
    net: Network,
    published: str | PathLike[str] | Sequence[Any] | Mapping[str, Any] = "",
    *,
    quantity: str = "params",
    **totals: Any,
) -> Audit:
    """Compare published numbers with derived ones, and explain each difference by a rule that reproduces it.

    `published` is a table or summary (text, or the path of a file), numbers in order, or numbers by the names of
    layers; `quantity` is what numbers without a heading are. Totals go by their names: `macs="4.09G"`.

    >>> from symcnn import parse
    >>> net = parse("input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)")
    >>> audit(net, [320, 0, 540900, 1010], params=542230).holds
    True
    >>> print(audit(net, {"conv1": 288, "dense1": 540900, "dense2": 1010}))
    params  published  derived  verdict
    -----------------------------------------
    conv1         288      320  no bias (-32)
    dense1    540,900  540,900  holds
    dense2      1,010    1,010  holds

    Raises SymcnnError for what cannot be read, and for a network with symbols that have no value.
    """
    from symcnn.ask.audit.auditing import audit as audit_report
    from symcnn.ask.audit.giving import given
    from symcnn.variants import others

    return audit_report(net.report, given(published, quantity, totals), others(net))
