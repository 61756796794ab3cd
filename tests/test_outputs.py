"""What commands print is kept in `data/outputs`, byte by byte: the same on every Python, platform and hash seed.

The files are our own output, so they prove nothing alone. Here they must also add up, line by line and
format by format, in Python's own arithmetic; and agree with windows and weights that are counted one by
one, or with PyTorch's numbers. After a change that is meant: `python tests/outputs.py --write`.
"""

import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from tests import outputs
from tests.oracles.brute_force import conv_macs, conv_weights, same_starts, window_starts

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "tests" / "outputs.py"
PATHS = outputs.files()
NAMES = [path.stem for path in PATHS]
NETS = [name for name in NAMES if name != "mistakes"]
ADDITIVE = ("params", "buffers", "total", "macs", "flops", "activations", "memory")
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


def kept(name):
    return outputs.read(outputs.FOLDER / f"{name}.txt")


def all_kept():
    return "".join(map(outputs.read, PATHS)).encode("utf-8")


# ------------------------------------------------------------- the same bytes


@pytest.mark.parametrize("name", NAMES)
def test_commands_print_what_is_kept(name):
    assert outputs.run([kept(name)]) == [kept(name)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_any_hash_seed_and_order_of_commands_prints_the_same_bytes(seed):
    assert printed_by(sys.executable, seed) == all_kept()


def printed_by(python, seed):
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONUTF8": "1"}
    command = [python, "-W", "error", PROGRAM]
    return subprocess.run(command, capture_output=True, check=True, env=environment, cwd="/").stdout


def pythons():
    """The Pythons here that can run this, by version: this one, those on PATH, those that pyenv keeps."""
    found = {f"{sys.version_info.major}.{sys.version_info.minor}": sys.executable}
    for version in SUPPORTED:
        on_path = shutil.which(f"python{version}")
        by_pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        places = [on_path] if on_path and "shims" not in Path(on_path).parts else by_pyenv
        if places:
            found.setdefault(version, str(places[-1]))
    return found


PYTHONS = pythons()


@pytest.mark.slow
@pytest.mark.parametrize("extra", ["", "python-flint"])  # with it, sympy's integers are others
@pytest.mark.parametrize("version", sorted(PYTHONS))
def test_every_python_here_prints_the_same_bytes(version, extra, tmp_path):
    subprocess.run([PYTHONS[version], "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    said = subprocess.run([python, "--version"], capture_output=True, check=True, text=True).stdout
    assert said.startswith(f"Python {version}."), said
    copy = shutil.copytree(ROOT, tmp_path / "copy", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    subprocess.run([python, "-m", "pip", "install", "-q", copy, *filter(None, [extra])], check=True)
    types = [python, "-c", "from sympy.external.gmpy import GROUND_TYPES as t; print(t)"]
    used = subprocess.run(types, capture_output=True, check=True, text=True).stdout.strip()
    assert (used == "flint") == bool(extra), used
    assert printed_by(python, 1) == all_kept()


# ------------------------------------------------------------- adding up


def number(formula, values):
    """A formula in Python's own exact arithmetic."""
    words = str(formula).replace(",", "") if re.fullmatch(r"[\d,]+", str(formula)) else str(formula)
    assert re.fullmatch(r"[\w\s+*/()-]*|.*M(in|ax)\(.*", words), words
    return Fraction(eval(words, {"__builtins__": {}, "Min": min, "Max": max}, values))  # noqa: S307  (our own file)


def shown(name, *options):
    """What a file shows for its network with options: every such command's output."""
    found = [out for command, out in outputs.shown(kept(name)) if command.endswith(f"' {' '.join(options)}")]
    return [re.sub(r"\A(warning .*\n( .*\n)*)*", "", out) for out in found]


def random_values(names, seed):
    return {name: Fraction(random.Random(f"{seed} {name}").randint(1, 60)) for name in names}


def as_json(name):
    """Totals and rows of a network as its file shows them, and three choices of values."""
    for found in map(json.loads, shown(name, "--format", "json")):
        for seed in range(3):
            yield found["totals"], found["layers"], random_values(found["symbols"], seed)


@pytest.mark.parametrize("name", sorted({*NETS} - {"conditions"}))
def test_rows_add_up_to_totals(name):
    for totals, layers, values in as_json(name):
        for quantity in ADDITIVE:
            rows = sum(number(layer[quantity], values) for layer in layers)
            assert rows == number(totals[quantity], values), quantity
        assert number(totals["flops"], values) == 2 * number(totals["macs"], values)
        assert number(totals["total"], values) == number(totals["params"], values) + number(totals["buffers"], values)


@pytest.mark.parametrize("name", sorted({*NETS} - {"conditions"}))
@pytest.mark.parametrize("options", ["--format text", "--form expanded --format text"])
def test_lines_of_text_are_the_totals(name, options):
    for totals, _, values in as_json(name):
        (out,) = shown(name, options)
        lines = dict(line.split(": ", 1) for line in out.splitlines())
        for quantity in lines.keys() & set(ADDITIVE):
            assert number(lines[quantity], values) == number(totals[quantity], values), quantity


@pytest.mark.parametrize("name", sorted({*NETS} - {"conditions"}))
def test_rows_of_every_table_add_up_to_the_totals(name):
    for totals, _, values in as_json(name):
        (table,), (marked,), (listed,) = (shown(name, "--format", f) for f in ("table", "markdown", "csv"))
        rows = list(csv.DictReader(io.StringIO(listed)))
        for quantity in ADDITIVE[:2] + ADDITIVE[3:]:
            assert sum(number(row[quantity], values) for row in rows) == number(totals[quantity], values), quantity
        for cells in (table_cells(table), marked_cells(marked)):
            for at, quantity in ((-2, "params"), (-1, "macs")):
                assert sum(number(row[at], values) for row in cells) == number(totals[quantity], values), quantity


def table_cells(out):
    """The cells of the rows between the line under the heads and the empty line."""
    lines = out.split("\n\n")[0].splitlines()
    return [re.split(r"\s{2,}", line.strip()) for line in lines[2:]]


def marked_cells(out):
    lines = out.split("\n\n")[0].splitlines()
    return [[cell.strip(" `") for cell in line.strip("|").split(" | ")] for line in lines[2:]]


# ------------------------------------------------------------- counted otherwise


def conv(sizes, kernel, channels, filters, bias=True):
    """Weights and multiplications of a convolution, counted one by one; `sizes` are places of windows."""
    weights = conv_weights(kernel, channels, filters) + bias * filters
    return weights, conv_macs(map(range, sizes), kernel, channels, filters)


def dense(inputs, units):
    return conv((1,), (1,), inputs, units)


def windows(n, *window):
    return len(window_starts(n, *window))


def lenet(F, K, N, H, W, C):  # noqa: N803  (the symbols of the text)
    h, w = windows(H, K, 1, 0), windows(W, K, 1, 0)
    flat = windows(h, 2, 2, 0) * windows(w, 2, 2, 0) * F
    return conv((h, w), (K, K), C, F), dense(flat, N), dense(N, 10)


def depth(F, n, N, H, W, C):  # noqa: N803
    h, w = windows(H, 7, 2, 3), windows(W, 7, 2, 3)
    norm = (2 * F, 0)
    block = [conv((h, w), (3, 3), F, F, bias=False), norm, conv((h, w), (3, 3), F, F), norm]
    return conv((h, w), (7, 7), C, F, bias=False), norm, *(n * block), dense(F, N)


def inception(F, G, N, H, W, C):  # noqa: N803
    paths = conv((H, W), (1, 1), C, F), conv((H, W), (1, 1), C, G), conv((H, W), (3, 3), G, 2 * G)
    flat = windows(H, 2, 2, 0) * windows(W, 2, 2, 0) * (F + 2 * G + 4)
    return *paths, conv((H, W), (1, 1), C, 4), dense(flat, N)


def sequence(F, K, N, L, C):  # noqa: N803
    pooled = windows(L, 4, 4, 0)
    spread = (pooled - 1) * 2 + K
    transposed = conv_weights((K,), F, C) + C, conv_macs([range(pooled)], (K,), F, C)
    return conv((L,), (K,), C, 2 * F), transposed, conv((spread,), (1,), C, N)


def volume(F, K, D, H, W):  # noqa: N803
    sizes = windows(D, 3, 1, 1), windows(H, K, 1, 0), windows(W, K, 1, 0)
    pooled = windows(sizes[0], 2, 2, 0), windows(sizes[1], 4, 4, 0), windows(sizes[2], 4, 4, 0)
    last = pooled[0], windows(pooled[1], 3, 1, 0), windows(pooled[2], 3, 1, 0)
    flat = last[0] * last[1] * last[2] * 2 * F
    return conv(sizes, (3, K, K), 2, F), (2 * F, 0), conv(last, (1, 3, 3), F, 2 * F), dense(flat, 10)


def unet(F, N, H, W, C):  # noqa: N803
    h, w = windows(H, 2, 2, 0), windows(W, 2, 2, 0)
    up = conv_weights((2, 2), 2 * F, F) + F, conv_macs([range(h), range(w)], (2, 2), 2 * F, F)
    level = conv((H, W), (3, 3), C, F), conv((H, W), (3, 3), F, F), conv((h, w), (3, 3), F, 2 * F)
    return *level, up, conv((H, W), (1, 1), 2 * F, N)


def mobile(F, N, r, H, W, C):  # noqa: N803
    h, w = len(same_starts(H, 2)), len(same_starts(W, 2))
    depthwise = conv_weights((3, 3), C, C, C) + C, conv_macs([range(h), range(w)], (3, 3), C, C, C)
    pointwise = conv((h, w), (1, 1), C, F, bias=False)
    return depthwise, (2 * C, 0), pointwise, (2 * F, 0), dense(F, r), dense(r, F), dense(h * w * F, N)


def shuffled(m, N, H, W, C):  # noqa: N803
    return conv((H, W), (3, 3), C // 2, 2 * m), dense(2 * m + C // 2, N)


COUNTED = [
    (lenet, {"F": 32, "K": 3, "N": 100, "H": 28, "W": 28, "C": 1}),
    (lenet, {"F": 2, "K": 2, "N": 3, "H": 6, "W": 9, "C": 5}),
    (depth, {"F": 3, "n": 2, "N": 4, "H": 5, "W": 8, "C": 2}),
    (inception, {"F": 2, "G": 3, "N": 4, "H": 5, "W": 4, "C": 3}),
    (sequence, {"F": 3, "K": 4, "N": 2, "L": 11, "C": 2}),
    (volume, {"F": 2, "K": 2, "D": 5, "H": 15, "W": 18}),
    (unet, {"F": 2, "N": 3, "H": 6, "W": 8, "C": 2}),
    (mobile, {"F": 4, "N": 3, "r": 2, "H": 5, "W": 6, "C": 3}),
    (shuffled, {"m": 3, "N": 2, "H": 3, "W": 4, "C": 8}),
]


@pytest.mark.parametrize(("count", "values"), COUNTED)
def test_totals_are_what_is_counted_one_by_one(count, values):
    parts = count(**values)
    ((totals, _, _), *_) = as_json(count.__name__)
    exact = {name: Fraction(value) for name, value in values.items()}
    assert number(totals["params"], exact) == sum(weights for weights, _ in parts)
    assert number(totals["macs"], exact) == sum(macs for _, macs in parts)


def test_vgg11_is_what_torchvision_builds():
    with (ROOT / "tests" / "data" / "torchvision.csv").open(encoding="utf-8") as file:
        (row,) = (row for row in csv.DictReader(file) if row["model"] == "vgg11")
    ((totals, _, _), *_) = as_json("vgg11")
    assert (totals["params"], totals["macs"]) == (int(row["params_total"]), int(row["macs_flopcounter"]))


def test_every_network_is_counted_otherwise():
    assert {"conditions", "vgg11", *(count.__name__ for count, _ in COUNTED)} == set(NETS)
