"""What is imported when: sympy with the first symbol, rich in a terminal only."""

import subprocess
import sys

import pytest

NUMBERS = "input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)"
SYMBOLS = "conv(F,3)"


def modules_after(text):
    """The modules of a fresh interpreter after deriving a network and writing its table."""
    code = f"import sys, symcnn; net = symcnn.parse({text!r}); net.table(); net.to_dict(); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.mark.parametrize(
    "unwanted", ["sympy", "rich", "numpy", "ortools", "dask", "torch", "prompt_toolkit", "pygments"]
)
def test_plain_integers_import_none_of(unwanted):
    assert unwanted not in modules_after(NUMBERS)


def test_the_test_above_can_fail():
    assert "sympy" in modules_after(SYMBOLS)


def test_values_given_for_all_symbols_keep_sympy_out():
    code = f"import sys, symcnn; print(symcnn.parse({SYMBOLS!r}, F=32, H=28, W=28, C=1).params, 'sympy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["320", "False"]
