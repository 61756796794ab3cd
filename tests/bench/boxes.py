"""Questions about 10^9 networks by boxes and lines, against a compiled loop over all of them.

    python tests/bench/boxes.py [pairs]

Ratios of CPU time in one run, medians over alternating pairs; every answer is compared with that of the loop.
The loop is compiled by numba before anything is measured. The network is
`input(H,W,3) conv(F1,K) pool(2) conv(F2,K) pool(2) dense(N) dense(10)`, with 10 values of H, W and K each.
"""

import sys
from functools import partial

import loops
from measure import mixed_ratio, own_time

NET = "input(H,W,3) conv(F1,K) pool(2) conv(F2,K) pool(2) dense(N) dense(10)"
AXES = {"H": range(28, 65, 4), "W": range(28, 65, 4), "K": range(1, 11)}
AXES |= {"F1": range(8, 207, 2), "F2": range(8, 207, 2), "N": range(10, 1001, 10)}
TEN_TIMES = AXES | {"N": range(1, 1001)}
HALF, HUNDREDTH = 2_500_000, 110_000  # budgets that half of the points keep, and one in a hundred
FRONT = [("params", "min"), ("macs", "max")]


def problem(axes, budget=None):
    """The network over a grid, compiled."""
    import symcnn
    from symcnn.ask.claims import read_claims, read_measure
    from symcnn.ask.problem import compiled
    from symcnn.given_axes import given_grid

    grid = given_grid(axes)
    wanted = {name: read_measure(name, grid.names) for name in ("params", "macs")}
    claims = read_claims(f"params <= {budget}", grid.names) if budget else ()
    return compiled(symcnn.parse(NET).report, grid, wanted, claims)


def questions():
    """What is asked, by boxes and by the loop, and how many times faster the former should be."""
    from symcnn.grid.boxes import count, pareto, top

    found = []
    for share, budget in (("0.5", HALF), ("0.01", HUNDREDTH)):
        asked, ten = problem(AXES, budget), problem(TEN_TIMES, budget)
        by_loop = (lambda b=budget: loops.count(AXES, b), lambda b=budget: loops.top(AXES, b, 20))
        found.append((f"count, share {share}", partial(count, asked), by_loop[0], 100, partial(count, ten)))
        best = (partial(top, one, "macs", 20) for one in (asked, ten))
        found.append((f"top 20 by MACs, share {share}", next(best), by_loop[1], 100, next(best)))
    fronts = (partial(pareto, problem(axes), FRONT) for axes in (AXES, TEN_TIMES))
    found.append(("front of parameters and MACs", next(fronts), lambda: loops.front(AXES), 20, next(fronts)))
    return found


def main(pairs):
    for what, by_boxes, by_loop, bar, ten_times in questions():
        same = "same answer" if by_boxes() == by_loop() else "ANOTHER ANSWER"
        faster = 1 / mixed_ratio(own_time, by_boxes, own_time, by_loop, pairs)
        print(f"{what:<36} {faster:6.0f} times faster, bar {bar}; {same}")
        grown = mixed_ratio(own_time, ten_times, own_time, by_boxes, pairs)
        print(f"{'    10^10 points / 10^9':<36} {grown:6.2f} bar 3")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
