"""A product of sums whose terms are grouped: (H + 1)*(C*(F + 1) + F)."""

from __future__ import annotations

from symcnn.algebra.presentation.factors import split
from symcnn.algebra.presentation.groups import groups
from symcnn.algebra.presentation.polynomial import Polynomial, as_sum, primitive
from symcnn.algebra.presentation.products import product_of, unwrapped
from symcnn.algebra.presentation.tree import Sum


def write(p: Polynomial) -> Sum:
    """Write the factors that are sums, each with its terms in brackets."""
    factors = split(p, primitive(p.terms)[2])
    return unwrapped(product_of(p, factors, groups)) if len(factors) > 1 else as_sum(p)
