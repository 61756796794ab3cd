"""Each format: well-formed, escaped, the same bytes every time, whole or not there at all."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.figures import dot, nested, svg, tikz
from symcnn.figures.derive import drawing
from symcnn.figures.drawing import Drawing, Edge, Frame, Line, Node
from symcnn.figures.kinds import KINDS
from symcnn.figures.output import FORMATS
from symcnn.layers.contract import Shape
from tests.figures.test_layout import SHOWN

ROOT = Path(__file__).parents[2]
NASTY = "a<b> & c_d 50% #1 \\x {y} $z$ ^~ \"q\" 'r' ]]>"
BOX = Node("n1", "conv", ("conv1",), (Line((NASTY,)), Line((NASTY,), small=True)), Shape((), 3), frame="f1")
CIRCLE = Node("n2", "join", ("add1",), (), Shape((), 3), symbol="+")
HOSTILE = Drawing((BOX, CIRCLE), (Edge("n1", "n2"),), (Frame("f1", Line((NASTY,)), (Line((3, " ×")),)),))
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "defs", "marker", "path", "rect", "circle", "text"}


def elements(text):
    return list(ET.fromstring(text).iter())


@pytest.mark.parametrize("name", SHOWN)
def test_svg_is_well_formed_and_holds_nothing_but_shapes_and_text(name):
    found = drawing(symcnn.load(f"zoo:{name}").report)
    every = elements(svg.write(nested.place(found), legend=True, title=name))
    assert {one.tag.removeprefix(SVG) for one in every} <= ALLOWED
    for one in every:
        for attribute, value in one.attrib.items():
            assert "href" not in attribute
            assert not attribute.startswith("on")
            assert "url(" not in value or value == "url(#arrow)"
    shown = [one.text for one in every if one.tag == f"{SVG}text"]
    for node in found.nodes:
        assert {node.symbol} <= set(shown) if node.symbol else {str(line) for line in node.lines} <= set(shown)
    arrows = [one for one in every if one.attrib.get("marker-end")]
    assert len(arrows) == len(found.edges)


def test_any_text_comes_back_from_svg():
    every = elements(svg.write(nested.place(HOSTILE), title=NASTY))
    texts = [one.text for one in every if one.tag in (f"{SVG}text", f"{SVG}title")]
    assert texts.count(NASTY) == 3
    assert f"3 × {NASTY}" in texts


def test_characters_that_xml_does_not_have_are_left_out():
    odd = HOSTILE._replace(nodes=(BOX._replace(lines=(Line(("a\x00b\x1b\ud800c",)),)), CIRCLE))
    assert any(one.text == "a b  c" for one in elements(svg.write(nested.place(odd))))


def test_text_is_escaped_in_tikz():
    found = tikz.write(nested.place(HOSTILE))
    escaped = r"a$<$b$>$ \& c\_d 50\% \#1 \textbackslash{}x \{y\} \$z\$ \textasciicircum{}\textasciitilde{}"
    assert found.count(escaped) == 3


def test_text_is_quoted_in_dot():
    found = dot.write(HOSTILE, title=NASTY)
    quoted = "a<b> &amp; c_d 50% #1 \\\\x {y} $z$ ^~ \\\"q\\\" 'r' ]]>"
    assert found.count(quoted) == 4


@pytest.mark.graphviz
def test_any_text_comes_back_from_graphviz():
    ran = subprocess.run(
        ["dot", "-Tsvg"], input=dot.write(HOSTILE, title=NASTY), capture_output=True, encoding="utf-8", check=True
    )
    texts = [one.text for one in elements(ran.stdout) if one.tag == f"{SVG}text"]
    assert texts.count(NASTY) == 3


@pytest.mark.graphviz
@pytest.mark.parametrize("name", SHOWN)
def test_graphviz_reads_dot(name, tmp_path):
    found = drawing(symcnn.load(f"zoo:{name}").report)
    ran = subprocess.run(
        ["dot", "-Tplain"], input=dot.write(found), capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert ran.count("\nnode ") == len(found.nodes)
    assert ran.count("\nedge ") == len(found.edges)


COMPILED = [*SHOWN, "alexnet_2012", "densenet121", "mobilenet_v2"]


@pytest.mark.latex
@pytest.mark.parametrize("name", COMPILED)
def test_tikz_compiles(name, tmp_path):
    symcnn.load(f"zoo:{name}").draw(tmp_path / "net.tex", legend=True)
    compile_latex(tmp_path)


@pytest.mark.latex
def test_tikz_compiles_with_any_text(tmp_path):
    (tmp_path / "net.tex").write_text(tikz.write(nested.place(HOSTILE), title=NASTY + "\n\\end"), encoding="utf-8")
    compile_latex(tmp_path)


def test_a_figure_that_tex_cannot_hold_is_refused(tmp_path):
    net = symcnn.parse("input(8,8,4) " + "conv(4,1) pool(1) " * 250)
    with pytest.raises(SymcnnError, match="more than TeX can count") as error:
        net.draw(tmp_path / "net.tex")
    assert "--depth" in error.value.help
    assert list(tmp_path.iterdir()) == []
    net.draw(tmp_path / "net.png")


def compile_latex(folder):
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "net.tex"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, encoding="latin-1", check=False)
    assert ran.returncode == 0, ran.stdout[-2000:]
    assert "Missing character" not in ran.stdout


@pytest.mark.parametrize(("suffix", "head"), [(".pdf", b"%PDF-"), (".png", b"\x89PNG\r\n")])
def test_pictures_of_matplotlib(tmp_path, suffix, head):
    path = tmp_path / f"net{suffix}"
    symcnn.load("zoo:transformer").draw(path, legend=True, direction="right")
    assert path.read_bytes().startswith(head)


def test_a_png_has_enough_dots_and_all_colours(tmp_path):
    from matplotlib.image import imread

    net = symcnn.parse("conv(8,3) pool(2) dense(10)")
    net.draw(tmp_path / "net.png")
    found = imread(tmp_path / "net.png")
    placed = nested.place(drawing(net.report))
    assert found.shape[0] == pytest.approx(placed.height / 72 * 200, abs=2)
    colours = {"#" + "".join(f"{round(float(c) * 255):02X}" for c in rgb[:3]) for row in found[::3] for rgb in row[::3]}
    assert {KINDS[kind].fill for kind in ("input", "conv", "pool", "dense")} <= colours


def test_the_colours_are_light_and_told_apart_in_grey_or_by_their_words():
    """Black text on each has a contrast of at least 7 (WCAG 2.1, level AAA)."""
    for kind in KINDS.values():
        linear = [((int(kind.fill[i : i + 2], 16) / 255 + 0.055) / 1.055) ** 2.4 for i in (1, 3, 5)]
        light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert (light + 0.05) / 0.06 > 7


def drawn(folder, seed):
    code = (
        "import symcnn; net = symcnn.load('zoo:transformer')\n"
        f"for form in {sorted(FORMATS)}: net.draw(r'{folder}/net' + form, legend=True)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_bytes_do_not_depend_on_the_hash_seed(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = drawn(tmp_path / "a", "1"), drawn(tmp_path / "b", "2")
    assert sorted(one) == [f"net{suffix}" for suffix in sorted(FORMATS)]
    assert one == other


def test_numbers_in_an_svg_are_short():
    found = svg.write(nested.place(drawing(symcnn.load("zoo:unet").report)))
    assert not re.search(r"\d\.\d{3}", found)
    assert not re.search(r"\de[-+]?\d", found)


# ------------------------------------------------------------------------ files


@pytest.mark.parametrize("name", ["net.jpg", "net", "svg", "net.svg.gz"])
def test_a_suffix_that_is_not_known(tmp_path, name):
    with pytest.raises(SymcnnError) as error:
        symcnn.parse("conv(4,3)").draw(tmp_path / name)
    assert error.value.code == "E602"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing/net.svg", "folder.svg", "file.txt/net.svg", f"{'x' * 300}.svg", "a\0b.svg"])
def test_a_place_that_cannot_be_written(tmp_path, name):
    (tmp_path / "folder.svg").mkdir()
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(SymcnnError, match="cannot be written") as error:
        symcnn.parse("conv(4,3)").draw(tmp_path / name)
    assert error.value.code == "E601"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.txt", "folder.svg"]


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path):
    path = tmp_path / "net.svg"
    path.write_text("before")
    path.chmod(0o640)
    symcnn.parse("conv(4,3)").draw(path)
    assert path.read_text(encoding="utf-8").endswith("</svg>\n")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["net.svg"]


def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "net.svg"
    path.write_text("before")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SymcnnError, match="No space left on device"):
        symcnn.parse("conv(4,3)").draw(path)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["net.svg"]


def test_without_matplotlib_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SymcnnError, match="matplotlib") as error:
        symcnn.parse("conv(4,3)").draw(tmp_path / "net.png")
    assert "pip install 'symcnn[plot]'" in error.value.help
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("option", "value"), [("direction", "up"), ("layout", "dot"), ("depth", 0), ("depth", "x")])
def test_options_that_are_not_known(tmp_path, option, value):
    with pytest.raises(SymcnnError) as error:
        symcnn.parse("conv(4,3)").draw(tmp_path / "net.svg", **{option: value})
    assert error.value.code == "E602"
