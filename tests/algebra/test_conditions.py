"""The fewest conditions that say the same: against what authors state, and against counting."""

import json
import random
from fractions import Fraction
from itertools import product

import pytest
from sympy import Eq, Ge, Integer, Min, Mod, Symbol, SympifyError, ceiling, floor, sympify
from sympy.abc import F, H, K, W

import symcnn
from symcnn.algebra.conditions import AtLeast, Equal, Multiple, impossible, merge
from symcnn.algebra.congruence import Contradiction, merge_multiples, without_floors
from symcnn.algebra.elimination import Row, no_solution
from symcnn.algebra.floordiv import FloorDiv
from symcnn.algebra.lattice import Congruence, fewest
from symcnn.cli.main import main
from symcnn.views import VIEWS

P, S = Symbol("P"), Symbol("S")

LENET = "conv(F,K) pool(2) conv(2*F,K) pool(2) dense(10)"
VGG = "conv(8,3,pad=1) conv(8,3,pad=1) pool(2) " * 5
STEM = "conv(32,3,2) conv(32,3) conv(64,3,pad=1) pool(3,2) conv(80,1) conv(192,3) pool(3,2) conv(8,3,2) conv(8,3,2)"
NETS = [
    (LENET, ["H >= 3*K + 1 (pool2)", "W >= 3*K + 1 (pool2)"]),
    (VGG, ["H >= 32 (pool5)", "W >= 32 (pool5)"]),
    (STEM, ["H >= 75 (conv7)", "W >= 75 (conv7)"]),
    ("conv(F,K) pool(2)", ["H >= K + 1 (pool1)", "W >= K + 1 (pool1)"]),
    ("conv(F,K,pad=same) relu", []),
    ("conv(F,K,S) conv(F,K,S)", ["H + S >= K*(S + 1) (conv2)", "S + W >= K*(S + 1) (conv2)"]),
    ("conv(F,5) conv(F,3) zeropad(3) conv(F,5)", ["H >= 7 (conv2)", "W >= 7 (conv2)"]),
    ("input(L,C) pool(3) s2d(4)", ["(L//3) % 4 == 0 (s2d1)", "L >= 3 (pool1)"]),
    ("pool(K,S,ceil=true)", ["H + S >= K + 1 (pool1)", "S + W >= K + 1 (pool1)"]),
    ("conv(8,3,groups=G)", ["C % G == 0 (conv1)", "8 % G == 0 (conv1)", "H >= 3 (conv1)", "W >= 3 (conv1)"]),
    ("conv(F-8,3,pad=same) relu conv(F/4,1)", ["F >= 9 (conv1)", "F % 4 == 0 (conv2)"]),
    ("input(H,W,C) crop(M) crop(N)", ["H >= 2*M + 2*N + 1 (crop2)", "W >= 2*M + 2*N + 1 (crop2)"]),
]


def only_conditions(text, *options, capsys):
    assert main([text, "--only", "conditions", *options]) == 0
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize(("text", "lines"), NETS)
def test_the_fewest_conditions_and_who_asks_for_them(text, lines, capsys):
    assert sorted(only_conditions(text, capsys=capsys).splitlines()) == sorted(lines or ["none"])


def test_every_format_answers_which_sizes_work(capsys):
    text = "conv(F,K) pool(2)"
    both = {"conditions": ["H >= K + 1", "W >= K + 1"], "condition_layers": [["pool1"], ["pool1"]]}
    assert json.loads(only_conditions(text, "--json", capsys=capsys)) == both
    assert only_conditions(text, "--latex", capsys=capsys).splitlines() == [r"$H \geq K + 1$", r"$W \geq K + 1$"]
    data = symcnn.parse(text).to_dict()
    assert {name: data[name] for name in both} == both


def test_a_condition_takes_values():
    condition = AtLeast(H, 3 * K + 1)
    assert condition.holds() is None
    assert condition.holds(H=16) is None
    assert condition.holds(H=16, K=5) is True
    assert condition.at({"H": 15, "K": 5, "F": 3}) is False
    assert condition.holds(H=Fraction(31, 2), K=5) is False
    assert condition.holds(H=3 * K) is False
    assert condition.as_sympy() == Ge(H, 3 * K + 1)
    assert Multiple(H, 4, 1).holds(H=9) is True
    assert Multiple(H, 4, 1).holds(H=8) is False
    assert Multiple(H, 4, 1).as_sympy() == Eq(Mod(H, 4), 1)
    assert Multiple(H, 4, 1).as_sympy().subs(H, 9)
    assert (str(Multiple(H, 4, 1)), str(Multiple(H - K, 4)), str(Multiple(H, K * S))) == (
        "H % 4 == 1",
        "(H - K) % 4 == 0",
        "H % (K*S) == 0",
    )
    assert Equal(H * W, 12).holds(H=3, W=4) is True
    assert Equal(H, W).as_sympy() == Eq(H, W)
    with pytest.raises(TypeError, match="exact"):
        condition.holds(H=16.0)


