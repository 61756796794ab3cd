"""CPU time of processes and of calls, and ratios of two measured in turn."""

import os
import resource
import statistics
import subprocess
import sys
import time

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process_time(command):
    """CPU seconds of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT, cwd="/")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def own_time(function):
    """CPU seconds of one call in this process."""
    before = time.process_time()
    function()
    return time.process_time() - before


def cold_time(function):
    """CPU seconds of one call in this process with nothing kept from earlier ones: not by us, not by sympy."""
    forget()
    return own_time(function)


def forget():
    """Empty the caches of sympy and of every module of symcnn."""
    from sympy.core.cache import clear_cache

    clear_cache()
    for name in sorted(sys.modules):
        if name.partition(".")[0] == "symcnn":
            for value in list(vars(sys.modules[name]).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def ratio(measure, a, b, pairs):
    """The median of a/b over alternating pairs, after one pair to warm up."""
    return mixed_ratio(measure, a, measure, b, pairs)


def mixed_ratio(measure_a, a, measure_b, b, pairs):
    """The same for two that are measured each in its own way."""
    measure_a(a), measure_b(b)
    return statistics.median(measure_a(a) / measure_b(b) for _ in range(pairs))
