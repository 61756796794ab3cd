"""Pictures: what is drawn is the table's numbers, and files are whole or not there."""

from fractions import Fraction

import pytest

from symcnn import SymcnnError
from symcnn.plots.curves import curves
from symcnn.plots.figure import new_figure, save
from symcnn.plots.front import front
from symcnn.plots.heat import heat
from symcnn.plots.shares import OTHERS, shares

TABLE = {"F": [16, 8, 16, 8], "K": [1, 1, 3, 3], "params": [32, 16, 160, 80]}


def lines(figure):
    return {line.get_label(): line.get_xydata().tolist() for line in figure.axes[0].get_lines()}


def test_a_line_goes_through_the_values_in_their_order():
    drawn = lines(curves(TABLE, "F", "params", "K"))
    assert drawn == {"K = 1": [[8, 16], [16, 32]], "K = 3": [[8, 80], [16, 160]]}


def test_many_lines_become_eight_with_the_first_and_the_last():
    many = {"x": [1] * 100, "y": [2] * 100, "k": list(range(100))}
    labels = list(lines(curves(many, "x", "y", "k")))
    assert len(labels) == 8
    assert (labels[0], labels[-1]) == ("k = 0", "k = 99")


def test_a_heat_map_has_each_number_in_its_cell_and_nothing_where_there_is_no_network():
    table = {name: column[1:] for name, column in TABLE.items()}
    cells = heat(table, "F", "K", "params").axes[0].images[0].get_array()
    assert cells.filled(-1).tolist() == [[16, -1], [80, 160]]


def test_a_front_is_drawn_through_its_points():
    drawn = lines(front(TABLE, {"params": [80, 16], "F": [16, 8]}, "params", "F"))
    assert drawn["Pareto front"] == [[16, 8], [80, 16]]


def test_shares_add_up_to_the_total():
    layers = {f"conv{n}": [n, 2 * n] for n in range(1, 12)}
    figure = shares([1, 2], layers, "F", "params")
    top = max(y for band in figure.axes[0].collections for _, y in band.get_paths()[0].vertices)
    names = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert top == 2 * sum(range(1, 12))
    assert names == [*(f"conv{n}" for n in range(11, 4, -1)), OTHERS]


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_picture_is_the_same_file(form, tmp_path):
    for name in ("a", "b"):
        save(curves(TABLE, "F", "params", "K", title=r"$F \left(K^{2} C + 1\right)$"), str(tmp_path / f"{name}.{form}"))
    a, b = ((tmp_path / f"{name}.{form}").read_bytes() for name in ("a", "b"))
    assert a == b
    assert a[:4] in (b"\x89PNG", b"<?xm", b"%PDF")


def test_a_title_that_is_no_formula_stays_text(tmp_path):
    figure, axes = new_figure(r"$\nonsense{$")
    save(figure, str(tmp_path / "a.svg"))
    assert axes.get_title("left") == r"\$\nonsense{\$"


@pytest.mark.parametrize(
    ("name", "words"), [("a.gif", "ends with .png, .svg, .pdf"), ("no/a.png", "cannot be written")]
)
def test_what_cannot_be_written_is_an_error_and_leaves_nothing(name, words, tmp_path):
    with pytest.raises(SymcnnError, match=words):
        save(curves(TABLE, "F", "params"), str(tmp_path / name))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("draw", [
    lambda table: curves(table, "F", "params"),
    lambda table: heat(table, "F", "K", "params"),
    lambda table: front(table, table, "params", "F"),
    lambda table: shares(table["F"], {"conv1": table["params"]}, "F", "params"),
])  # fmt: skip
def test_what_is_too_large_for_a_picture_is_an_error(draw):
    with pytest.raises(SymcnnError, match=r"about 10\^310 is too large for a picture"):
        draw({"F": [8, 16], "K": [1, 1], "params": [80, 10**310]})


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ([Fraction(4, 7), Fraction(5, 7), 1], ["4/7", "5/7", "1"]),
        ([8, 16, 24, 64], ["8", "16", "24", "64"]),
        ([2**n for n in range(3, 13)], None),
        (list(range(100)), None),
        ([5], None),
    ],
)
def test_the_values_themselves_are_marked_where_there_is_room(values, marked):
    axes = curves({"x": values, "y": [1] * len(values)}, "x", "y").axes[0]
    shown = [tick.get_text() for tick in axes.get_xticklabels()]
    assert shown == marked if marked else set(shown) != set(map(str, values))
