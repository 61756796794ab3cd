"""Formulas as an author would print them: expected strings were written by hand, not by the program."""

import importlib
import json
import random
import re
import sys
from pathlib import Path

import pytest
import sympy
from sympy import Max, Min, Piecewise, Symbol

import symcnn
from symcnn.algebra import presentation
from symcnn.algebra.floordiv import FloorDiv
from symcnn.algebra.printing import latex, text

PUBLISHED = json.loads((Path(__file__).parents[1] / "data" / "published_formulas.json").read_text(encoding="utf-8"))


def read(formula):
    """A formula whose names are plain symbols, whatever sympy means by them (N, S, gamma ...)."""
    functions = {"floor": sympy.floor, "sqrt": sympy.sqrt, "Rational": sympy.Rational, "FloorDiv": FloorDiv}
    functions |= {"Min": Min, "Max": Max}
    names = set(re.findall(r"[A-Za-z_]\w*", formula)) - set(functions)
    return sympy.sympify(formula, locals={**functions, **{name: Symbol(name) for name in names}})


SHORT = """
C*F*K**2 + F                            => F*(C*K**2 + 1)
144*C + 16                              => 16*(9*C + 1)
54*C + 6                                => 6*(9*C + 1)
10*N + 10                               => 10*(N + 1)
6*n + 2                                 => 6*n + 2
97216*n - 19366                         => 97216*n - 19366
2*x + 2*y                               => 2*(x + y)
-K + W                                  => W - K
1 - K + W                               => W - K + 1
9 - 8*F                                 => 9 - 8*F
1 - F - G                               => 1 - F - G
1/F + 1/9                               => 1/F + 1/9
-K - 1                                  => -(K + 1)
F*K**2 + F*C                            => F*(C + K**2)
3591*F**2 + 1605725*F + 20882408        => 3591*F**2 + 1605725*F + 20882408
h*w*c1 + h*w*c2 + c1*c2                 => c1*c2 + h*w*(c1 + c2)
k0 + k*l - k                            => k*(l - 1) + k0
4*(m*n + n**2 + n)                      => 4*n*(m + n + 1)
C*s + s + e1*s + e1 + 9*e3*s + e3       => e1 + e3 + s*(C + e1 + 9*e3 + 1)
2*d*L*(2*d_attn + d_ff)                 => 2*L*d*(2*d_attn + d_ff)
(F + K**2)/(F*K**2)                     => 1/F + 1/K**2
(C*F*K**2*H*W + C*F*H*W)/(C*F*K**2*H*W) => 1/K**2 + 1
C*F*K**2/g                              => C*F*K**2/g
F*C/g + F                               => F*(C/g + 1)
-(C + 16)*H/K                           => -H*(C + 16)/K
(a*x + b*x)/(c*(a + b))                 => x/c
(a*c + a*d + b*c + b*d)/(c + d)         => a + b
C*F/g + h*w*c + h*w*d                   => C*F/g + h*w*(c + d)
k**2*d/(k**2 + d)                       => d*k**2/(d + k**2)
x/2 + y/2                               => (x + y)/2
2**(n + 2) - 1                          => 2**(n + 2) - 1
(2**n)**2 + 4**n                        => 2*4**n
F10 + F2 + F1                           => F1 + F2 + F10
F*(C*K**2 + 1)*(H - K + 1)*(W - K + 1)  => F*(C*K**2 + 1)*(H - K + 1)*(W - K + 1)
2*sqrt(h*w*B) + B/(h*w)                 => B/(h*w) + 2*sqrt(B*h*w)
floor((i + 2*p - k)/s) + 1              => floor((i + 2*p - k)/s) + 1
F*N*FloorDiv(H - K + 1, 2) + N          => N*(F*((H - K + 1)//2) + 1)
Min(H, W)*F + F                         => F*(Min(H, W) + 1)
"""
TABLE = [tuple(part.strip() for part in line.split("=>")) for line in SHORT.strip().splitlines()]


@pytest.mark.parametrize(("formula", "expected"), TABLE)
def test_the_short_form(formula, expected):
    assert text(read(formula)) == expected


