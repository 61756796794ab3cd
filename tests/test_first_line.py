"""The first thing a user types."""

import symcnn


def test_numbers_give_a_number():
    net = symcnn.parse("input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)")
    assert net.params == 542_230  # Keras' count_params() in the tutorial question
    assert net.macs == 736_488


def test_symbols_give_a_formula_that_gives_the_number():
    net = symcnn.parse("conv(F,K) pool(2) dense(N) dense(10)")
    values = {"F": 32, "K": 3, "N": 100, "H": 28, "W": 28, "C": 1}
    assert net.params.subs(values) == 542_230
    assert net(**values).params == 542_230
