"""The Python interface: values bound by calling, quantities as attributes, conventions chosen."""

import fractions
import sys
from pathlib import Path

import pytest
import sympy
from sympy.abc import C, F, H, K, N, W

import symcnn
from symcnn import SymcnnError
from symcnn.algebra.exact import decimal

LINE = "conv(F,K) pool(2) dense(N) dense(10)"
VALUES = {"F": 32, "K": 3, "N": 100, "H": 28, "W": 28, "C": 1}


def test_the_total_is_one_formula_in_ordinary_symbols():
    net = symcnn.parse(LINE)
    assert net.params.free_symbols == {C, F, H, K, N, W}
    assert net.params.subs(VALUES) == 542_230
    assert net.params.subs({C: 1, F: 32, H: 28, K: 3, N: 100, W: 28}) == 542_230
    assert net.params.diff(C) == F * K**2


def test_a_quantity_without_symbols_is_an_int():
    net = symcnn.parse(LINE)(**VALUES)
    assert type(net.params) is int
    assert (net.params, net.macs, net.flops) == (542_230, 736_488, 1_472_976)
    assert net.shape == (10,)


def test_values_may_be_integers_fractions_formulas_or_text():
    net = symcnn.parse("conv(F,K)")
    assert net(F=2 * N).params == net.params.subs(F, 2 * N)
    assert net(F="2*N").params == net.params.subs(F, 2 * N)
    assert net(F=fractions.Fraction(64, 2)).params == net(F=32).params == net(F=sympy.Integer(32)).params


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.5, "float"),
        (0, "positive"),
        (-3, "positive"),
        ("2*", "ends too early"),
        ("a b", "not expected"),
        ([1], "number"),
        (None, "number"),
    ],
)
def test_a_value_that_is_no_positive_number_is_refused(value, message):
    with pytest.raises(SymcnnError, match=message):
        symcnn.parse("conv(F,K)")(F=value)


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(SymcnnError, match="did you mean 'Filters'"):
        symcnn.parse("conv(Filters,K)")(Filtres=3)


def test_binding_does_not_change_the_network_it_is_asked_of():
    net = symcnn.parse("conv(F,K)")
    before = net.params
    net(F=3)
    assert net.params == before


def test_rows_have_names_shapes_and_quantities():
    rows = symcnn.parse("input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)").layers
    assert [row.name for row in rows] == ["conv1", "pool1", "flatten1", "dense1", "dense2"]
    assert [row.params for row in rows] == [320, 0, 0, 540_900, 1_010]
    assert rows[0].input_shape == (28, 28, 1)
    assert rows[0].output_shape == (26, 26, 32)
    assert rows[2].implied


def test_batch_norm_has_trainable_numbers_and_running_ones():
    net = symcnn.parse("input(8,8,16) bn")
    assert (net.params, net.buffers, net.total) == (32, 32, 64)


def test_memory_follows_data_type_and_batch():
    net = symcnn.parse("input(28,28,1) conv(32,3)")  # 320 weights, 26*26*32 = 21,632 outputs
    assert net.memory == 4 * (320 + 21_632)
    assert net.using(dtype="float16", batch=8).memory == 2 * (320 + 8 * 21_632)
    assert net.using(dtype="int4").memory == (320 + 21_632) // 2
    assert net.using(batch="B").memory == 4 * (320 + 21_632 * sympy.Symbol("B"))


def test_the_receptive_field_of_vgg_is_known():
    """Araujo et al. 2019, table 1: VGG-16 has 212 at its last pooling, with an effective stride of 32."""
    stage = "conv(8,3,pad=same) " * 3 + "pool(2) "
    net = symcnn.parse("conv(8,3,pad=same) conv(8,3,pad=same) pool(2) " * 2 + stage * 3)
    assert net.rf == 212
    assert net.stride == 32


def test_floors_go_when_sizes_are_assumed_to_divide():
    net = symcnn.parse("conv(F,3,pad=same) pool(2) pool(2) dense(10)").assume("divisible")
    assert net.params == 9 * C * F + F + 10 * F * H * W / 16 + 10
    assert [str(c) for c in net.conditions] == ["H >= 4", "W >= 4", "H % 4 == 0", "W % 4 == 0"]