FACTORS = """
C*F*K**2*(H - K + 1)*(W - K + 1)        => C*F*K**2*(H - K + 1)*(W - K + 1)
F*(C*K**2 + 1)*(H - K + 1)*(W - K + 1)  => F*(C*K**2 + 1)*(H - K + 1)*(W - K + 1)
(F + G)*(C + D)                         => (C + D)*(F + G)
5*(FloorDiv(H, 2) + 1)*(FloorDiv(W, 2) + 1) => 5*((H//2) + 1)*((W//2) + 1)
"""


@pytest.mark.parametrize("line", FACTORS.strip().splitlines())
def test_a_product_is_found_again_when_it_was_multiplied_out(line):
    formula, expected = (part.strip() for part in line.split("=>"))
    assert text(sympy.expand(read(formula))) == expected


IN_LATEX = r"""
W - K                       => W - K
1/F + 1/K**2                => \frac{1}{F} + \frac{1}{K^{2}}
D_K**2*alpha                => D_{K}^{2} \alpha
2*d_attn + d_ff             => 2 d_{\mathrm{attn}} + d_{\mathrm{ff}}
F12*width                   => F_{12} \, \mathit{width}
FloorDiv(H + 1, 2)          => \left\lceil \frac{H}{2} \right\rceil
FloorDiv(H, 2)              => \left\lfloor \frac{H}{2} \right\rfloor
FloorDiv(W - K, 2)**2       => \left\lfloor \frac{W - K}{2} \right\rfloor^{2}
3*2**n                      => 3 \cdot 2^{n}
F*(C + 1)/(g + 1)           => \frac{F \left(C + 1\right)}{g + 1}
(C + D + E + 1)/(g + h)     => \frac{C + D + E + 1}{g + h}
x/2 + y/2                   => \frac{x + y}{2}
"""


@pytest.mark.parametrize("line", IN_LATEX.strip().splitlines())
def test_latex(line):
    formula, expected = (part.strip() for part in line.split("=>"))
    assert latex(read(formula)) == expected


def published():
    for entry in PUBLISHED:
        for key, statement in entry["statement"].items():
            formula = read(statement)
            if formula.free_symbols:
                yield pytest.param(formula, id=f"{entry['id']}-{key}")


@pytest.mark.parametrize("formula", list(published()))
@pytest.mark.parametrize("start", [lambda e: e, sympy.expand], ids=["as published", "multiplied out"])
def test_no_published_formula_is_longer_than_what_sympy_makes_of_it(formula, start):
    ours = presentation.short(start(formula)).expression()
    best = min(
        sympy.count_ops(way(formula)) for way in (sympy.expand, sympy.factor, sympy.factor_terms, sympy.simplify)
    )
    assert sympy.count_ops(ours) <= best, ours


# ------------------------------------------------------------------- properties

NAMES = [Symbol(name) for name in ("C", "F", "H", "K", "N", "W", "g", "alpha")]


def random_formula(rng, depth=3):
    """Sums and products of symbols, floors, powers, quotients and choices."""
    kind = (
        rng.choice(["symbol", "number"]) if depth == 0 else rng.choice(["+", "+", "*", "*", "floor", "/", "**", "if"])
    )
    parts = [random_formula(rng, depth - 1) for _ in range(rng.randint(2, 3))] if depth else []
    if kind == "symbol":
        return rng.choice(NAMES)
    if kind == "number":
        return sympy.Integer(rng.choice([-3, -1, 1, 2, 3, 9, 16]))
    return {
        "+": lambda: sympy.Add(*parts),
        "*": lambda: sympy.Mul(*parts),
        "floor": lambda: FloorDiv(parts[0], sympy.Integer(rng.randint(2, 5))),
        "/": lambda: parts[0] / rng.choice(NAMES),
        "**": lambda: rng.choice([parts[0] ** 2, 2 ** rng.choice(NAMES) * parts[0]]),
        "if": lambda: rng.choice([Min, Max])(*parts),
    }[kind]()


