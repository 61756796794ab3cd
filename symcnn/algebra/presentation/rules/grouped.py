"""What terms share in front of them, the largest share first: H*W*(C + F) + C*F/g."""

from __future__ import annotations

from symcnn.algebra.presentation.groups import group
from symcnn.algebra.presentation.polynomial import Polynomial
from symcnn.algebra.presentation.products import unwrapped
from symcnn.algebra.presentation.tree import Sum


def write(p: Polynomial) -> Sum:
    """Write terms that share factors in brackets, and brackets in these."""
    return unwrapped(group(p))
