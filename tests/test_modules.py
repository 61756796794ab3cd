"""`import`: where modules are looked for, what they bring, and what becomes of mistakes in them."""

import os
import sys

import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.expect import check
from symcnn.text.modules import file_program
from symcnn.text.parse import parse

PARTS = """
let wide = 4
set conv(pad=same)
param depth = 2
def stem(f=8) { conv(f*wide,3) relu }
shared tower { conv(5,1) }
net whole(n) { input(8,8,3) stem(n) expect params == 1 }
conv(99,3)
expect params == 2
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of modules, which is not the current one."""
    (tmp_path / "parts.cnn").write_text(PARTS, encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.delenv("SYMCNN_PATH", raising=False)
    return tmp_path


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def load(folder, text):
    return symcnn.load(write(folder, "main.cnn", text))


def refused(folder, text):
    with pytest.raises(SymcnnError) as caught:
        load(folder, text)
    return caught.value


STEM = 3 * 3 * 3 * 32 + 32  # 3 channels to 8*wide, with the module's own `let`


@pytest.mark.parametrize(
    ("text", "params", "shape"),
    [
        ("import parts input(8,8,3) parts.stem", STEM, (8, 8, 32)),
        ("import parts input(8,8,3) parts.stem(8)", STEM, (8, 8, 32)),
        ("import parts: stem input(8,8,3) stem", STEM, (8, 8, 32)),
        ("import parts: tower, stem input(8,8,3) stem tower", STEM + 33 * 5, (8, 8, 5)),
        ("import parts input(8,8,5) 3*parts.tower", 5 * 5 + 5, (8, 8, 5)),  # one set of weights
        ("import parts input(8,8,3) parts.whole(8)", STEM, (8, 8, 32)),
        ("import parts def twice(b) { b b } input(8,8,32) twice(parts.stem)", 2 * (9 * 32 * 32 + 32), (8, 8, 32)),
        ("import parts def one(b) { b } input(8,8,3) one(parts.stem(f=2))", 3 * 9 * 8 + 8, (8, 8, 8)),
        ("net a { import parts: stem stem } input(8,8,3) a", STEM, (8, 8, 32)),
    ],
)
def test_what_a_module_brings(folder, text, params, shape):
    net = load(folder, text)
    assert (net.params, net.shape) == (params, shape)


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("import parts: stem input(8,8,3) conv(wide,3)", 28),  # its `let` is not brought: a symbol
        ("import parts: stem input(8,8,3) conv(2,3)", 56),
    ],
)
def test_what_a_module_keeps_to_itself(folder, text, params):
    net = load(folder, text)
    assert net.shape[:2] == (6, 6)  # its `set conv(pad=same)` does not hold here
    assert symcnn.equal(net.params, f"{params}*wide" if "wide" in text else params)


def test_a_parameter_of_a_module_is_a_symbol_where_it_is_used(folder):
    write(folder, "deep.cnn", "param depth = 2, act = relu def one { conv(depth,1) act } def two { conv(2,1) }")
    text = "import deep input(8,8,3)"
    assert load(folder, f"{text} deep.two").symbols == ()
    net = load(folder, f"{text} deep.one deep.two")
    assert net.symbols == ("depth",)
    assert symcnn.equal(net.params, "4*depth + 2*depth + 2") is True
    assert net(depth=3).params == 20
    assert net.report.example.total("params") == 14


def test_expectations_of_a_module_are_its_own(folder):
    text = "import parts input(8,8,3) parts.whole(8) expect params == 896"
    program = file_program(write(folder, "main.cnn", text))[0]
    assert [outcome.holds for outcome in check(program)] == [True]


def test_a_net_of_a_module_can_be_measured(folder):
    text = "import parts: whole import parts expect params(whole(8)) == 896 expect params(parts.whole(n=8)) == 896"
    program = file_program(write(folder, "main.cnn", text))[0]
    assert [outcome.holds for outcome in check(program)] == [True, True]


def test_a_net_of_the_file_is_not_taken_for_one_of_its_module(folder):
    path = write(folder, "main.cnn", "net whole { input(8,8,3) conv(1,1) } import parts net other { relu }")
    assert symcnn.load(f"{path}:whole").params == 4


def test_a_dotted_module_is_in_a_folder(folder):
    write(folder, "vision/blocks.cnn", "import near: one def two { one one }")
    write(folder, "vision/near.cnn", "def one { conv(2,1) }")
    assert load(folder, "import vision.blocks input(8,8,2) vision.blocks.two").params == 2 * (2 * 2 + 2)


