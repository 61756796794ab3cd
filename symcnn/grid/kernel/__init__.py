"""Dense values of formulas over a grid: planned once for the shape of the grid, then evaluated a tile at a time."""
