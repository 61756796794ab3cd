"""Substitute then count, or count then substitute: the same numbers, and refused for the same values.

A combination of values that is refused violates one of the formula's conditions, and the other way round.
"""

import re

import pytest

import symcnn
from tests.oracles.random_text import random_network, random_sequence, random_values

QUANTITIES = ("params", "buffers", "macs", "flops", "activations")
TRIES = 5  # values for every network


def at(formula, values):
    """A formula at numbers."""
    return int(formula.subs(values)) if hasattr(formula, "subs") else formula


def holds(condition, values):
    """Whether a condition holds at numbers."""
    truth = condition.at(values)
    assert truth is not None, condition
    return truth


def network(text, **values):
    """The network, or None where it is refused."""
    try:
        return symcnn.parse(text, **values)
    except symcnn.SymcnnError:
        return None


def compare(text, net, values):
    """Compare a formula at one point; tells whether the network exists there."""
    numbers = network(text, **net.given, **values)
    allowed = all(holds(condition, values) for condition in net.conditions)
    assert allowed == (numbers is not None), (text, net.given, values, [str(c) for c in net.conditions])
    if numbers is None:
        return False
    said = {name: at(getattr(net, name), values) for name in QUANTITIES}
    assert said == {name: getattr(numbers, name) for name in QUANTITIES}, (text, net.given, values)
    shapes = [tuple(at(size, values) for size in layer.output_shape) for layer in net.layers]
    assert shapes == [layer.output_shape for layer in numbers.layers], (text, net.given, values)
    return True


def compare_in_two_steps(text, net, values):
    """Give some symbols their values, derive the formula again, and then the others."""
    some = dict(list(values.items())[::2])
    rest = {name: value for name, value in values.items() if name not in some}
    try:
        partial = net(**some)
    except symcnn.SymcnnError:
        assert network(text, **values) is None, (text, some, values)
    else:
        compare(text, partial, rest)


def compare_network(seed, make=random_network):
    """Compare at several points; gives how many there were, and at how many the network exists."""
    text = make(seed)
    names = sorted(set(re.findall(r"\b[A-Z]\b", text)))
    points = [random_values(TRIES * seed + i, names) for i in range(TRIES)]
    net = network(text)
    if net is None:  # whatever the symbols are
        assert [values for values in points if network(text, **values)] == [], text
        return 0, 0
    compare_in_two_steps(text, net, points[0])
    return TRIES, sum(compare(text, net, values) for values in points)


def check(seeds, make=random_network):
    results = [compare_network(seed, make) for seed in seeds]
    points, exist = sum(p for p, _ in results), sum(e for _, e in results)
    assert points > 0.7 * TRIES * len(results)  # most networks are possible,
    assert 0.3 * points < exist < 0.8 * points  # and at some points, not at others


def test_some_networks():
    check([*range(12), 690])  # 690: G/2 channels are never cut into G groups


def test_some_sequences():
    check(range(30), random_sequence)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 500, 100))
def test_five_hundred_sequences(start):
    check(range(start, start + 100), random_sequence)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_a_thousand_networks(start):
    check(range(start, start + 100))