MERGED = [
    ([AtLeast(H, K), AtLeast(H, K + 3), AtLeast(H, 2)], ["H >= K + 3"]),
    ([AtLeast(FloorDiv(H - K, 2) - 1, K)], ["H >= 3*K + 2"]),
    ([AtLeast(2 * H, 5)], ["H >= 3"]),
    ([AtLeast(FloorDiv(H - K, 3) / 2, K)], ["H >= 7*K"]),
    ([AtLeast(3, FloorDiv(H, 4))], ["H <= 15"]),
    ([AtLeast(3 * FloorDiv(H, 4), 7)], ["H >= 12"]),
    ([AtLeast(Min(H, W), 7)], ["H >= 7", "W >= 7"]),
    ([AtLeast(H, K + 1), AtLeast(K, P + 1), AtLeast(H, P + 2)], ["H >= K + 1", "K >= P + 1"]),
    ([AtLeast(H, 5 * K), AtLeast(H + K, 6)], ["H >= 5*K"]),
    ([AtLeast(H * K, K), AtLeast(H, 1)], []),
    ([AtLeast(H, K * S), AtLeast(H, K)], ["H >= K*S"]),
    ([Equal(H, W), Equal(H, W)], ["H == W"]),
    ([Multiple(H, S**2), Multiple(H, S)], ["H % S**2 == 0"]),
    ([Multiple(F, 2), Multiple(F / 2, 3)], ["F % 6 == 0"]),
    ([Multiple(F / 2)], ["F % 2 == 0"]),
]


@pytest.mark.parametrize(("conditions", "expected"), MERGED)
def test_what_others_imply_is_dropped(conditions, expected):
    assert sorted(map(str, merge(conditions))) == sorted(expected)
    assert sorted(map(str, merge(conditions[::-1]))) == sorted(expected)


def random_inequality(rng):
    e = rng.randint(-2, 3) * H + rng.randint(-3, 3) * K + rng.randint(-1, 1) * W
    if rng.random() < 0.4:
        e += rng.choice([1, 1, -1, 2]) * FloorDiv(H - rng.randint(0, 2) * K + rng.randint(-4, 4), rng.choice([2, 3]))
    return AtLeast(e, rng.randint(-8, 8) * Integer(1))


GRID = [dict(zip("HKW", point, strict=True)) for point in product(range(1, 15, 2), range(1, 8), range(1, 10, 4))]


@pytest.mark.parametrize("count", [60, pytest.param(2_000, marks=pytest.mark.slow)], ids=["quick", "all"])
def test_merged_inequalities_hold_for_the_same_values(count):
    """Random systems on a grid: the same solutions, no single one to spare, contradictions have none."""
    rng = random.Random(5)
    contradictions = dropped = 0
    for _ in range(count):
        system = [random_inequality(rng) for _ in range(rng.randint(1, 4))]
        solutions = [point for point in GRID if all(c.at(point) for c in system)]
        contradictions += (found := impossible(system))
        assert not (found and solutions), system
        merged = merge(system)
        dropped += len(merged) < len(system)
        assert [point for point in GRID if all(c.at(point) for c in merged)] == solutions, system
    assert contradictions > count / 20
    assert dropped > count / 5


def random_system(rng):
    unknowns = rng.choice([1, 1, 2, 3])
    return [
        Congruence(
            tuple(rng.randint(-4, 4) for _ in range(unknowns)), rng.randint(-3, 3), rng.choice([2, 2, 3, 4, 6, 8, 12])
        )
        for _ in range(rng.randint(1, 4))
    ]


def solves(system, point):
    return all(
        (sum(a * x for a, x in zip(c.coefficients, point, strict=True)) + c.constant) % c.modulus == 0 for c in system
    )


def test_the_fewest_congruences_have_the_same_solutions():
    """3,000 random systems, by brute force over a whole period (or 400 points of it)."""
    rng = random.Random(3)
    unsolvable = 0
    for _ in range(3_000):
        system = random_system(rng)
        unknowns = len(system[0].coefficients)
        if 24**unknowns <= 600:
            points = list(product(range(24), repeat=unknowns))
        else:
            points = [tuple(rng.randrange(24) for _ in range(unknowns)) for _ in range(400)]
        merged = fewest(system)
        unsolvable += merged is None
        assert merged is None or len(merged) <= unknowns
        for point in points:
            assert solves(system, point) == (merged is not None and solves(merged, point)), (system, merged, point)
        if unknowns < 3:  # the points are all there are
            assert (merged is None) == (not any(solves(system, point) for point in points)), (system, merged)
    assert unsolvable > 300


