"""Every format says the same, and what it prints adds up."""

import csv
import io
import json
import re

import pytest
import sympy

import symcnn
from symcnn.views import VIEWS

NUMBERS = "input(28,28,1) conv(32,3) bn relu pool(2) dense(100) dense(10)"
SYMBOLS = "conv(F,K) bn pool(2) dense(N) dense(10)"
PARAMS = [320, 64, 0, 0, 0, 540_900, 1_010]  # (9+1)*32, 2*32, -, -, -, 5408*100+100, 100*10+10


@pytest.mark.parametrize("form", sorted(VIEWS))
def test_every_format_shows_the_parameters(form):
    text = re.sub(r"[,{}]", "", VIEWS[form].network(symcnn.parse(NUMBERS).report))
    assert "542294" in text or (form == "csv" and "540900" in text)


def test_the_rows_of_the_table_add_up_to_its_total():
    table = symcnn.parse(NUMBERS).table()
    rows, totals = table.split("\n\n")
    column = [int(line.split()[-2].replace(",", "")) for line in rows.splitlines()[2:]]
    assert column == [0, *PARAMS]
    assert sum(column) == int(re.search(r"parameters +([\d,]+)", totals)[1].replace(",", "")) == 542_294


def test_no_line_of_a_table_is_cut():
    wide = " ".join(f"conv(Filters{i},Kernel{i})" for i in range(12)) + " gap dense(10)"
    net = symcnn.parse(wide)
    assert str(net.report.output_shape) in net.table()
    assert "…" not in net.table()
    assert "Filters11" in net.table()


def test_a_table_whose_totals_are_all_long_is_written():
    table = symcnn.parse("conv(Filters,Kernel,Stride) conv(Filters,Kernel,Stride)").table()
    assert "parameters       Filters*(Kernel**2*(C + Filters) + 2)  (trained weights" in table


def test_json_has_the_fields_that_programs_rely_on():
    data = json.loads(VIEWS["json"].network(symcnn.parse(SYMBOLS).report))
    assert {"input", "output", "symbols", "conditions", "totals", "layers"} <= set(data)
    assert data["input"] == ["H", "W", "C"]
    assert data["output"] == [10]
    assert data["symbols"] == ["C", "F", "H", "K", "N", "W"]
    assert data["conditions"] == ["H >= K + 1", "W >= K + 1"]
    assert set(data["totals"]) >= {"params", "buffers", "total", "macs", "flops", "activations", "memory"}
    first = data["layers"][0]
    assert {"name", "layer", "text", "output", "params", "macs"} <= set(first)
    assert (first["name"], first["layer"], first["text"]) == ("conv1", "conv", "conv(F,K)")


def test_formulas_in_json_are_read_back_by_sympy():
    net = symcnn.parse(SYMBOLS)
    names = {name: sympy.Symbol(name) for name in net.symbols}
    values = {"F": 32, "K": 3, "N": 100, "H": 29, "W": 28, "C": 1}
    for name, formula in net.to_dict()["totals"].items():
        if isinstance(formula, str):
            read = sympy.sympify(formula, locals=names)
            assert read.subs(values) == getattr(net(**values), name), name


def test_numbers_in_json_are_integers():
    assert json.loads(VIEWS["json"].network(symcnn.parse(NUMBERS).report))["totals"]["params"] == 542_294


def test_csv_has_a_row_a_layer_that_adds_up():
    rows = list(csv.DictReader(io.StringIO(VIEWS["csv"].network(symcnn.parse(NUMBERS).report))))
    assert [row["name"] for row in rows] == ["input", "conv1", "bn1", "relu1", "pool1", "flatten1", "dense1", "dense2"]
    assert sum(int(row["params"]) for row in rows) == 542_294


def test_markdown_keeps_stars_and_bars_as_they_are():
    text = VIEWS["markdown"].network(symcnn.parse(SYMBOLS).report)
    assert "`F*(C*K**2 + 1)`" in text
    widths = {line.count("|") for line in text.splitlines() if line.startswith("| ")}
    assert widths == {6, 4}  # five columns of layers, three of totals


def test_latex_escapes_what_users_write():
    text = VIEWS["latex"].network(symcnn.parse("conv(my_width,3)").report)
    assert r"\texttt{conv(my\_width,3)}" in text
    assert text.count(r"\begin{tabular}") == text.count(r"\end{tabular}") == 1


def test_columns_can_be_chosen_and_what_was_not_written_left_out():
    net = symcnn.parse(NUMBERS)
    table = VIEWS["table"].network(net.report, columns=("number", "name", "size"), written=True)
    assert table.splitlines()[2].split() == ["1", "input", "784"]
    assert "flatten1" not in table


def test_defaults_are_shown_beside_the_formula():
    table = symcnn.parse("param F = 32 input(28,28,1) conv(F,3)").table()
    assert "10*F  [320 at F = 32]" in table


def test_an_index_that_only_an_argument_shows_is_explained():
    rows = symcnn.parse("input(8,8,4) add(i=1..m){ conv(4,1,groups=i) relu }").report.rows
    assert [row.text for row in rows[1:3]] == ["i = 1..m: conv(4,1,groups=i)", "m x relu"]


def test_an_index_gives_way_to_a_symbol_that_takes_its_name():
    row = symcnn.parse("for i in 1..n { conv(F+i,3,groups=i) }").rename(F="i").report.rows[2]
    assert row.text == "j = 2..n: conv(i+j,3,groups=j)"
