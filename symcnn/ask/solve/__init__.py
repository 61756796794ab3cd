"""The values of symbols for which a claim holds: the largest, the smallest, or all."""
