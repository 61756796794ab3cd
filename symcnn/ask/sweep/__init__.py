"""A network over a grid of values: rows, the best, fronts, histograms, files and pictures."""
