"""A Dask cluster of two workers on this machine against two threads: the same look at every one of 10^9 points.

    python tests/bench/cluster.py [pairs]

Ratios of elapsed time (the work is done in other processes), medians over alternating pairs. The cluster runs
before anything is measured, as one does that several commands use; what starting it takes is printed beside it.
"""

import statistics
import sys
import time

from distributed import LocalCluster
from sweeps import LARGE, NET

import symcnn

POINTS = LARGE | {"N": range(1, 501)}


def elapsed(function):
    """Seconds of one call."""
    before = time.perf_counter()
    function()
    return time.perf_counter() - before


def main(pairs):
    sweep = symcnn.sweep(NET, where="params <= 1M or macs <= 20*params", **POINTS)
    began = time.perf_counter()
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        started = time.perf_counter() - began
        there, here = sweep.using("dask", cluster.scheduler_address), sweep.using("threads", workers=2)
        assert there.count() == here.count()
        times = [(elapsed(there.count), elapsed(here.count)) for _ in range(pairs)]
    print(f"{sweep.grid.size:,} points: two threads take {statistics.median(b for _, b in times):.1f} s")
    print(f"Dask / threads                        {statistics.median(a / b for a, b in times):.2f}  (bar: at most 2)")
    print(f"starting the cluster / one question   {started / statistics.median(b for _, b in times):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3)
