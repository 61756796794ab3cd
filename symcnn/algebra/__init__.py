"""Exact arithmetic on integers, fractions and sympy expressions; it knows nothing of networks."""
