"""Proved optima, against trying every design of a space."""

import random
from itertools import product

import pytest

import symcnn
from symcnn import SymcnnError

FIVE = (
    "input(32,32,3) conv(F1,K1,pad=same) conv(F2,K2,pad=same) pool(2) conv(F3,K3,pad=same) conv(F4,K4,pad=same) "
    "pool(2) conv(F5,K5,pad=same) gap dense(10)"
)
SPACE = {f"F{i}": "8..512:8" for i in range(1, 6)} | {f"K{i}": "1,3,5,7" for i in range(1, 6)}

TEXTS = [  # text, the values that its symbols may have
    ("conv(F,K) pool(2) conv(2*F,K,pad=same) dense(N) dense(10)", {"F": 40, "K": 5, "N": 60, "H": 14, "W": 14, "C": 3}),
    ("conv(F,K,S) up(2) dwconv(3,bias=false) dense(F)", {"F": 30, "K": 6, "S": 4, "H": 14, "W": 13, "C": 4}),
    ("conv(divisible(F),3) conv(max(8,floor(F/3)),K) dense(10)", {"F": 60, "K": 5, "H": 11, "W": 12, "C": 3}),
    ("n*{ conv(C,3) relu } dense(N)", {"n": 6, "C": 12, "N": 30, "H": 15, "W": 15}),
    ("for i in 1..n { conv(f*2^i,3,pad=same) pool(2) } dense(N)", {"n": 4, "f": 6, "N": 20, "H": 33, "W": 33, "C": 2}),
    ("if n >= 2 { conv(n,3) } else { dense(n) } dense(N)", {"n": 6, "N": 20, "H": 9, "W": 9, "C": 3}),
    ("res{ conv(C,K,pad=same) bn relu } conv(F,3,2,1) dense(F)", {"K": 5, "F": 30, "C": 10, "H": 12, "W": 9}),
]
MEASURES = ("params", "macs", "activations")


def points(axes):
    names = list(axes)
    return [dict(zip(names, values, strict=True)) for values in product(*axes.values())]


def totals(text, point):
    """The quantities of the network with these numbers; nothing where there is none."""
    try:
        net = symcnn.parse(text, **point)
    except SymcnnError:
        return None
    return {name: getattr(net, name) for name in MEASURES}


def check_a_space(seed):
    """A random space of up to a few hundred points with a random claim and goal."""
    draw = random.Random(seed)
    text, limits = TEXTS[seed % len(TEXTS)]
    axes = {}
    for name, limit in limits.items():
        count = draw.choice([1, 1, 2, 3, 5] if len(limits) > 5 else [1, 2, 3, 4])
        axes[name] = sorted(draw.sample(range(1, limit + 1), min(count, limit)))
    tried = [(point, totals(text, point)) for point in points(axes)]
    known = [(point, found) for point, found in tried if found is not None]
    bounded, goal, largest = draw.choice(MEASURES), draw.choice(MEASURES), draw.random() < 0.5
    values = sorted(found[bounded] for _, found in known) or [0]
    limit = draw.choice(values) + draw.choice([-1, 0])
    other = draw.choice(MEASURES)
    claim = draw.choice(
        [
            f"{bounded} <= {limit}",
            f"{bounded} >= {limit} and {goal} != {values[0]}",
            f"not {bounded} > {limit} or {other} == {known[-1][1][other] if known else 0}",
            f"{bounded} <= {limit} or not ({other} >= {limit} and {goal} <= {values[-1]})",
        ]
    )
    kept = [(p, f) for p, f in known if eval(claim, dict(f))]  # noqa: S307  (the claims above)
    wanted = {"maximize": goal} if largest else {"minimize": goal}
    if not known:
        return
    found = symcnn.design(text, where=claim, **wanted, **axes)
    if not kept:
        assert found.status == "impossible"
        assert found.reasons
        return
    best = (max if largest else min)(f[goal] for _, f in kept)
    assert (found.status, found.reached[0].value) == ("optimal", best)
    equal = [p for p, f in kept if f[goal] == best]
    point = {name: values[0] for name, values in axes.items()} | found.values
    assert point in equal
    if found.first and not text.startswith(("if", "for")):  # one formula for the whole space
        assert point == equal[0]


@pytest.mark.parametrize("seed", range(14))
def test_optima_are_those_of_all_designs(seed):
    check_a_space(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(14, 120))
def test_optima_of_more_spaces(seed):
    check_a_space(seed)


def test_five_convolutions():
    """The best of 2^40 designs: 1,022,644,224 multiplications of convolutions, as another program found."""
    found = symcnn.design(FIVE, where="params <= 1M", maximize="macs - 10*F5", **SPACE)
    assert (found.proved, found.reached[0].value) == (True, 1_022_644_224)
    net = symcnn.parse(FIVE, **found.values)
    assert (net.params, net.macs) == (found.quantities["params"], found.quantities["macs"])
    assert net.params <= 10**6
    assert net.macs - 10 * found.values["F5"] == 1_022_644_224


def test_the_widest_view_of_five_convolutions():
    """1 + 6 + 6, + 1, + 2*12, + 2, + 4*6 positions of 7x7 windows and 2x2 pools."""
    found = symcnn.design(FIVE.removesuffix(" gap dense(10)"), where="params <= 1M", maximize="rf", **SPACE)
    assert (found.proved, found.reached[0].value) == (True, 64)


def test_a_design_is_the_same_every_time():
    asked = {"where": "params <= 1M, rf >= 60", "maximize": "macs", **SPACE}
    assert str(symcnn.design(FIVE, **asked)) == str(symcnn.design(FIVE, **asked))


