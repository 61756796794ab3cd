"""Windows and weights counted one by one, with no formula: what the formulas must agree with.

Nothing here divides or rounds a size. A window is a place where it starts; a weight is a connection
that a loop comes by; a transposed convolution is a set of places that were reached.
"""

from itertools import count, product, takewhile


def window_starts(n, kernel, stride, pad, dilation=1, ceil=False):
    """Where windows start, counted from the first real value.

    A window lies in the padded input. Rounding up, there is one more window as long as the one a
    step before it leaves a part of the padded input unseen, but none that starts in the padding
    after the input.
    """

    def fits(start):
        end = max(start + j * dilation for j in range(kernel)) + 1
        return end - stride < n + pad and start < n if ceil else end <= n + pad

    return list(takewhile(fits, count(-pad, stride)))


def same_starts(n, stride):
    """With `same`, a window is centred on the values 0, s, 2s, ...: on those that a step comes to."""
    return list(range(0, n, stride))


def transposed_places(n, kernel, stride, pad, outpad=0, dilation=1):
    """Every input value is spread over one kernel; `pad` places are cut off at both ends."""
    reached = {i * stride + j * dilation for i in range(n) for j in range(kernel)}
    return list(range(pad, max(reached) + 1 + outpad - pad))


def connections(channels, filters, groups):
    """The pairs of an input channel and a filter in the same group."""
    mine = [g for g in range(groups) for _ in range(channels // groups)]
    theirs = [g for g in range(groups) for _ in range(filters // groups)]
    return [(c, f) for c, f in product(range(channels), range(filters)) if mine[c] == theirs[f]]


def kernel_places(kernel):
    """The places of a kernel with a size for every axis."""
    return list(product(*map(range, kernel)))


def conv_weights(kernel, channels, filters, groups=1):
    """The weights without biases: a place of the kernel and a connection each."""
    return len({(place, pair) for place in kernel_places(kernel) for pair in connections(channels, filters, groups)})


def conv_macs(outputs, kernel, channels, filters, groups=1):
    """A multiplication for every output place, every place of the kernel and every connection."""
    work = product(product(*outputs), kernel_places(kernel), connections(channels, filters, groups))
    return sum(1 for _ in work)
