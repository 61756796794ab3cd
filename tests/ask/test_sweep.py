"""Sweeps against the same networks read with numbers, one at a time."""

from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pytest

import symcnn
from symcnn.errors import SymcnnError
from tests.ask.reading import rows_read

NET = "conv(F,K) pool(2) dense(N) dense(10)"
AXES = {"F": "8..40:16", "K": [1, 3, 5, 7], "H": "4,7,12", "W": "H", "C": 3, "N": [10, 20]}
CASES = {
    "ranges, lists and a coupled axis": (NET, AXES),
    "powers": ("conv(F,3) dense(N)", {"F": "2^(0..4)", "N": "F", "H": 9, "W": "2..5", "C": 1}),
    "depth": ("n*{ res{ conv(.c,3,pad=same) relu } }", {"n": range(1, 21), "H": 4, "W": 4, "C": [2, 3]}),
    "a test of a symbol": (
        "if n >= 2 { conv(n,3) } else { dense(n) }",
        {"C": [1, 3], "n": "1..4", "H": "2..4", "W": 8},
    ),
    "fractions": (
        "param a: rational conv(floor(a*32),3) conv(max(8,floor(a*64)),3)",
        {"a": [Fraction(1), Fraction(3, 4), Fraction(1, 4)], "H": "4..6", "W": 9, "C": 3},
    ),
    "blocks": (
        "def a(c) { conv(c,3) } def b(c,k=1) { conv(c,k) bn } net main(block=a) { conv(F,3) block(F) }",
        {"F": [2, 3], "block": "a,b,b(k=2)", "H": "4..5", "W": 6, "C": 1},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rows_are_those_of_the_networks_read_one_by_one(case):
    text, axes = CASES[case]
    sweep = symcnn.sweep(text, **axes)
    expected, missing = rows_read(sweep, text)
    assert sweep.rows() == expected
    assert sum(sweep.left_out.values()) == missing
    assert sweep.count() == len(sweep) == len(expected)


def test_claims_keep_rows():
    sweep = symcnn.sweep(NET, **AXES)
    kept = [row for row in sweep if row["params"] <= 2000 and row["K"] < row["F"]]
    assert 0 < len(kept) < len(sweep)
    assert symcnn.sweep(NET, where="params <= 2k, K < F", **AXES).rows() == kept
    assert sweep.where("params <= 2k").where("K < F").rows() == kept


@pytest.mark.parametrize("smallest", [False, True])
@pytest.mark.parametrize("by", ["macs", "params", "macs/params", "F - H"])
def test_the_best_are_the_best_rows_and_ties_are_in_order(by, smallest):
    sweep = symcnn.sweep(NET, quantity=["params", by], **AXES)
    ordered = sorted(sweep, key=lambda row: row[by] if smallest else -row[by])
    assert list(sweep.top(7, by, smallest)) == ordered[:7]


@pytest.mark.parametrize("aims", [["params"], ["params", "-macs"], ["max activations", "params", "K"]])
def test_a_front_has_what_no_row_beats(aims):
    sweep = symcnn.sweep(NET, quantity="params,macs,activations", **AXES)
    rows, signs = sweep.rows(), [(-1 if a[0] in "-m" else 1, a.removeprefix("-").removeprefix("max ")) for a in aims]
    points = [tuple(sign * row[name] for sign, name in signs) for row in rows]
    best = {p for p in points if not any(q != p and all(map(int.__le__, q, p)) for q in points)}
    found = sweep.pareto(*aims)
    assert [tuple(sign * row[name] for sign, name in signs) for row in found] == sorted(best)
    firsts = [rows[points.index(point)] for point in sorted(best)]
    assert [{name: row[name] for name in rows[0]} for row in found] == firsts


def test_a_histogram_counts_every_row_once():
    sweep = symcnn.sweep(NET, **AXES)
    found = sweep.histogram("params", 5)
    expected = [
        sum(low <= row["params"] < high for row in sweep)
        for low, high in zip(found.edges, found.edges[1:], strict=False)
    ]
    assert list(found.counts) == expected
    assert sum(found.counts) == len(sweep)
    assert found.edges[0] == min(row["params"] for row in sweep)
    assert found.edges[-1] == max(row["params"] for row in sweep) + 1


FRAMES = {
    "dict": lambda rows: rows,
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
}


@pytest.mark.parametrize("library", FRAMES)
def test_rows_of_data_frames_are_configurations(library):
    rows = FRAMES[library]({"F": [8, 16, 4], "K": [3, 1, 9]})
    sweep = symcnn.sweep("conv(F,K)", rows, H=[8, 9], W=9, C=1)
    assert [(row["F"], row["K"], row["H"]) for row in sweep] == [
        (8, 3, 8),
        (8, 3, 9),
        (16, 1, 8),
        (16, 1, 9),
        (4, 9, 9),
    ]


def test_frames_and_arrays_have_the_rows():
    sweep = symcnn.sweep(NET, **AXES)
    rows = sweep.rows()
    array = sweep.to_numpy()
    assert [dict(zip(sweep.columns, row, strict=True)) for row in array.tolist()] == rows
    assert array["params"].dtype == np.int64
    assert sweep.to_pandas().to_dict("records") == rows
    assert sweep.to_polars().to_dicts() == rows


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "npy", "parquet"])
def test_files_have_the_rows(suffix, tmp_path):
    sweep = symcnn.sweep(NET, **AXES)
    path = tmp_path / f"rows.{suffix}"
    assert sweep.to_file(path) == len(sweep)
    read = {"csv": pd.read_csv, "jsonl": lambda p: pd.read_json(p, lines=True), "parquet": pd.read_parquet}
    frame = pd.DataFrame(np.load(path)) if suffix == "npy" else read[suffix](path)
    assert frame.to_dict("records") == sweep.rows()


