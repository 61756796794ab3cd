"""`symcnn.compare`: the difference of two networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.network import Network

if TYPE_CHECKING:
    from symcnn.ask.compare import Comparison


def compare(a: Network, b: Network) -> tuple[Comparison, ...]:
    """Compare two networks, a quantity at a time: difference, ratio, saving, break-even of b against a.

    >>> from symcnn import parse
    >>> compare(parse("conv(C,5,bias=false)"), parse("conv(C,3,bias=false) conv(C,3,bias=false)"))[0].ratio
    Fraction(18, 25)
    """
    from symcnn.ask.compare import compare as compare_reports

    return compare_reports(a.report, b.report)
