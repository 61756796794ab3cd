"""Claims that are solved for a symbol, against trying every value."""

import random
from fractions import Fraction
from math import isqrt

import pytest

import symcnn
from symcnn import SymcnnError
from tests.ask.test_design import MEASURES, TEXTS, totals

# text | claim | symbol | values; the symbol is tried from 1 to 60 (a network without a value fails a claim)
TRIED = """
conv(F,3) dense(10) | params <= 100k | F | H=9 W=9 C=1
conv(F,3) dense(10) | params < 7300 | F | H=9 W=9 C=1
conv(F,3) dense(10) | 100k >= params | F | H=9 W=9 C=1
conv(F,3) dense(10) | params > 20k | F | H=9 W=9 C=1
conv(F,3) conv(2*F,3) gap dense(10) | params >= 3333 | F | C=2
conv(F,3) conv(floor(F/3)+1,3) gap | params <= 12k | F | C=2
conv(8,K) gap dense(4) | macs <= 20k | K | H=20 W=20 C=1
conv(8,K) gap dense(4) | macs >= 20k | K | H=20 W=20 C=1
conv(8,K) gap dense(4) | macs <= 70k | K | H=20 W=13 C=1
conv(8,K) dense(4) | params <= 9k | K | H=20 W=20 C=1
conv(8,K) dense(4) | params >= 9k | K | H=20 W=20 C=1
conv(8,K) dense(4) | params == 4684 | K | H=20 W=20 C=1
conv(8,3,S) dense(4) | params == 668 | S | H=60 W=60 C=2
conv(8,3,S) dense(4) | params >= 668 | S | H=30 W=30 C=2 S=1..60
conv(8,3,S) dense(4) | params <= 1000 and macs >= 4000 | S | H=30 W=30 C=2 S=1..60
conv(max(8,F),3) dense(4) | params <= 4k | F | H=9 W=9 C=2
conv(min(40,F),3) gap | params >= 400 | F | C=2
conv(divisible(F),3) gap | params <= 400 | F | C=2
conv(divisible(F),3) gap | params == 304 | F | C=2
n*{ conv(C,3,pad=same) } gap | params <= 1000 | n | C=3
n*{ conv(C,3) } gap | params <= 100k | n | C=3 H=41 W=60
for i in 1..n { conv(2^i,3,pad=same) } gap | params <= 100k | n | C=3
if n >= 9 { conv(n,3) } else { dense(n) } | params <= 1000 | n | H=5 W=5 C=1 n=1..60
conv(F,3) gap dense(10) | params <= 3k and not macs >= 200k | F | H=9 W=9 C=1
conv(F,3) gap | params % 7 == 1 | F | C=1 F=1..60
conv(F,3) gap | params <= 500 and F != 20 | F | C=2
pool(K) | activations >= 12 | K | H=20 W=20 C=1
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in TRIED.strip().splitlines()]


def bound(values):
    return dict(word.split("=", 1) for word in values.split())


def holding(text, claim, symbol, values):
    """The values of the symbol for which `expect` says yes to the claim."""
    given = {name: value for name, value in values.items() if name != symbol}
    found = []
    for number in range(1, 61):
        try:
            net = symcnn.parse(text, **given, **{symbol: number})
        except SymcnnError:
            continue
        names = {name: getattr(net, name) for name in ("params", "macs", "activations")}
        python = claim.replace("100k", "100000").replace("200k", "200000").replace("k", "000")
        if eval(python, {**names, symbol: number}):  # noqa: S307  (the claims above)
            found.append(number)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]} in {case[0]}")
def test_against_all_values(case):
    text, claim, symbol, values = case
    values = bound(values)
    expected = holding(text, claim, symbol, values)
    ranged = {**values, symbol: "1..60"}
    assert expected, "the case tests nothing"
    every = symcnn.solve(text, claim, symbol, want="every", **ranged)
    assert [one.value for one in every.solutions] == expected
    assert symcnn.solve(text, claim, symbol, want="largest", **ranged).value == expected[-1]
    assert symcnn.solve(text, claim, symbol, want="smallest", **ranged).value == expected[0]


@pytest.mark.parametrize("case", [case for case in CASES if f"{case[2]}=" not in case[3]], ids=lambda case: case[0])
def test_without_a_range_the_values_go_on(case):
    text, claim, symbol, values = case
    expected = holding(text, claim, symbol, bound(values))
    assert symcnn.solve(text, claim, symbol, want="smallest", **bound(values)).value == expected[0]
    if expected[-1] < 60:
        assert symcnn.solve(text, claim, symbol, want="largest", **bound(values)).value == expected[-1]


@pytest.mark.parametrize("digits", [6, 30, 100])
def test_budgets_of_any_size(digits):
    """9 F^2 + 28 F + ... of two convolutions, against the root that school gives."""
    budget = 10**digits
    found = symcnn.solve("conv(F,3) conv(F,3)", f"params <= {budget}", "F", C=3)
    assert found.value == (isqrt(29 * 29 + 36 * budget) - 29) // 18
    after = symcnn.solve("conv(F,3) conv(F,3)", f"params >= {budget}", "F", C=3)
    assert after.value == (isqrt(29 * 29 + 36 * (budget - 1)) - 29) // 18 + 1


FORMULAS = [
    ("conv(F,3) gap dense(10)", "params <= P", "F", "F = (P - 10)//(9*C + 11)"),
    ("conv(F,3) gap dense(10)", "P >= params", "F", "F = (P - 10)//(9*C + 11)"),
    ("conv(F,3) gap dense(10)", "params < P", "F", "F = (P - 11)//(9*C + 11)"),
    ("conv(F,3) gap dense(10)", "params >= P", "F", "F = (P - 11)//(9*C + 11) + 1"),
    ("conv(F,3,bias=false)", "macs <= P", "F", "F = P//(9*C*(H - 2)*(W - 2))"),
    ("n*{ res{ conv(.c,3,pad=same) relu } }", "params <= 1M", "n", "n = 1000000//(C*(9*C + 1))"),
    ("conv(F,3) conv(F,3)", "params <= P", "F", "F = (isqrt(9*C*(9*C + 4) + 36*P + 4) - (9*C + 2))//18"),
]


@pytest.mark.parametrize(("text", "claim", "symbol", "formula"), FORMULAS)
def test_symbols_that_are_left_open_stay_in_the_formula(text, claim, symbol, formula):
    assert symcnn.solve(text, claim, symbol).formula == formula


@pytest.mark.parametrize(("text", "claim", "symbol", "formula"), FORMULAS)
def test_a_formula_gives_what_is_found_with_numbers(text, claim, symbol, formula):
    right = formula.partition("= ")[2]
    for c, p in [(1, 2000), (3, 12_345), (7, 98_765)]:
        found = symcnn.solve(text, claim.replace("P", str(p)), symbol, C=c, H=7, W=8)
        assert found.value == eval(right, {"C": c, "P": p, "H": 7, "W": 8, "isqrt": isqrt})  # noqa: S307  (the formulas above)


def test_all_solutions_over_ranges():
    """params = 10 F + F N + N, tried."""
    found = symcnn.solve("conv(F,3) gap dense(N)", "params == 2630", "N", C=1, F="1..64", N="1..100")
    expected = [(f, n) for f in range(1, 65) for n in range(1, 101) if 10 * f + f * n + n == 2630]
    assert [(one.values["F"], one.values["N"]) for one in found.solutions] == expected
    assert len(expected) > 1
    limited = symcnn.solve("conv(F,3) gap dense(N)", "params == 2630", "N", C=1, F="1..64", N="1..100", limit=1)
    assert (len(limited.solutions), limited.more) == (1, True)
    assert str(limited).startswith("F = ")


def test_the_network_of_the_first_page_is_one_of_its_kind():
    found = symcnn.solve(
        "conv(F,3) pool(2) dense(N) dense(10)", "params == 542230", "N", F="1..512", N="1..1024", H=28, W=28, C=1
    )
    assert found.values == [{"F": 32, "N": 100}]


def test_the_largest_for_each_of_some_values():
    found = symcnn.solve("conv(F,K) gap", "params <= 1000", "F", C=2, K="1,3,5,7")
    assert {one.values["K"]: one.value for one in found.solutions} == {k: 1000 // (2 * k * k + 1) for k in (1, 3, 5, 7)}
    assert found.formula == "F = 1000//(2*K**2 + 1)"


def test_values_at_a_distance_and_fractions():
    assert symcnn.solve("conv(F,3) gap", "params <= 1000", "F", C=2, F="8..512:8").value == 48
    text = "param a: rational conv(floor(a*32),3) gap"
    assert symcnn.solve(text, "params <= 500", "a", C=2, a="1/4,1/2,3/4,1").value == Fraction(3, 4)
    with pytest.raises(SymcnnError, match="a is rational"):
        symcnn.solve(text, "params <= 500", "a", C=2)


NOTHING = [  # claim, what is said
    ("params <= 5", "params <= 5 holds for no F\n  the least is params = 30 at F = 1"),
    ("params == 543", "543 holds for no F: left - right is never a multiple of 20, for its remainder is always 7\n"
     "  nearest: params = 530 at F = 26\n  nearest: params = 550 at F = 27"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "said"), NOTHING)
def test_no_solution_says_why(claim, said):
    found = symcnn.solve("conv(F,3) gap dense(10)", claim, "F", C=1)
    assert said in str(found)
    assert (found.value, found.values) == (None, [])


def test_no_solution_names_all_that_may_vary():
    found = symcnn.solve("conv(F,3) gap dense(N)", "params <= 5", F="1..3", N="1..4", C=1)
    assert str(found).splitlines()[0] == "no solution: params <= 5 holds for no F, N"


def test_the_greatest_of_what_rises_and_falls():
    """K^2 (29 - K)^2 for K = 1..28 is greatest in the middle."""
    found = symcnn.solve("conv(8,K,bias=false) gap", "macs >= 1M", "K", H=28, W=28, C=1)
    best = max(range(1, 29), key=lambda k: 8 * k * k * (29 - k) ** 2)
    assert found.nearest[0].value in (best, 29 - best)
    assert f"the greatest is macs = {8 * best**2 * (29 - best) ** 2:,}" in str(found)


def test_the_conditions_of_the_network_are_kept():
    found = symcnn.solve("conv(3,K) gap", "params <= 1M", "K", C=1, H=9, W=9)
    assert (found.value, found.solutions[0].refused) == (9, "K <= 9")
    open_sizes = symcnn.solve("conv(3,K) gap", "params <= 1000", "K", C=1)
    assert (open_sizes.value, open_sizes.conditions) == (18, ("H >= 18", "W >= 18"))
    assert str(open_sizes).endswith("holds for: H >= 18, W >= 18")


def test_sums_without_closed_form_that_are_not_in_the_claim():
    """The sizes of a U-Net's maps have no closed form in its depth; its parameters have."""
    found = symcnn.solve(symcnn.load("zoo:unet"), "params <= 31M", "f", C=1, K=2, d=4)
    assert (found.value, found.defaults) == (63, {"H": 256, "W": 256, "p": 1})
    assert symcnn.load("zoo:unet")(C=1, K=2, d=4, f=63).params <= 31 * 10**6
    assert symcnn.load("zoo:unet")(C=1, K=2, d=4, f=64).params > 31 * 10**6
    assert str(found).endswith("by default: H = 256, W = 256, p = 1")