CONGRUENCES = [
    ([Multiple(H, 2), Multiple(H, 4), Multiple(H, 32), Multiple(H, 8)], ["H % 32 == 0"]),
    ([Multiple(H, 4, 3), Multiple(H, 6, 5)], ["H % 12 == 11"]),
    ([Multiple(H, 4), Multiple(H - K, 2), Multiple(W - K, 2)], ["H % 4 == 0", "K % 2 == 0", "W % 2 == 0"]),
    ([Multiple(H - 3 * K, 4), Multiple(H - K, 2)], ["(H + K) % 4 == 0"]),
    ([Multiple(H - 1, 4)], ["H % 4 == 1"]),
    ([Multiple(H, 1), Multiple(2 * H, 2)], []),
]


@pytest.mark.parametrize(("conditions", "expected"), CONGRUENCES)
def test_congruences_are_merged(conditions, expected):
    assert list(map(str, merge_multiples(conditions))) == expected
    assert list(map(str, merge_multiples(conditions[::-1]))) == expected


def test_divisibilities_that_exclude_each_other():
    with pytest.raises(Contradiction, match="H % 2 == 0, H % 4 == 1"):
        merge_multiples([Multiple(H, 2), Multiple(H, 4, 1)])


DIVISIBLE = [
    (VGG, "H/32", ["H % 32 == 0 (pool5)", "W % 32 == 0 (pool5)"]),
    (LENET, "H/4 - 3*K/4 + 3/4", ["(H + K) % 4 == 1 (pool2)", "(K + W) % 4 == 1 (pool2)"]),
    ("pool(3,2,ceil=true) pool(3,2,1)", "H/4", ["H % 4 == 0 (pool2)", "W % 4 == 0 (pool2)"]),
    (STEM, "H/32 - 2", ["H % 32 == 0 (conv7)", "W % 32 == 0 (conv7)"]),
    ("pool(2) s2d(2)", "H/4", ["H % 4 == 0 (s2d1)", "W % 4 == 0 (s2d1)"]),
    ("conv(8,3,S) conv(8,3,S)", None, ["(H - 2*S - 3) % S**2 == 0 (conv2)", "(W - 2*S - 3) % S**2 == 0 (conv2)"]),
]


@pytest.mark.parametrize(("text", "height", "lines"), DIVISIBLE)
def test_sizes_that_divide_need_no_floor(text, height, lines, capsys):
    shown = only_conditions(text, "--assume", "divisible", capsys=capsys).splitlines()
    net = symcnn.parse(text).assume("divisible")
    before_flattening = next(row for row in reversed(net.layers) if len(row.output_shape) == 3)
    size = before_flattening.output_shape[0]
    assert not size.has(FloorDiv)
    assert [line for line in shown if "%" in line] == lines
    assert height is None or size.expand() == sympify(height)


@pytest.mark.parametrize("text", [LENET, STEM, "conv(4,K,2,P) avgpool(3,2,1)", "conv(4,K,3) s2d(2) pool(K,2)"])
def test_the_quotients_are_exact_where_the_conditions_hold(text):
    """And only there: a size with no floor is the size, exactly if the divisibilities hold."""
    net = symcnn.parse(text)
    relaxed = net.assume("divisible")
    row = next(at for at in reversed(range(len(net.layers))) if len(net.layers[at].output_shape) == 3)
    size, exactly = (n.layers[row].output_shape[0] for n in (net, relaxed))
    divisibilities = [c for c in relaxed.conditions if isinstance(c, Multiple) and not c.value.has(W)]
    seen = {True: 0, False: 0}
    for h, k, p in product(range(1, 130), range(1, 6), (1, 2)):
        at = {H: Integer(h), K: Integer(k), P: Integer(p)}
        holds = all(c.holds(H=h, K=k, P=p) for c in divisibilities)
        if holds:
            assert exactly.xreplace(at) == size.xreplace(at)
        seen[holds] += 1
    assert min(seen.values()) > 30


def test_latex_states_congruences():
    tex = VIEWS["latex"].network(symcnn.parse(VGG).assume("divisible").report)
    assert r"$H \equiv 0 \pmod{32}$" in tex
    tex = VIEWS["latex"].network(symcnn.parse(LENET).assume("divisible").report)
    assert r"$H + K \equiv 1 \pmod{4}$" in tex


