"""The test network over 10^6 and 10^7 points, against NumPy at all of them."""

import numpy as np
import pytest

from symcnn.grid.boxes import count, extremes, histogram, pareto, top
from tests.grid.boxes.test_boxes import problem_of

NET = "input(H,W,3) conv(F1,K) pool(2) conv(F2,K) pool(2) dense(N) dense(10)"
GRIDS = {
    10**6: {"H": 10, "W": 10, "K": 10, "F1": 10, "F2": 10, "N": 10},
    10**7: {"H": 10, "W": 10, "K": 10, "F1": 20, "F2": 25, "N": 20},
}
FIRST = {"H": (28, 4), "W": (20, 5), "K": (1, 1), "F1": (8, 8), "F2": (6, 11), "N": (10, 60)}


def at_all_points(axes):
    """Parameters, MACs, and where there is a network, by formulas written by hand."""
    h, w, k, f1, f2, n = (a.astype(np.int64) for a in np.ix_(*(np.array(axes[x]) for x in FIRST)))
    h1, w1 = h - k + 1, w - k + 1
    h2, w2 = h1 // 2 - k + 1, w1 // 2 - k + 1
    flat = (h2 // 2) * (w2 // 2) * f2
    params = (3 * k * k + 1) * f1 + (k * k * f1 + 1) * f2 + (flat + 1) * n + 11 * n - n + 10
    macs = h1 * w1 * k * k * 3 * f1 + h2 * w2 * k * k * f1 * f2 + flat * n + 10 * n
    exists = np.broadcast_to((h2 >= 2) & (w2 >= 2), params.shape)
    return params.ravel(), np.broadcast_to(macs, params.shape).ravel(), exists.ravel()


def front(params, macs, numbers):
    order = np.lexsort((numbers, -macs, params))
    best = np.maximum.accumulate(macs[order])
    records = order[np.concatenate([[True], best[1:] > best[:-1]])]
    return [((int(params[n]), int(macs[n])), int(numbers[n])) for n in records]


@pytest.mark.parametrize("size", [10**6, pytest.param(10**7, marks=pytest.mark.slow)])
@pytest.mark.parametrize("share", [0.5, 0.01])
def test_the_test_network(size, share):
    axes = {name: range(FIRST[name][0], FIRST[name][0] + FIRST[name][1] * n, FIRST[name][1]) for name, n in
            GRIDS[size].items()}  # fmt: skip
    params, macs, exists = at_all_points(axes)
    budget = int(np.quantile(params[exists], share))
    problem = problem_of(NET, axes, None, f"params <= {budget}")
    numbers = np.flatnonzero(exists & (params <= budget))
    assert count(problem) == len(numbers)
    macs, params = macs[numbers], params[numbers]
    order = np.lexsort((numbers, -macs))[:20]
    assert top(problem, "macs", 20) == [(int(macs[n]), int(numbers[n])) for n in order]
    assert pareto(problem, [("params", "min"), ("macs", "max")]) == front(params, macs, numbers)
    edges = [0, budget // 3, budget // 2, budget]
    assert histogram(problem, "params", edges) == np.histogram(params, edges)[0].tolist()
    ends = [int(macs.min()), int(macs.max())]
    assert [value for value, _ in extremes(problem, "macs")] == ends