def test_the_number_of_rounds_of_a_sum_needs_a_range():
    text = "for i in 1..n { conv(8*i,3,pad=same) pool(2) }"
    with pytest.raises(SymcnnError, match="n is a number of rounds"):
        symcnn.solve(text, "macs <= 10k", "n", H=200, W=200, C=1)
    found = symcnn.solve(text, "macs >= 1M", "n", H=200, W=200, C=1, n="1..5")
    assert found.value == next(n for n in range(1, 6) if symcnn.parse(text, n=n, H=200, W=200, C=1).macs >= 10**6)


WRONG = [
    (("params <= 1M", "G"), {"C": 1}, "E203"),
    (("parms <= 1M", "F"), {"C": 1}, "E203"),
    (("params", "F"), {"C": 1}, "E303"),
    (("params^3 <= P", "F"), {"C": 1}, "E504"),
    (("params >= 10", "F"), {"C": 1, "want": "largest"}, "E507"),
    (("params <= 1M", "F"), {"C": 1, "want": "best"}, "E602"),
    (("params <= 1M", ""), {"C": 1}, "E602"),
    (("params % 3 == 1", "F"), {"C": 1}, "E504"),
]


@pytest.mark.parametrize(("asked", "given", "code"), WRONG)
def test_what_cannot_be_answered(asked, given, code):
    with pytest.raises(SymcnnError) as caught:
        symcnn.solve("conv(F,3) gap dense(10)", *asked, **given)
    assert caught.value.code == code