def test_what_64_bits_do_not_hold_is_exact():
    sweep = symcnn.sweep("conv(F,K) dense(N)", F=[2**31, 2**40], K=1, H=2**11, W=2**11, C=[1, 2**30], N=[1, 2**20])
    assert sweep.rows() == rows_read(sweep, "conv(F,K) dense(N)")[0]
    assert max(row["macs"] for row in sweep) > 2**80
    assert sweep.top(1)[0]["macs"] == max(row["macs"] for row in sweep)
    assert sum(sweep.histogram("macs", 3).counts) == 8


MISTAKES = [
    ({"F": [1], "H": 9, "W": 9}, "C, K have no values"),
    ({"F": [1], "K": 1, "H": 9, "W": 9, "C": 1, "G": 3}, "there is no symbol 'G'"),
    ({"F": [1], "K": 1, "H": 9, "W": 9, "C": 1, "quantity": "parms"}, "'parms' is neither"),
    ({"F": [1], "K": 1, "H": 9, "W": 9, "C": 1, "where": "params"}, "claims nothing"),
]


@pytest.mark.parametrize(("axes", "message"), MISTAKES)
def test_mistakes_are_said(axes, message):
    with pytest.raises(SymcnnError) as caught:
        symcnn.sweep("conv(F,K)", **axes).rows()
    assert message in str(caught.value)


def test_symbols_with_defaults_keep_them():
    text = "net main(F,K=3) { input(9,9,1) conv(F,K) }"
    assert [row["params"] for row in symcnn.sweep(text, F=[1, 2])] == [10, 20]
    assert [row["params"] for row in symcnn.sweep(text, F=2, K=[1, 3])] == [4, 20]


def test_a_point_is_counted_under_the_first_condition_that_fails():
    sweep = symcnn.sweep("conv(F,3)", F=[1, 2], H=[2, 4], W=[2, 4], C=1)
    assert sweep.left_out == {"H >= 3 (conv1)": 4, "W >= 3 (conv1)": 2}
    assert sweep.count() == 2


def test_what_was_asked_before_changes_no_answer():
    axes = {"F": range(1, 301), "N": range(1, 301), "H": [2, 4, 5], "W": 4, "C": 1}
    sweep = symcnn.sweep("conv(F,3) dense(N)", where="params <= 3000", **axes)
    kept = [(f, n) for f in range(1, 301) for n in range(1, 301) for h in (4, 5)
            if 10 * f + (2 * (h - 2) * f + 1) * n <= 3000]  # fmt: skip
    for _ in range(2):
        assert sweep.count() == len(kept)
        assert sweep.top(1, "params", smallest=True)[0]["params"] == 15
        assert sweep.left_out == {"H >= 3 (conv1)": 90_000}
        assert sum(sweep.histogram("params", 3).counts) == len(kept)
        assert sweep.where("F == N").count() == sum(f == n for f, n in kept)


def test_chosen_rows_of_a_grid_with_more_points_than_64_bits_number():
    axes = {name: range(1, 2**12) for name in ("F", "N", "H", "W", "C", "K")}
    best = symcnn.sweep("conv(F,K,pad=same) dense(N)", **axes).top(2)
    assert best[0] == {**dict.fromkeys(axes, 4095), "params": best[0]["params"], "macs": best[0]["macs"]}
    assert best[0]["params"] == 4095 * (4095**3 + 1) + (4095**3 + 1) * 4095
    assert best[0]["macs"] == 4095**6 + 4095**4
    assert best[1]["macs"] < best[0]["macs"]
    front = symcnn.sweep("conv(F,K,pad=same) dense(N)", where="K < 3, H < 3, W < 3, C < 3, F < 3", **axes)
    assert [row["params"] for row in front.top(2, "params", smallest=True)] == [4, 5]


@pytest.mark.slow
def test_a_question_that_would_take_days_is_refused():
    axes = {name: range(1, 2**12) for name in ("F", "N", "H", "W", "C", "K")}
    with pytest.raises(SymcnnError, match="4,715,453,174,592,516,890,625 points are too many to look at each"):
        symcnn.sweep("conv(F,K,pad=same) dense(N)", where="params % 7 == 3", **axes).count()
