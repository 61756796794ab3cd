"""Questions that a user puts to networks: each is answered in `ask`, from their reports alone."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

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


def draw(net: Network, path: str | PathLike[str], **how: Any) -> None:
    """Draw a network into a file; `how` is as for `Network.draw`.

    >>> import pathlib, tempfile, symcnn
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     draw(symcnn.parse("conv(F,K) pool(2)"), f"{folder}/net.svg", direction="right")
    ...     pathlib.Path(folder, "net.svg").read_bytes()[:4]
    b'<svg'
    """
    net.draw(path, **how)
