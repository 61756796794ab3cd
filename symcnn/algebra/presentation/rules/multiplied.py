"""The sum of its monomials: F + F*C*K**2."""

from __future__ import annotations

from symcnn.algebra.presentation.polynomial import Polynomial, as_sum
from symcnn.algebra.presentation.tree import Sum


def write(p: Polynomial) -> Sum:
    """Write the monomials in order."""
    return as_sum(p)
