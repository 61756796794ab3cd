"""The best values within limits, proved optimal."""
