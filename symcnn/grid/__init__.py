"""Formulas over grids of whole numbers: compiled once, then counted, bounded, swept and optimised.

Knows nothing of networks: what comes in are formulas, axes and conditions.
"""