def value_of(e, point):
    """The exact value at whole numbers; None where it has none."""
    found = e.xreplace(point)
    return None if found.has(sympy.nan, sympy.zoo) else found.doit()


@pytest.mark.parametrize("seed", range(80))
def test_every_form_has_the_same_values(seed):
    rng = random.Random(seed)
    formula = random_formula(rng)
    forms = [presentation.short, presentation.expanded, presentation.factored, presentation.as_is]
    for _ in range(3):
        point = {symbol: sympy.Integer(rng.randint(1, 30)) for symbol in NAMES}
        expected = value_of(formula, point)
        for form in forms:
            assert value_of(form(formula).expression(), point) == expected, (formula, form(formula))


@pytest.mark.parametrize("seed", range(80))
def test_text_is_read_back_by_sympy_with_the_same_value(seed):
    rng = random.Random(seed)
    formula = random_formula(rng)
    point = {symbol.name: rng.randint(1, 30) for symbol in NAMES}
    names = {symbol.name: symbol for symbol in NAMES}
    written = sympy.sympify(text(formula), locals=names) if isinstance(formula, sympy.Expr) else formula
    assert written.subs(point) == value_of(formula, {names[n]: sympy.Integer(v) for n, v in point.items()})


def test_a_wrong_form_would_be_noticed():
    formula = read("C*F*K**2 + F")
    wrong = read("F*(C*K**2 + 2)")
    point = {symbol: sympy.Integer(3) for symbol in NAMES}
    assert value_of(formula, point) != value_of(wrong, point)


def test_choices_are_written_whole():
    x = Symbol("x")
    formula = Piecewise((x + 1, x > 3), (2, True))
    assert sympy.sympify(text(3 * formula)) == 3 * formula


# ------------------------------------------------------------------------- work


def calls_of(function):
    """How many Python functions are called: the work, without a clock."""
    count = 0

    def count_call(frame, event, argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(count_call)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


def wide_total(layers):
    rng = random.Random(layers)
    widths = [f"F{rng.randrange(60)}" for _ in range(layers)]
    return symcnn.parse(" ".join(f"conv({width},{rng.choice('13K')},pad=same)" for width in widths)).params


def test_the_work_for_long_totals_is_bounded():
    small, large = wide_total(100), wide_total(200)
    assert len(large.free_symbols) > 55
    few, many = calls_of(lambda: presentation.short(small)), calls_of(lambda: presentation.short(large))
    assert many < 400_000
    assert many < 5 * few


def nested(depth):
    """Brackets in brackets: ((x + 1)*s0 + 1)*s1 ..., which multiplied out has a term for every depth."""
    formula = Symbol("x")
    for i in range(depth):
        formula = (formula + 1) * Symbol(f"s{depth}_{i}") + i
    return formula


def test_the_work_for_brackets_in_brackets_does_not_explode():
    few, many = (calls_of(lambda depth=depth: presentation.short(nested(depth))) for depth in (20, 40))
    assert many < 16 * few


def test_a_large_power_of_a_sum_is_not_multiplied_out():
    x, y, z = sympy.symbols("x y z")
    formula = (x + y + z) ** 40 + x
    assert calls_of(lambda: presentation.short(formula)) < 20_000
    assert text(formula) == "x + (x + y + z)**40"


def test_a_plain_sum_is_what_the_rules_would_make_of_it():
    shortening = importlib.import_module("symcnn.algebra.presentation.short")
    symbols = sympy.symbols("C F H K W")
    for seed in range(300):
        chosen = random.Random(seed)
        numbers = [chosen.choice([-6, -5, -2, -1, 1, 2, 3, 4]) for _ in symbols[: chosen.randint(1, 5)]]
        e = sum((n * s for n, s in zip(numbers, symbols, strict=False)), sympy.Integer(chosen.randint(-6, 6)))
        tree = shortening.read(e)
        forms = [rule(p) for p in shortening._polynomials(tree) for rule in shortening.RULES.values()]
        best = shortening.without_leading_minus(shortening.cost.least([tree, *forms]))
        assert shortening.shortest(tree) == best, e