def test_without_floors_the_formula_holds_where_the_conditions_do():
    net = symcnn.parse("conv(8,3) pool(2) conv(8,3) pool(3,2)", C=1)
    relaxed = net.assume("divisible")
    compared = 0
    for height in range(12, 80):
        holds = all(
            c.holds()
            for c in (
                type(c)(*(sympy.sympify(v).subs({H: height, W: height}) for v in c._key())) for c in relaxed.conditions
            )
        )
        if holds:
            compared += 1
            assert relaxed.macs.subs({H: height, W: height}) == net(H=height, W=height).macs
    assert compared == 17


def test_rational_symbols_are_ordinary_symbols_in_the_answer():
    net = symcnn.parse("param alpha: rational = 1 input(32,32,3) conv(32*alpha,3,bias=false)")
    alpha = sympy.Symbol("alpha")
    assert net.params == 864 * alpha
    assert net(alpha=fractions.Fraction(1, 4)).params == 216
    with pytest.raises(SymcnnError, match="not a whole number"):
        net(alpha=fractions.Fraction(1, 3))


def test_a_rational_width_is_never_taken_for_a_whole_number():
    net = symcnn.parse("param a: rational input(8,8,4) conv(floor(a*3)+1,1) linear(.c//2+1)")
    a = sympy.Symbol("a")
    value = fractions.Fraction(7, 5)
    assert net.shape[-1].subs(a, sympy.Rational(7, 5)) == net(a=value).shape[-1] == 3  # floor((floor(4.2) + 1)/2) + 1


def test_files_are_loaded_with_the_net_that_is_named(tmp_path):
    path = tmp_path / "nets.cnn"
    path.write_text("let w = 4 net a { conv(w,1) } net b(n) { conv(n,3) }", encoding="utf-8")
    assert symcnn.load(f"{path}:a").params == 4 * C + 4
    assert symcnn.load(f"{path}:b", n=2).params == 18 * C + 2
    with pytest.raises(SymcnnError, match="there are 2 nets: a, b"):
        symcnn.load(Path(path))
    with pytest.raises(SymcnnError, match=r"did you mean|its nets: a, b"):
        symcnn.load(f"{path}:c")


def test_the_only_net_of_a_file_needs_no_name(tmp_path):
    path = tmp_path / "one.cnn"
    path.write_text("net a { conv(4,1) }", encoding="utf-8")
    assert symcnn.load(path).params == 4 * C + 4


def test_integers_are_exact_at_any_size():
    n = 10**40
    assert symcnn.parse(f"input({n},{n},3) conv({n},3,pad=same,bias=false)").macs == n**3 * 27


def test_quantities_are_found_by_completion():
    assert {"params", "macs", "memory", "rf"} <= set(dir(symcnn.parse("relu")))
    with pytest.raises(AttributeError, match="its quantities are"):
        _ = symcnn.parse("relu").parameters


def test_integers_beyond_what_python_writes_are_written_whole():
    limit = sys.get_int_max_str_digits()
    for number in (10**3900, 10**3914 - 1, 2**13_000, -(2**13_000), 10**5000, -(10**9000) + 7):
        written = decimal(number)
        sys.set_int_max_str_digits(0)
        assert written == str(number)
        sys.set_int_max_str_digits(limit)


def test_a_rounded_width_is_put_together_once_for_all_its_layers(monkeypatch):
    made = []
    compare = sympy.Max._is_connected.__func__
    monkeypatch.setattr(sympy.Max, "_is_connected", classmethod(lambda *x: made.append(x) or compare(*x)))

    def comparisons(layers):
        net = symcnn.parse(f"param a: rational; input(H,W,3) {'conv(divisible(32*a),3) bn relu ' * layers}")
        made.clear()
        assert [row.macs for row in net.layers] and net.params and net.shape  # noqa: PT018
        return len(made)

    assert 0 < comparisons(8) == comparisons(2)
