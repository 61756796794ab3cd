"""Formulas as an author would print them: F*(C*K**2 + 1), 16*(9*C + 1), 1/F + 1/K**2."""

from symcnn.algebra.presentation.short import as_is, expanded, factored, kinds, layers, operations, short
from symcnn.algebra.presentation.written import Written

__all__ = ["Written", "as_is", "expanded", "factored", "kinds", "layers", "operations", "short"]
