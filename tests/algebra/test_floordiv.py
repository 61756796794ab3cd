"""One rounded quotient a chain: against counting with Python's integers, and as a function in sympy."""

import copy
import pickle
import random

import pytest
from sympy import Integer, Min, Symbol, diff, floor, lambdify, latex, limit, oo, srepr, sympify
from sympy.abc import H, K, P, W, x

import symcnn
from symcnn.algebra.bounds import bounds
from symcnn.algebra.equality import equal
from symcnn.algebra.exact import ceil_div, floor_div, minimum
from symcnn.algebra.floordiv import FloorDiv, one_floor

S = Symbol("S")  # a stride
T = Symbol("T")

SAME = [  # a quotient and how it is written
    (FloorDiv(FloorDiv(H, 2), 2), "(H//4)"),
    (FloorDiv(FloorDiv(H - 1, 2) - 1, 2), "((H + 1)//4) - 1"),
    (FloorDiv(H - 3, 2), "((H + 1)//2) - 2"),
    (FloorDiv(4 * H + 2, 8), "(H//2)"),
    (FloorDiv(2 * H + 1, 4), "(H//2)"),
    (FloorDiv(H + 3, 1), "H + 3"),
    (FloorDiv(5 * H, 2), "2*H + (H//2)"),
    (FloorDiv(H, -2), "((-H)//2)"),
    (FloorDiv(H / 2 + 1, 3), "((H + 2)//6)"),
    (FloorDiv(H - K, 2) + P, "P + ((H - K)//2)"),
    (one_floor(FloorDiv(H + K, 2) - K), "((H - K)//2)"),
    (ceil_div(H, 2), "((H + 1)//2)"),
    (ceil_div(ceil_div(H, S), S), "((H - 1)//(S**2)) + 1"),
    (ceil_div(ceil_div(H, 3), 2), "((H + 5)//6)"),
    (FloorDiv(H - K + S, S), "((H - K)//S) + 1"),
    (FloorDiv(S * H + S - 1, S), "H"),
    (FloorDiv(H * S, S * T), "(H//T)"),
    (FloorDiv(2 * H + 2 * S, 4 * S), "((H + S)//(2*S))"),
    (FloorDiv(H - 3 * S, 2 * S), "((H + S)//(2*S)) - 2"),
    (FloorDiv(3 * K * S + H, 2 * S), "K + ((H + K*S)//(2*S))"),
    (FloorDiv(FloorDiv(H, S) - K, S), "((H - K*S)//(S**2))"),
    (FloorDiv(3 * FloorDiv(H, 4), 2), "(H//4) + (H//8)"),
    (FloorDiv(2 * FloorDiv(H, 2) + 4, 4), "(H//4) + 1"),
]


@pytest.mark.parametrize(("e", "expected"), SAME)
def test_the_canonical_form(e, expected):
    assert str(e) == expected


def layers(rng):
    """A random chain of windows: (kernel, stride, padding on both sides, rounding, margin added after)."""
    for _ in range(rng.randint(1, 6)):
        way = rng.choice(["floor", "floor", "ceil", "same", "margin"])
        yield way, rng.choice(["K", 1, 2, 3, 5]), rng.choice(["S", 1, 2, 2, 3, 4]), rng.choice(["P", 0, 1, 2])


def size(n, chain, named, quotient):
    """The size after a chain, by any division that rounds down."""
    for way, kernel, stride, pad in chain:
        k, s, p = (named.get(v, v) for v in (kernel, stride, pad))
        if way == "margin":
            n = n + 2 * p - k + 1
        elif way == "same":
            n = quotient(n + s - 1, s)
        else:
            n = quotient(n + 2 * p - k + (s - 1 if way == "ceil" else 0), s) + 1
    return n


SYMBOLS = {"K": K, "S": S, "P": P}


