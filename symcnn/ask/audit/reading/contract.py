"""What a reader is: it recognises one way to print numbers, and reads it. Each is one file in this folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from symcnn.ask.audit.published import Published


class Reader(NamedTuple):
    """A way to print numbers."""

    order: int  # those with smaller numbers are asked first
    recognises: Callable[[str], bool]
    read: Callable[[str, str], Published]  # of the text, and the quantity that numbers without a heading are