def test_equally_good_designs_give_the_first():
    found = symcnn.design("conv(F,3) conv(G,3) gap", minimize="macs - macs", F="3..5", G="2..4", C=1)
    assert found.values == {"F": 3, "G": 2}
    assert found.first


def test_blocks_are_chosen_too():
    text = (
        "def a(c) { conv(c,3,pad=same) } def b(c) { conv(c,5,pad=same) } net x(block,F) { input(9,9,3) block(F) gap }"
    )
    found = symcnn.design(text, where="params <= 1000", maximize="macs", block="a(),b()", F="1..100")
    best = max((k * k * 3 * f * 81, k) for k in (3, 5) for f in range(1, 101) if f * (3 * k * k + 1) <= 1000)
    assert found.reached[0].value == best[0]
    assert str(found).startswith(f"block = {'b()' if best[1] == 5 else 'a()'}")


def test_fractions_and_names_that_follow_from_others():
    text = "param a: rational conv(floor(a*32),3) conv(G,3) gap"
    found = symcnn.design(text, where="params <= 3000", maximize="a", C=2, a="1/4,1/2,3/4,1", F="1..4", G="2*F")
    assert str(found.values["a"]) == "1"
    assert "  a = 1  (greatest: proved optimal)" in str(found)


REASONS = [  # claims, what is said
    ("params <= 10", ["params <= 10 cannot hold: the least params is 20"]),
    ("params <= 50 and macs >= 10M", ["macs >= 10M cannot hold: the greatest macs is 921,600"]),
    ("params <= 50, macs >= 500k", [
        "params <= 50 cannot hold: with the other claims, the least params is 910",
        "macs >= 500k cannot hold: with the other claims, the greatest macs is 30,420",
    ]),
    ("params % 10 == 3", ["params % 10 == 3 never holds"]),
]  # fmt: skip


@pytest.mark.parametrize(("where", "reasons"), REASONS)
def test_what_cannot_be_says_why(where, reasons):
    """params = 10 F and 9*26*26*F MACs with a 3x3 kernel, 26 F and 25*24*24*F with 5x5."""
    every = [(f * (k * k + 1), k * k * (29 - k) ** 2 * f) for f in range(2, 65) for k in (3, 5)]
    claim = where.replace("10M", "10000000").replace("500k", "500000").replace(",", " and ")
    assert not any(eval(claim, {"params": p, "macs": m}) for p, m in every)  # noqa: S307
    found = symcnn.design("conv(F,K)", where=where, maximize="macs", F="2..64", K="3,5", H=28, W=28, C=1)
    assert (found.status, list(found.reasons)) == ("impossible", reasons)


def test_no_network_at_all():
    found = symcnn.design("conv(F,K)", maximize="macs", F="2..4", K="9,11", H="3..8", W=8, C=1)
    assert found.status == "impossible"
    assert "no values satisfy the conditions of the network" in str(found)


def test_two_networks_of_one_size():
    """10 F against 16 + 17 G... : all pairs tried."""
    asked = {"match": "params == params(B)", "others": {"B": "dwconv(3) conv(G,1)"}, "C": 16}
    found = symcnn.design("conv(F,3)", maximize="params", F="1..64", G="64..512", **asked)
    exact = [145 * f for f in range(1, 65) for g in range(64, 513) if 145 * f == 160 + 17 * g]
    assert (found.quantities["params"], found.quantities["params(B)"]) == (max(exact), max(exact))
    assert "params == params(B)  (exactly)" in str(found)
    near = symcnn.design("conv(F,3)", F="1..64", G=7, **asked)
    best = min(abs(145 * f - 160 - 17 * 7) for f in range(1, 65))
    assert f"(nearest: the sides differ by {best}; proved)" in str(near)


@pytest.mark.parametrize("seconds", [0.01, 1])
def test_time_that_is_up_gives_a_bound(seconds):
    wide = {name: "1..2048" if name[0] == "F" else "1..9" for name in SPACE}
    goal = "3*activations + macs - 7*params"
    found = symcnn.design(FIVE, where="params <= 10M", maximize=goal, time=seconds, **wide)
    assert not found.proved
    if found.status == "feasible":
        (reached,) = found.reached
        assert reached.bound > reached.value
        assert f"not proved: the greatest is at most {reached.bound:,}" in str(found)
    else:
        assert f"{goal} is at most" in str(found)


def test_rows_of_values_that_belong_together():
    rows = {"F": [8, 16, 64], "K": [7, 5, 3]}
    found = symcnn.design("conv(F,K)", rows, where="params <= 900", maximize="params", C=2)
    best = max((f * (2 * k * k + 1), f, k) for f, k in zip(*rows.values(), strict=True) if f * (2 * k * k + 1) <= 900)
    assert (found.reached[0].value, found.values) == (best[0], {"F": best[1], "K": best[2]})


WRONG = [
    ({"maximize": "macs", "F": "1..9"}, "E504"),
    ({"F": "1..9", "C": 1}, "E602"),
    ({"maximize": "macss", "F": "1..9", "C": 1}, "E203"),
    ({"maximize": "params/macs", "F": "1..9", "C": 1, "H": "3..9", "W": 5}, "E505"),
    ({"maximize": "params", "F": "1..9", "C": 1, "G": "1..9"}, "E203"),
    ({"maximize": "params", "F": "1..9", "C": 1, "match": "params"}, "E303"),
    ({"maximize": "params", "F": "1..9", "C": 1, "match": "params == params(D)"}, "E203"),
    ({"maximize": "params^9", "F": "1..9999", "C": 1}, "E505"),
]


@pytest.mark.parametrize(("asked", "code"), WRONG)
def test_what_cannot_be_asked(asked, code):
    with pytest.raises(SymcnnError) as caught:
        symcnn.design("conv(F,3)", **asked)
    assert caught.value.code == code