@pytest.mark.parametrize(
    ("chains", "points"), [(1_000, 3), pytest.param(100_000, 3, marks=pytest.mark.slow)], ids=["quick", "all"]
)
def test_chains_agree_with_integers(chains, points):
    rng = random.Random(20)
    for number in range(chains):
        chain = list(layers(rng))
        e = one_floor(size(H, chain, SYMBOLS, floor_div))
        assert len(e.atoms(FloorDiv)) <= 1
        assert number % 10 or one_floor(e) == e == e.replace(FloorDiv, FloorDiv)
        for _ in range(points):
            values = {"K": rng.randint(1, 9), "S": rng.randint(1, 5), "P": rng.randint(1, 4)}
            n = rng.randint(1, 10 ** rng.choice([2, 30]))
            at = {H: n, **{SYMBOLS[name]: v for name, v in values.items()}}
            got = e.xreplace({symbol: Integer(v) for symbol, v in at.items()})
            assert got.is_Integer
            assert got == size(n, chain, values, lambda a, b: a // b), (chain, at, e)


def grid(chain):
    return tuple(
        size(n, chain, {"K": k, "S": s, "P": p}, lambda a, b: a // b)
        for n in (*range(1, 66), 1009, 30030)
        for k, s, p in [(1, 1, 1), (2, 3, 1), (3, 2, 2), (4, 5, 3), (9, 4, 7), (90, 7, 1), (1, 11, 50), (31, 6, 101)]
    )


@pytest.mark.parametrize("count", [1_000, pytest.param(30_000, marks=pytest.mark.slow)], ids=["quick", "all"])
def test_equal_sizes_have_one_form(count):
    """Two chains that agree on a grid are structurally equal, and only those."""
    rng = random.Random(21)
    forms = {}
    agreeing = 0
    for _ in range(count):
        chain = list(layers(rng))[:3]
        e = one_floor(size(H, chain, SYMBOLS, floor_div))
        known = forms.setdefault(grid(chain), e)
        agreeing += known is not e
        assert known == e, chain
        assert hash(known) == hash(e)
    assert len(set(map(srepr, forms.values()))) == len(forms)
    assert agreeing > count / 20


@pytest.mark.parametrize("strides", [(2, 2), (2, 3), (4, 3, 2)])
def test_all_ways_to_the_same_residues_have_one_form(strides):
    """Chains of two strides by all constants: as many forms as functions."""
    functions = {}
    for a in range(-4, 5):
        for b in range(-4, 5):
            for middle in (strides[1:],):
                e, values = FloorDiv(H + a, strides[0]), [(n + a) // strides[0] for n in range(200)]
                for stride in middle:
                    e, values = FloorDiv(e + b, stride), [(v + b) // stride for v in values]
            assert functions.setdefault(tuple(values), e) == e


F = FloorDiv(H - K, 2)


def test_it_is_an_ordinary_function():
    assert F.subs({H: 10, K: 3}) == F.xreplace({H: Integer(10), K: Integer(3)}) == 3
    assert F.subs(H, 2 * H) == H + FloorDiv(-K, 2)
    assert F.subs(K, W).subs(W, H) == 0
    assert FloorDiv(H, 2).subs(H, 7.5) == 3
    assert F.free_symbols == {H, K}
    assert diff(F * H, H) == F + H / 2  # the slope of the quotient without rounding
    assert limit(F / H, H, oo) == limit(FloorDiv(H, 3) / H, H, oo) + sympify("1/6")
    assert F.rewrite(floor) == floor((H - K) / 2)
    assert F.is_integer
    assert F.is_real
    assert FloorDiv(1, 0) == FloorDiv(H, 0)  # not a number: nothing that sympy tries may raise
    assert FloorDiv(H, K).subs(K, 0) != FloorDiv(H, K)


@pytest.mark.parametrize("e", [F, F**2 + 1, FloorDiv(H, S) * F, -F])
def test_it_survives_pickle_copy_and_text(e):
    assert pickle.loads(pickle.dumps(e)) == e == copy.copy(e) == copy.deepcopy(e)
    assert sympify(srepr(e), {"FloorDiv": FloorDiv}) == e
    back = sympify(str(e), {"S": S})
    for h, k, s in [(7, 3, 2), (8, 3, 3), (2, 5, 4)]:
        assert back.subs({H: h, K: k, S: s}) == e.subs({H: h, K: k, S: s})
    assert equal(back, e) is True
    assert equal(back, e + 1) is False


PRINTED = [
    (F**2, "((H - K)//2)**2", r"\left\lfloor \frac{H - K}{2} \right\rfloor^{2}"),
    (2 * F, "2*((H - K)//2)", r"2 \left\lfloor \frac{H - K}{2} \right\rfloor"),
    (-F, "-((H - K)//2)", r"- \left\lfloor \frac{H - K}{2} \right\rfloor"),
    (1 / F, "1/((H - K)//2)", r"\frac{1}{\left\lfloor \frac{H - K}{2} \right\rfloor}"),
    (W / F, "W/((H - K)//2)", r"\frac{W}{\left\lfloor \frac{H - K}{2} \right\rfloor}"),
    (W**F, "W**((H - K)//2)", r"W^{\left\lfloor \frac{H - K}{2} \right\rfloor}"),
    (FloorDiv(H, K * S), "(H//(K*S))", r"\left\lfloor \frac{H}{K S} \right\rfloor"),
    (FloorDiv(H * W, S), "((H*W)//S)", r"\left\lfloor \frac{H W}{S} \right\rfloor"),
    (FloorDiv(H, S**2), "(H//(S**2))", r"\left\lfloor \frac{H}{S^{2}} \right\rfloor"),
    (FloorDiv(H + 1, 2), "((H + 1)//2)", r"\left\lceil \frac{H}{2} \right\rceil"),
    (FloorDiv(FloorDiv(H, 2) * W, 3), "((W*(H//2))//3)", None),
    (FloorDiv(-H, 3), "((-H)//3)", None),
]


@pytest.mark.parametrize(("e", "plain", "tex"), PRINTED)
def test_brackets_are_right_everywhere(e, plain, tex):
    assert str(e) == plain
    point = {"H": 23, "K": 4, "S": 3, "W": 5}
    exact = e.subs({Symbol(name): value for name, value in point.items()})
    assert sympify(plain, {name: Integer(v) for name, v in point.items()}) == exact
    assert tex is None or latex(e) == tex


@pytest.mark.parametrize("modules", [None, "math", "sympy"])
def test_compiled_formulas_are_exact(modules):
    e = 3 * FloorDiv(H - K, 4) ** 2 + FloorDiv(H, S)
    compiled = lambdify([H, K, S], e, modules) if modules else lambdify([H, K, S], e)
    for h, k, s in [(2**60 + 3, 1, 3), (10**40 + 7, 9, 2), (5, 9, 7)]:
        assert compiled(h, k, s) == 3 * ((h - k) // 4) ** 2 + h // s


def test_compiled_formulas_take_arrays():
    numpy = pytest.importorskip("numpy")
    sizes = numpy.array([2**60 + 3, 2**61 - 1, 5, 1], dtype=numpy.int64)
    got = lambdify([H], FloorDiv(H - 1, 2), "numpy")(sizes)
    assert got.dtype == numpy.int64
    assert [int(v) for v in got] == [(int(n) - 1) // 2 for n in sizes]


DECIDED = [
    ([FloorDiv(H, 3), FloorDiv(H + 2, 3)], FloorDiv(H, 3)),
    ([FloorDiv(H, 7) + 1, FloorDiv(H + 3, 7)], FloorDiv(H + 3, 7)),
    ([FloorDiv(H, S), FloorDiv(H + K, S)], FloorDiv(H, S)),
    ([FloorDiv(H - K, 2), FloorDiv(H + 1, 2)], FloorDiv(H - K, 2)),
    ([FloorDiv(H, 2), FloorDiv(H, 3)], FloorDiv(H, 3)),
    ([H, FloorDiv(H, 2)], FloorDiv(H, 2)),
    ([H * K, H], H),
]


@pytest.mark.parametrize(("values", "least"), DECIDED)
def test_the_lesser_of_two_quotients_is_known(values, least):
    assert minimum(values) == minimum(values[::-1]) == least


def test_bounds_of_a_remainder_are_sharp():
    assert bounds(2 * FloorDiv(H, 2) - H) == (-1, 0)
    assert bounds(FloorDiv(H + 5, 2) - FloorDiv(H, 2)) == (2, 3)
    assert bounds(H * K - K - H) == (-1, oo)


def test_what_depends_on_symbols_stays_open():
    assert isinstance(minimum([FloorDiv(H, 2), FloorDiv(W, 2)]), Min)
    assert isinstance(minimum([FloorDiv(H, 2), FloorDiv(H + 5 - K, 2)]), Min)
    assert isinstance(minimum([FloorDiv(H, 2) + 1, FloorDiv(H + 4 - K, 2)]), Min)


@pytest.mark.parametrize("count", [300, pytest.param(5_000, marks=pytest.mark.slow)], ids=["quick", "all"])
def test_bounds_enclose_what_is_counted(count):
    """Random sums of quotients and products: no value outside, on a grid."""
    rng = random.Random(22)
    narrow = 0
    for _ in range(count):
        e = rng.randint(-3, 3) * H + rng.choice([0, 0, H * K - rng.randint(0, 2) * K])
        for _ in range(rng.randint(1, 3)):
            numerator = rng.choice([1, 1, 2, 3]) * H + rng.choice([0, K, -K]) + rng.randint(-5, 5)
            e += rng.choice([1, -1, 2, -2]) * FloorDiv(numerator, rng.choice([2, 3, 4, S]))
        low, high = bounds(e)
        narrow += low != -oo or high != oo
        for h, k, s in [(1, 1, 1), (1, 9, 2), (2, 1, 3), (7, 3, 1), (8, 8, 2), (50, 1, 9), (51, 60, 4)]:
            assert low <= e.subs({H: h, K: k, S: s}) <= high, e
    assert narrow > count / 10


def test_a_margin_after_a_pool_goes_into_the_floor():
    after = symcnn.parse("conv(F,K) pool(2) conv(F,K,pad=full)").shape[0]
    assert after == FloorDiv(H + K + 1, 2) - 1
    assert after == symcnn.parse("zeropad(K) crop(1) conv(F,K) pool(2)").shape[0]
    assert symcnn.parse("conv(F,K) pool(2) zeropad(K)").shape[0] == K + FloorDiv(H + K + 1, 2)


def test_a_floor_of_another_variable_is_untouched():
    assert FloorDiv(x, 2) != FloorDiv(H, 2)


def test_the_least_of_sizes_needs_no_comparison_by_sympy(monkeypatch):
    asked = []
    monkeypatch.setattr(Min, "_is_connected", classmethod(lambda *x: asked.append(x)))
    least = minimum([FloorDiv(H, 2) + 1, FloorDiv(H + 4 - K, 2), FloorDiv(H, 2) + 3, FloorDiv(H + 4 - K, 2)])
    assert set(least.args) == {FloorDiv(H, 2) + 1, FloorDiv(H + 4 - K, 2)}
    assert not asked


def test_the_least_of_a_least_is_one_of_all():
    assert minimum([Min(H, W), K, H + 1]) == Min(H, K, W)
