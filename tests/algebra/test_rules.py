"""A rule writes a formula in another way; it must stay the same formula."""

import random

import pytest
from sympy import expand, symbols

from symcnn.algebra.presentation import rules
from symcnn.algebra.presentation.polynomial import polynomial
from symcnn.algebra.presentation.tree import read
from symcnn.algebra.presentation.written import Written

ATOMS = symbols("C F K n")
FORMULAS = 40


def random_sum(seed):
    """A product of small sums, more sums of small products: both have something to be found."""
    draw = random.Random(seed)

    def small():
        return sum(draw.randint(-3, 9) * draw.choice(ATOMS) ** draw.randint(0, 2) for _ in range(draw.randint(1, 3)))

    return sum(small() * small() * draw.choice(ATOMS) for _ in range(draw.randint(1, 3)))


@pytest.mark.parametrize("name", sorted(rules.RULES))
@pytest.mark.parametrize("multiplied", [False, True])
def test_what_a_rule_writes_is_the_polynomial_it_got(name, multiplied):
    for seed in range(FORMULAS):
        formula = random_sum(seed)
        p = polynomial(read(formula), multiplied=multiplied)
        if p.terms:
            written = Written(rules.RULES[name](p)).expression()
            assert expand(written - formula) == 0, f"{name} makes {written} of {formula}"
