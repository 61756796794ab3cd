"""`symcnn.draw`: a figure of a network."""

from __future__ import annotations

from os import PathLike
from typing import Any

from symcnn.network import Network


def draw(net: Network, path: str | PathLike[str], **how: Any) -> None:
    """Draw a network into a file; `how` is as for `Network.draw`.

    >>> import pathlib, tempfile, symcnn
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     draw(symcnn.parse("conv(F,K) pool(2)"), f"{folder}/net.svg", direction="right")
    ...     pathlib.Path(folder, "net.svg").read_bytes()[:4]
    b'<svg'
    """
    net.draw(path, **how)