def test_a_module_is_looked_for_beside_the_file_then_in_the_path_then_in_the_zoo(folder, monkeypatch):
    def stem_of():
        return load(folder, "import resnet: stem input(9,9,1) stem").layers[0].text

    assert stem_of() == "conv(64,7,2)"  # the zoo's
    for at, name in enumerate(("far", "near"), 1):
        write(folder, f"{name}/resnet.cnn", f"def stem {{ conv({at},1) }}")
    monkeypatch.setenv("SYMCNN_PATH", os.pathsep.join(["", str(folder / "near"), str(folder / "far")]))
    assert stem_of() == "conv(2,1)"
    write(folder, "resnet.cnn", "def stem { conv(3,1) }")
    assert stem_of() == "conv(3,1)"


def test_a_text_has_no_folder(folder, monkeypatch):
    monkeypatch.chdir(folder)
    text = "import parts: stem input(8,8,3) stem"
    with pytest.raises(SymcnnError) as caught:
        symcnn.parse(text)
    assert caught.value.code == "E207"
    assert caught.value.help == "a text has no folder of its own; to import parts.cnn set SYMCNN_PATH=."
    monkeypatch.setenv("SYMCNN_PATH", ".")
    assert symcnn.parse(text).params == STEM


MISTAKES = [
    ("import prats", "E207", "no file prats.cnn in the search path", "did you mean 'parts'?"),
    ("import resnt", "E207", "no file resnt.cnn in the search path", "did you mean 'resnet'?"),
    ("import parts.stem", "E207", "no file parts/stem.cnn in the search path", ""),
    ("import parts: stm", "E202", "module 'parts' has no 'stm'", "did you mean 'stem'? it has stem, tower, whole"),
    ("import parts: x", "E202", "module 'parts' has no 'x'", "it has stem, tower, whole"),
    ("import parts: wide", "E202", "module 'parts' has no 'wide'", "it has stem, tower, whole"),
    ("import parts parts.stm", "E202", "module 'parts' has no 'stm'", "did you mean 'stem'?"),
    ("import parts stem", "E201", "unknown layer 'stem'", "did you mean 'parts.stem'?"),
    ("import parts: stem stem(1,2)", "E301", "stem takes 1 argument (f); 2 given", ""),
    ("import main", "E209", "modules import each other in a loop", "put what both need into a third file"),
]


@pytest.mark.parametrize(("text", "code", "message", "help_"), MISTAKES)
def test_mistakes(folder, text, code, message, help_):
    error = refused(folder, f"{text} relu")
    assert (error.code, help_ in error.help) == (code, True), str(error)
    assert error.message.startswith(message)
    assert error.span is not None


def test_the_name_that_is_not_there_is_marked(folder):
    error = refused(folder, "import parts: stem, st relu")
    assert (error.span.text, error.span.column) == ("st", 21)


def test_a_loop_is_shown(folder):
    write(folder, "a.cnn", "import b def x { relu }")
    write(folder, "b.cnn", "import c")
    write(folder, "c.cnn", "import a")
    error = refused(folder, "import a relu")
    files = [str(folder / name) for name in ("a.cnn", "b.cnn", "c.cnn", "a.cnn")]
    assert error.message == f"modules import each other in a loop: {' -> '.join(files)}"
    assert error.span.source.name == files[2]


@pytest.mark.parametrize("text", ["def broken { conv(8 }", "let x = 1/0", "def f { cnv(8,3) }", "import nothing_here"])
def test_a_mistake_inside_a_module_points_into_its_file(folder, text):
    path = write(folder, "broken.cnn", text)
    assert refused(folder, "import broken input(8,8,3) broken.f").span.source.name == path


def test_names_lead_nowhere_else(folder):
    """A path, a URL or a text is no name."""
    for module in ("../parts", "/etc/passwd", "'parts'", '"parts"', "a/b", "http://x.y/z", "..parts", "parts..x"):
        assert refused(folder, f"import {module} relu").code in ("E102", "E105", "E106", "E107"), module


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_a_link_out_of_the_folder_is_refused(folder):
    inside = folder / "inside"
    inside.mkdir()
    (inside / "out.cnn").symlink_to(folder / "parts.cnn")
    (inside / "up").symlink_to(folder)
    (inside / "same.cnn").write_text("def stem { conv(3,1) }", encoding="utf-8")
    (inside / "link.cnn").symlink_to(inside / "same.cnn")
    for module in ("out", "up.parts"):
        error = refused(inside, f"import {module} relu")
        assert error.code == "E207"
        assert error.message.endswith("is a link that leads out of its folder")
    assert load(inside, "import link input(8,8,3) link.stem").params == 12


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_what_is_no_file_is_not_read(folder):
    os.mkfifo(folder / "pipe.cnn")
    (folder / "folder.cnn").mkdir()
    for module in ("pipe", "folder"):
        assert refused(folder, f"import {module} relu").code == "E207"