def check_a_random_claim(seed):
    """A random network, symbol and claim: every value that holds, against all."""
    draw = random.Random(seed)
    text, limits = TEXTS[seed % len(TEXTS)]
    symbol = draw.choice(sorted(limits))
    others = {name: draw.randint(min(4, limit), limit) for name, limit in limits.items() if name != symbol}
    tried = {n: totals(text, {**others, symbol: n}) for n in range(1, 31)}
    known = {n: found for n, found in tried.items() if found is not None}
    if not known:
        return
    measure = draw.choice(MEASURES)
    limit = draw.choice(list(known.values()))[measure] + draw.choice([-1, 0, 1])
    claim = f"{measure} {draw.choice(['<=', '<', '>=', '>', '==', '!='])} {limit}"
    expected = [n for n, found in known.items() if eval(claim, dict(found))]  # noqa: S307  (the claims above)
    every = symcnn.solve(text, claim, symbol, want="every", **others, **{symbol: "1..30"})
    assert [one.value for one in every.solutions] == expected
    assert [one.measured[measure] for one in every.solutions] == [known[n][measure] for n in expected]


@pytest.mark.parametrize("seed", range(21))
def test_random_claims(seed):
    check_a_random_claim(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(21, 200))
def test_more_random_claims(seed):
    check_a_random_claim(seed)
