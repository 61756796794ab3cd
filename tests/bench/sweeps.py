"""Sweeps as ratios of two things measured in turn in one run, of the CPU time of this process.

    python tests/bench/sweeps.py [pairs]     TORCH_PYTHON=... names an interpreter that has torch, if this one has not

The network has six symbols, the grid 10**8 points; each prints a figure and what it is to reach.
"""

import os
import subprocess
import sys

import numpy as np
from measure import mixed_ratio, own_time, ratio

import symcnn
from symcnn.grid.arrays import fits
from symcnn.grid.intervals import Intervals
from symcnn.grid.kernel.dense import Dense
from symcnn.grid.kernel.loops import Loops, has_numba
from symcnn.grid.tiles import Scan

NET = "input(H,W,3) conv(F1,K) pool(2) conv(F2,K) pool(2) dense(N) dense(10)"
LARGE = {
    "H": range(32, 42),
    "W": range(32, 42),
    "K": range(1, 11),
    "F1": range(8, 328, 8),
    "F2": range(8, 408, 8),
    "N": range(10, 510, 10),
}
MILLION = {name: values[:10] for name, values in LARGE.items()}
POINTS = 10**8


def problem_of(axes, quantity="params"):
    ((_, problem),) = symcnn.sweep(NET, quantity=quantity, **axes).made.parts
    return problem


def stream(kernel):
    """All values, each tile in the memory of the one before."""
    for _ in kernel.tiles():
        pass


def lambdified(problem, net):
    """The same formula by `sympy.lambdify`, over flat columns of a million points, for as many as the grid has."""
    import sympy

    names = problem.grid.names
    function = sympy.lambdify([sympy.Symbol(name) for name in names], net.params, "numpy")
    axes = [np.array(axis.columns[0]) for axis in problem.grid.axes]
    columns = [column.ravel() for column in np.meshgrid(*axes, indexing="ij")]
    return lambda: function(*columns)


def say(what, figure, bar, digits=2):
    print(f"{what:<60} {figure:>12,.{digits}f}  {bar}", flush=True)


def engines():
    """The engines by name, over the large grid."""
    problem = problem_of(LARGE)
    wanted = [problem.outputs["params"].numerator]
    found = {"numpy alone": Dense(problem.grid, problem.intervals, wanted)}
    return found | ({"numba": Loops(problem.grid, problem.intervals, wanted)} if has_numba() else {})


def report_values(pairs):
    dense, *compiled = engines().values()
    small = problem_of(MILLION)
    flat = ratio(own_time, lambdified(small, symcnn.parse(NET)), lambda: stream(dense), pairs)
    say("(a) numpy alone: points a second / those of lambdify, flat", flat * POINTS / small.grid.size, "bar 20")
    out = np.ones(POINTS, np.int64)

    def against_fill(kernel):
        return ratio(own_time, lambda: out.fill(3), lambda: stream(kernel), pairs)

    say("(b) numpy alone: speed / filling an int64 array", against_fill(dense), "bar 0.5")
    for loops in compiled:
        say("(c) numba: speed / filling", against_fill(loops), "bar 0.8")
    say("(d) numpy: params, macs and what is valid", against_fill(Scan(problem_of(LARGE, "params,macs")).kernel), "")


def report_proof(pairs):
    """The bounds of all nodes from nothing, and whether 64 bits hold them, against sweeps."""
    large, million = problem_of(LARGE), problem_of(MILLION)
    dense, short = (
        Dense(problem.grid, problem.intervals, [problem.outputs["params"].numerator]) for problem in (large, million)
    )

    def share(of):
        return ratio(own_time, lambda: [prove(large) for _ in range(100)], of, pairs)

    say("(e) proof that 64 bits suffice, per cent of 10**8 values", share(lambda: stream(dense)), "bar 1")
    say(
        "    of a sweep of 10**6 points from its text on",
        share(lambda: stream(Scan(problem_of(MILLION)).kernel)),
        "bar 1",
    )
    say("    of 10**6 values alone", share(lambda: stream(short)), "")


def prove(problem):
    return fits(Intervals(problem.tape, problem.intervals.ranges), [problem.outputs["params"].numerator])


TORCH = """
import sys, time
try:
    import torch
except ImportError:
    sys.exit(7)
from torch import nn
def build(h, w, k, f1, f2, n):
    with torch.device("meta"):
        a, b = ((((s - k + 1) // 2) - k + 1) // 2 for s in (h, w))
        net = nn.Sequential(nn.Conv2d(3, f1, k), nn.MaxPool2d(2), nn.Conv2d(f1, f2, k), nn.MaxPool2d(2), nn.Flatten(),
                            nn.Linear(a * b * f2, n), nn.Linear(n, 10))
    return sum(p.numel() for p in net.parameters())
build(32, 32, 3, 8, 8, 10)
start = time.process_time()
total = [build(32 + i % 10, 32, 1 + i % 5, 8 + i, 16, 10 * i + 10) for i in range(200)]
print((time.process_time() - start) / 200, total[7])
"""


def report_torch(pairs):
    """A configuration built on PyTorch's meta device and counted, against one of the sweep."""
    python = os.environ.get("TORCH_PYTHON", sys.executable)
    if subprocess.run([python, "-W", "ignore", "-c", "import torch"], capture_output=True, check=False).returncode:
        print("(f) a configuration in PyTorch / here: no torch here; TORCH_PYTHON=... names a Python that has it")
        return
    expected = symcnn.parse(NET, H=39, W=32, K=3, F1=15, F2=16, N=80).params

    def torch_time(_):
        ran = subprocess.run([python, "-W", "ignore", "-c", TORCH], capture_output=True, text=True, check=True)
        seconds, params = ran.stdout.split()
        if int(params) != expected:
            raise ValueError(f"PyTorch counts {params}, not {expected}")
        return float(seconds)

    for name, kernel in engines().items():
        figure = mixed_ratio(torch_time, None, own_time, lambda kernel=kernel: stream(kernel), pairs) * POINTS
        say(f"(f) a configuration in PyTorch, meta / here, {name}", figure, "bar 1,000,000", 0)


def main(pairs):
    report_values(pairs)
    report_proof(pairs)
    report_torch(pairs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
