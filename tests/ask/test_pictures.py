"""Pictures of sweeps: which rows are drawn, and what cannot be."""

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.cli.main import main

NET = "conv(F,K) pool(2) conv(2*F,K) dense(10)"
AXES = {"F": "8..32:8", "K": "1,3,5", "H": 9, "W": 9, "C": 1}


def lines(figure):
    return {line.get_label(): line.get_xydata().tolist() for line in figure.axes[0].get_lines()}


def test_curves_go_through_what_the_networks_have():
    drawn = lines(symcnn.sweep(NET, **AXES).plot(quantity="macs"))
    assert drawn == {
        f"K = {k}": [[f, symcnn.parse(NET, F=f, K=k, H=9, W=9, C=1).macs] for f in (8, 16, 24, 32)] for k in (1, 3)
    }


def test_a_heat_map_has_a_cell_for_each_network():
    figure = symcnn.sweep(NET, **AXES).plot(kind="heat", x="K", by="F")
    cells = figure.axes[0].images[0].get_array().filled(-1).tolist()
    assert cells == [[symcnn.parse(NET, F=f, K=k, H=9, W=9, C=1).params for k in (1, 3)] for f in (8, 16, 24, 32)]


def test_a_front_is_that_of_the_sweep():
    sweep = symcnn.sweep(NET, **AXES)
    drawn = lines(sweep.plot(quantity="params,-macs"))["Pareto front"]
    assert drawn == [[row["params"], row["macs"]] for row in sweep.pareto("params", "-macs")]


def test_shares_add_up_to_the_total():
    figure = symcnn.sweep(NET, **AXES | {"K": 3}).plot(kind="shares", quantity="macs")
    tops = {x: y for band in figure.axes[0].collections for x, y in sorted(band.get_paths()[0].vertices.tolist())}
    assert tops == {f: symcnn.parse(NET, F=f, K=3, H=9, W=9, C=1).macs for f in (8, 16, 24, 32)}


def test_shares_of_many_layers_are_those_of_their_blocks():
    net = "def b { 4*conv(8,3,pad=same) } input(9,9,F) b b dense(10)"
    figure = symcnn.sweep(net, F="1..5").plot(kind="shares")
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["dense1", "b2", "b1"]


def test_a_title_may_be_the_formula():
    figure = symcnn.sweep("conv(F,3)", F="1..5", H=9, W=9, C=2).plot(title="formula")
    assert figure.axes[0].get_title("left") == "parameters $= 19 F$"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"kind": "pie"}, "there is no kind of picture 'pie'"),
        ({"x": "G"}, "'G' is no symbol of the sweep"),
        ({"kind": "shares"}, "2 symbols have several values"),
        ({"kind": "front"}, "a front has two quantities, not 1"),
        ({"quantity": "macs/params", "title": "formula"}, "'macs/params' has no formula of its own"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(how, message):
    with pytest.raises(SymcnnError, match=message):
        symcnn.sweep(NET, **AXES).plot(**how)


@pytest.mark.parametrize(
    ("axes", "message"),
    [
        ({"F": 8, "K": 3}, "a picture needs a symbol with several values"),
        ({"H": "9,10"}, "3 symbols have several"),
        ({"K": 12}, "left"),
    ],
)
def test_axes_that_cannot_be_drawn_are_an_error(axes, message):
    with pytest.raises(SymcnnError, match=message):
        symcnn.sweep(NET, **AXES | axes).plot()


def test_the_command_writes_a_picture(tmp_path, capsys):
    out = tmp_path / "a.svg"
    assert main(["plot", NET, *(f"{name}={value}" for name, value in AXES.items()), "-o", str(out), "--json"]) == 0
    assert out.read_text().startswith("<?xml")
    assert '"count": 8' in capsys.readouterr().out


RESNET = {"n2": 2, "n3": 2, "n4": 2}


def test_blocks_are_lines_or_cells_and_never_places_along_an_axis():
    resnet = symcnn.load("zoo:resnet")
    sweep = symcnn.sweep(resnet, block="basic,bottleneck", n1="1..2", **RESNET)
    drawn = lines(sweep.plot())
    assert {name: [x for x, _ in line] for name, line in drawn.items()} == {
        "block = basic": [1, 2],
        "block = bottleneck": [1, 2],
    }
    ticks = sweep.plot(kind="heat").axes[0].get_xticklabels()
    assert [tick.get_text() for tick in ticks] == ["basic", "bottleneck"]
    with pytest.raises(SymcnnError, match="the values of block are blocks"):
        symcnn.sweep(resnet, block="basic,bottleneck", n1=2, **RESNET).plot()
