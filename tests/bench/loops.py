"""Compiled loops over all points of the test network: what questions cost without any insight, and an oracle.

The formulas are written by hand, with the layers' sizes; numba compiles them.
"""

import numba
import numpy as np


@numba.njit(inline="always")
def sizes(h, w, k):
    """Heights and widths after the first layer, the second, and the second pool."""
    h1, w1 = h - k + 1, w - k + 1
    h2, w2 = h1 // 2 - k + 1, w1 // 2 - k + 1
    return h1 * w1, h2 * w2, (h2 // 2) * (w2 // 2), min(h2, w2) >= 2


@numba.njit(inline="always")
def params(k, f1, f2, n, size):
    return 3 * f1 * k * k + f1 + k * k * f1 * f2 + f2 + n * (size * f2 + 1) + 10 * n + 10


@numba.njit(inline="always")
def macs(k, f1, f2, n, size1, size2, size):
    return 3 * f1 * k * k * size1 + k * k * f1 * f2 * size2 + n * size * f2 + 10 * n


@numba.njit
def _count(hs, ws, ks, f1s, f2s, ns, budget):
    total = 0
    for h in hs:
        for w in ws:
            for k in ks:
                _, _, size, fits = sizes(h, w, k)
                if fits:
                    for f1 in f1s:
                        for f2 in f2s:
                            for n in ns:
                                total += params(k, f1, f2, n, size) <= budget
    return total


@numba.njit
def _count_both(hs, ws, ks, f1s, f2s, ns, budget, most):
    total = 0
    for h in hs:
        for w in ws:
            for k in ks:
                size1, size2, size, fits = sizes(h, w, k)
                if fits:
                    for f1 in f1s:
                        for f2 in f2s:
                            for n in ns:
                                small = params(k, f1, f2, n, size) <= budget
                                total += small & (macs(k, f1, f2, n, size1, size2, size) <= most)
    return total


@numba.njit
def _top(hs, ws, ks, f1s, f2s, ns, budget, best):
    """Keeps the best in two arrays, sorted; points come by rising number, so that equals stay behind."""
    number, (values, numbers) = -1, best
    for h in hs:
        for w in ws:
            for k in ks:
                size1, size2, size, fits = sizes(h, w, k)
                number += 0 if fits else len(f1s) * len(f2s) * len(ns)
                for f1 in f1s[: len(f1s) * fits]:
                    for f2 in f2s:
                        for n in ns:
                            number += 1
                            value = macs(k, f1, f2, n, size1, size2, size)
                            if value > values[-1] and params(k, f1, f2, n, size) <= budget:
                                _insert(values, numbers, value, number)


@numba.njit
def _insert(values, numbers, value, number):
    at = len(values) - 1
    while at > 0 and values[at - 1] < value:
        values[at], numbers[at] = values[at - 1], numbers[at - 1]
        at -= 1
    values[at], numbers[at] = value, number


@numba.njit
def _best(hs, ws, ks, f1s, f2s, ns, best):
    """The greatest MACs for each number of parameters."""
    number, (values, numbers) = -1, best
    for h in hs:
        for w in ws:
            for k in ks:
                size1, size2, size, fits = sizes(h, w, k)
                number += 0 if fits else len(f1s) * len(f2s) * len(ns)
                for f1 in f1s[: len(f1s) * fits]:
                    for f2 in f2s:
                        for n in ns:
                            number += 1
                            at = params(k, f1, f2, n, size)
                            value = macs(k, f1, f2, n, size1, size2, size)
                            if value > values[at]:
                                values[at], numbers[at] = value, number


def columns(axes):
    return [np.array(axes[name]) for name in ("H", "W", "K", "F1", "F2", "N")]


def count(axes, budget):
    return _count(*columns(axes), budget)


def count_both(axes, budget, most):
    return _count_both(*columns(axes), budget, most)


def top(axes, budget, n):
    values, numbers = np.full(n, -1), np.full(n, -1)
    _top(*columns(axes), budget, (values, numbers))
    return [row for row in zip(values.tolist(), numbers.tolist(), strict=True) if row[0] >= 0]


def front(axes):
    """Fewest parameters, most MACs: the records of the best by rising parameters."""
    h, w, k, f1, f2, n = (max(axes[name]) for name in ("H", "W", "K", "F1", "F2", "N"))
    most = params.py_func(k, f1, f2, n, h * w // 16)
    values, numbers = np.full(most + 1, -1), np.full(most + 1, -1)
    _best(*columns(axes), (values, numbers))
    before = np.concatenate([[-1], np.maximum.accumulate(values)[:-1]])
    records = np.flatnonzero(values > before)
    return [((int(p), int(values[p])), int(numbers[p])) for p in records]