@pytest.mark.parametrize(("data", "code"), [(b"\xff\xfe", "E601"), (b"relu " * 900_000, "E110"), (b"(" * 1000, "E110")])
def test_files_are_bounded_as_programs_are(folder, data, code):
    (folder / "odd.cnn").write_bytes(data)
    assert refused(folder, "import odd relu").code == code


def test_modules_that_import_two_each_are_read_once_each(folder):
    for level in range(40):
        write(
            folder, f"m{level}.cnn", f"import m{level + 1}: a import m{level + 1}: b def a {{ relu }} def b {{ relu }}"
        )
    write(folder, "m40.cnn", "def a { relu } def b { relu }")
    assert load(folder, "import m0 m0.a").params == 0


def test_a_long_chain_of_modules_is_refused_in_words(folder):
    for level in range(400):
        write(folder, f"m{level}.cnn", f"import m{level + 1}")
    error = refused(folder, "import m0 relu")
    assert error.code == "E110"
    assert sys.getrecursionlimit() >= 1000


def test_the_order_of_names_does_not_matter_for_a_shared_block(folder):
    """Two ways to one module are one set of weights."""
    write(folder, "left.cnn", "import parts def go { parts.tower }")
    text = "import left import parts: tower input(8,8,5) left.go tower"
    assert load(folder, text).params == 5 * 5 + 5


BLOCKS = """
def plain(c,s=1) { conv(c,3,s,pad=same) }
def deep(c,s=1,w=2) { conv(w*c,1) conv(c,3,s,pad=same) }
net f(block=plain,n) { input(8,8,4) n*block(4) }
net g(block,n) { input(8,8,4) n*block(4) }
"""
PLAIN = 9 * 4 * 4 + 4


@pytest.mark.parametrize(
    ("net", "values", "params"),
    [
        ("f", {"n": 2}, 2 * PLAIN),
        ("f", {"block": "plain", "n": 2}, 2 * PLAIN),
        ("g", {"block": "plain", "n": 2}, 2 * PLAIN),
        ("f", {"block": "deep", "n": 1}, (4 * 8 + 8) + 9 * 8 * 4 + 4),
        ("g", {"block": "deep(w=1)", "n": 1}, (4 * 4 + 4) + PLAIN),
        ("f", {"block": "deep(w=1)", "n": "m"}, None),
    ],
)
def test_a_block_can_be_given_for_a_parameter(folder, net, values, params):
    path = write(folder, "blocks.cnn", BLOCKS)
    found = symcnn.load(f"{path}:{net}", **values)
    if params is None:
        assert symcnn.equal(found.params, f"m*{20 + PLAIN}")
    else:
        assert found.params == params


@pytest.mark.parametrize(
    ("net", "values", "code", "message"),
    [
        ("f", {"block": "3"}, "E303", "block is a block, not a number"),
        ("f", {"block": "dep"}, "E202", "block=dep: there is no block or layer 'dep'"),
        ("f", {"block": "dep(w=1)"}, "E204", "unknown function 'dep'"),
        ("f", {"n": "relu"}, "E303", "a count is a number, not a block"),
        ("g", {}, "E201", "'block' stands for a number here, not for a layer"),
        ("g", {"block": "plain", "n": "plain"}, "E303", "a count is a number, not a block"),
    ],
)
def test_blocks_and_numbers_are_not_mixed_up(folder, net, values, code, message):
    path = write(folder, "blocks.cnn", BLOCKS)
    with pytest.raises(SymcnnError) as caught:
        symcnn.load(f"{path}:{net}", **values)
    assert (caught.value.code, caught.value.message) == (code, message)


def test_a_layer_is_a_block_too():
    net = symcnn.parse("net f(act=relu) { conv(4,3) act } input(8,8,3) f(act=gelu) f")
    assert [row.layer for row in net.layers] == ["conv", "gelu", "conv", "relu"]


def test_a_program_with_an_import_is_formatted_like_any_other():
    assert parse("import a.b: c, d") == parse("import a.b:c,d")
