"""Answers about grids that visit few of their points: bounds over boxes, and lines that are counted.

Every answer is exact, and the one that visiting all points gives.
"""

from symcnn.grid.boxes.counts import count
from symcnn.grid.boxes.fronts import pareto
from symcnn.grid.boxes.ranges import extremes, histogram
from symcnn.grid.boxes.tops import top

__all__ = ["count", "extremes", "histogram", "pareto", "top"]