EXCLUDED = [
    (
        "pool(K,pad=P) pool(P,pad=K)",
        "pool(P,pad=K)",
        "pool2 needs P >= 2*K; no values satisfy that and K >= 2*P, which",
    ),
    ("pool(K,pad=P) pool(P,pad=K) conv(8,A) conv(8,B)", "pool(P,pad=K)", "K >= 2*P, which pool1 needs"),
    ("input(L,8) pool(K,1,3) pool(5,1,K)", "pool(5,1,K)", "needs K >= 6"),
    ("input(L,8) pool(K,1,P) pool(9,1,K) pool(P,1,3)", "pool(P,1,3)", "no values satisfy that and"),
    ("input(L,C) crop(M) reshape(1,C) conv(8,3)", "3", "larger than its input 1xC"),
    ("input(L,8) conv(4,L) conv(4,2)", "2", "larger than its input 1x4"),
    ("input(8,8,C) s2d(4) conv(C,1,groups=2*C)", "conv(C,1,groups=2*C)", None),
]


@pytest.mark.parametrize(("text", "place", "words"), EXCLUDED)
def test_what_cannot_hold_is_an_error_where_it_stands(text, place, words):
    with pytest.raises(symcnn.SymcnnError) as caught:
        symcnn.parse(text)
    span = caught.value.span
    assert caught.value.code in ("E401", "E405", "E408")
    assert span.source.text[span.start : span.end] == place
    assert words is None or words in str(caught.value)


def test_elimination_knows_whole_numbers():
    assert no_solution([Row({"x": 2}, -1), Row({"x": -2}, 1)])  # 2*x = 1
    assert not no_solution([Row({"x": 2}, -2), Row({"x": -2}, 2)])
    assert not no_solution([Row({"x": -1}, -1)], free=["x"])
    assert no_solution([Row({"x": -1}, -1)])


def test_values_that_are_not_whole_keep_their_fractions():
    net = symcnn.parse("param a: rational; conv(floor(8*a),3) s2d(2)")
    assert [str(c) for c in without_floors(FloorDiv(H, 2))[1]] == ["H % 2 == 0"]
    assert "H % 2 == 0" in map(str, net.conditions)


def test_text_is_never_evaluated():
    (condition, _) = symcnn.parse("pool(2)").conditions
    with pytest.raises(SympifyError):
        condition.at({"H": "__import__('os').getcwd()"})


EQUALITIES = [
    (Equal(2 * FloorDiv(H, 2), H), "H % 2 == 0"),
    (Equal(2 * FloorDiv(H + 1, 2), H), "H % 2 == 0"),
    (Equal(2 * FloorDiv(H, 2) + 1, H), "H % 2 == 1"),
    (Equal(4 * FloorDiv(H, 4) + 2, H), "H % 4 == 2"),
    (Equal(FloorDiv(H, 2) + 1, FloorDiv(H, 2) - 2 * P + K), "K == 2*P + 1"),
    (Equal(3 * F + 3 * K, 6 * P), "2*P == F + K"),
    (Equal(8, K), "K == 8"),
    (Equal(FloorDiv(H, 2), FloorDiv(H, 4)), "(H//2) == (H//4)"),
    (Equal(FloorDiv(H, 3), K), "K == (H//3)"),
]


@pytest.mark.parametrize(("equality", "plain"), EQUALITIES)
def test_an_equality_in_its_plainest_form(equality, plain):
    (found,) = merge([equality])
    assert str(found) == plain
    for h, k, p in product(range(1, 17), range(1, 10), range(1, 5)):
        at = {"H": h, "K": k, "P": p, "F": k}
        assert found.at(at) == equality.at(at), at


def test_what_a_divisibility_gives_for_multiples_is_not_said_again():
    assert [str(c) for c in merge([Multiple(4 * F, S), Multiple(F, S)])] == ["F % S == 0"]
    assert len(merge([Multiple(4 * F, S), Multiple(F + 1, S)])) == 2


def test_paths_that_meet_after_halving_and_doubling_ask_for_even_sizes():
    net = symcnn.parse("concat{ pool(2) up(2) | id }")
    assert [str(c) for c in net.conditions] == ["H >= 2", "W >= 2", "H % 2 == 0", "W % 2 == 0"]
    assert net.assume("divisible").conditions == net.conditions


A = Symbol("a", rational=True, positive=True)


@pytest.mark.parametrize("whole", [floor(F * A), ceiling(F / A), 2 * floor(F * A) + 1])
def test_what_is_rounded_is_whole(whole):
    """Also of symbols of which nothing is said, not even that they are finite."""
    assert Multiple(whole).holds() is True
    assert Multiple(F * A).holds() is None


def test_a_rounded_size_asks_for_nothing_more():
    conditions = symcnn.parse("param a: rational conv(floor(F*a),3)").conditions
    assert [str(one) for one in conditions] == ["floor(F*a) >= 1", "H >= 3", "W >= 3"]
