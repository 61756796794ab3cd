"""Questions about 10^9 networks by boxes and lines, against a compiled loop over all of them.

    python tests/bench/boxes.py [pairs]

Ratios of CPU time in one run, medians over alternating pairs; every answer is compared with that of the loop.
The loop is compiled by numba, and the formulas are written on a tape, before anything is measured; how a question
is answered is planned anew each time, but for the lines `asked again`. The network is
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
MACS = 100_000_000
FRONT = [("params", "min"), ("macs", "max")]


def problem(axes, budget=None, macs=None):
    """The network over a grid, compiled."""
    import symcnn
    from symcnn.ask.claims import read_claims, read_measure
    from symcnn.ask.problem import compiled
    from symcnn.given_axes import given_grid

    grid = given_grid(axes)
    wanted = {name: read_measure(name, grid.names) for name in ("params", "macs")}
    limits = {"params": budget, "macs": macs}
    texts = [f"{name} <= {limit}" for name, limit in limits.items() if limit]
    claims = [claim for text in texts for claim in read_claims(text, grid.names)]
    return compiled(symcnn.parse(NET).report, grid, wanted, claims)


def questions():
    """What is asked, of which problems (of 10^9 and of 10^10 points), by a loop, and how many times faster to be."""
    from symcnn.grid.boxes import count, pareto, top

    for share, budget in (("0.5", HALF), ("0.01", HUNDREDTH)):
        problems = problem(AXES, budget), problem(TEN_TIMES, budget)
        yield f"count, share {share}", count, problems, partial(loops.count, AXES, budget), 100
        best = partial(top, by="macs", n=20)
        yield f"top 20 by MACs, share {share}", best, problems, partial(loops.top, AXES, budget, 20), 100
    problems = problem(AXES, HALF, MACS), problem(TEN_TIMES, HALF, MACS)
    yield "count, two budgets", count, problems, partial(loops.count_both, AXES, HALF, MACS), 100
    problems = problem(AXES), problem(TEN_TIMES)
    yield "front of parameters and MACs", partial(pareto, objectives=FRONT), problems, partial(loops.front, AXES), 20


def report(pairs, what, question, problems, by_loop, bar):
    """Say how a question compares with the loop, and with itself over ten times as many points."""

    def first(asked=problems[0]):
        return question(asked.replaced())  # without the plans of earlier answers

    same = "same answer" if first() == by_loop() else "ANOTHER ANSWER"
    faster = 1 / mixed_ratio(own_time, first, own_time, by_loop, pairs)
    print(f"{what:<36} {faster:6.0f} times faster, bar {bar}; {same}", flush=True)
    faster = 1 / mixed_ratio(own_time, partial(question, problems[0]), own_time, by_loop, pairs)
    print(f"{'    asked again':<36} {faster:6.0f}", flush=True)
    grown = mixed_ratio(own_time, partial(first, problems[1]), own_time, first, pairs)
    print(f"{'    10^10 points / 10^9':<36} {grown:6.2f} bar 3", flush=True)


def main(pairs):
    for asked in questions():
        report(pairs, *asked)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
