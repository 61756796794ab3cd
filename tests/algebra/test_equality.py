"""Equal means: the same function of positive whole numbers. Checked against counting over a grid."""

import random
from itertools import product

import pytest
from sympy import Max, Min, Symbol, expand, factor
from sympy.abc import C, F, H, K, W, n, s

import symcnn
from symcnn.algebra.equality import equal
from symcnn.algebra.floordiv import FloorDiv

EQUAL = [
    (2 * F + 2, 2 * (F + 1)),
    (4**n, 2 ** (2 * n)),
    (32**n / 8**n, 4**n),
    (2 * 2**n, 2 ** (n + 1)),
    (6**n, 2**n * 3**n),
    (FloorDiv(H, 2) + FloorDiv(H + 1, 2), H),  # Hermite's identity
    (FloorDiv(H, 3) + FloorDiv(H + 1, 3) + FloorDiv(H + 2, 3), H),
    (FloorDiv(H, 3) + FloorDiv(H + 1, 3), FloorDiv(2 * H, 3)),
    (FloorDiv(H - K, 2) + FloorDiv(H - K + 1, 2), H - K),
    (FloorDiv(FloorDiv(H, 2), 3), FloorDiv(H, 6)),
    (FloorDiv(H - 1, s) + 1, FloorDiv(H + s - 1, s)),
    (1 / F + 1 / K**2, (F + K**2) / (F * K**2)),
    (F * (C * K**2 + 1), C * F * K**2 + F),
    (Max(H, K), Max(K, H)),
]
DIFFERENT = [
    (F, F + 1),
    (2**n, n + 1),  # they agree at 1
    (FloorDiv(H, 2), H / 2),  # they agree at even H
    (FloorDiv(H, 64), FloorDiv(H, 65)),
    (F**2, F**3),
    (C * F, C + F),
]
OPEN = [(Max(H, K) + Min(H, K), H + K)]


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_equal(a, b):
    assert equal(a, b) is True
    assert equal(b, a) is True
    assert equal(a, b + 1) is False


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different(a, b):
    assert equal(a, b) is False


@pytest.mark.parametrize(("a", "b"), OPEN)
def test_what_cannot_be_decided_is_said(a, b):
    assert equal(a, b) is None


def test_symbols_of_one_name_are_one():
    assert equal(Symbol("F", integer=True, positive=True), F) is True


def test_the_public_function_reads_text_and_networks():
    assert symcnn.equal(symcnn.parse("conv(F,K)").params, "F*(C*K^2 + 1)") is True
    assert symcnn.equal(3, "2 + 1") is True


def random_formula(rng):
    """A polynomial in floors of affine formulas in H and K."""
    terms = []
    for _ in range(rng.randint(1, 3)):
        a, b, c, d = rng.randint(1, 3), rng.choice([0, 0, 1, -1]), rng.randint(-2, 3), rng.randint(2, 4)
        floor = FloorDiv(a * H + b * K + c, d)
        terms.append(rng.choice([1, 2, -1, K, F]) * floor ** rng.choice([1, 1, 2]))
    return sum(terms)


def test_against_counting():
    """Equal exactly when all values on a grid agree, for 150 pairs of which half are rewritten forms."""
    rng = random.Random(7)
    answers = {True: 0, False: 0}
    for _ in range(150):
        a = random_formula(rng)
        b = rng.choice([expand, factor])(a) if rng.random() < 0.5 else random_formula(rng)
        same = all((a - b).subs({H: h, K: k, F: f}) == 0 for h, k, f in product(range(1, 9), range(1, 4), (1, 2)))
        answer = equal(a, b)
        assert answer is same, (a, b)
        answers[answer] += 1
    assert min(answers.values()) > 30


def test_no_float_is_involved():
    big = 2**70
    assert equal(F + big, F + big + 1) is False
    assert equal(W * (big + 1), W * big + W) is True
