"""A product: F*(C*K**2 + 1), (F + G)*(H - K + 1)."""

from __future__ import annotations

from symcnn.algebra.presentation.factors import split
from symcnn.algebra.presentation.polynomial import Polynomial, as_sum, primitive
from symcnn.algebra.presentation.products import product_of, unwrapped
from symcnn.algebra.presentation.tree import Sum


def write(p: Polynomial) -> Sum:
    """Write what all terms share, then the factors that are sums."""
    return unwrapped(product_of(p, split(p, primitive(p.terms)[2]), as_sum))
