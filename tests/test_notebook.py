"""Notebooks: what the magics show and keep, and that a mistake is a message."""

import re
import subprocess
import sys

import nbclient
import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

import symcnn
from symcnn import SymcnnError
from symcnn.notebook import split

LINES = [
    ("conv(F,3)", "conv(F,3)", []),
    ("conv(F,3) F=32", "conv(F,3)", ["F=32"]),
    ("conv(F, 3, pad=same) pool(2)", "conv(F, 3, pad=same) pool(2)", []),
    ("n*{ conv(F, 3, pad=same) } n=3 --only params", "n*{ conv(F, 3, pad=same) }", ["n=3", "--only", "params"]),
    ("'conv(F,3)' F=32", "conv(F,3)", ["F=32"]),
    ("let c=3 conv(c,3)", "let c=3 conv(c,3)", []),
    ("zoo:unet d=4 --only params f=64", "zoo:unet", ["d=4", "--only", "params", "f=64"]),
    ("zoo:resnet 'block=bottleneck(w=4, g=32)' n=3", "zoo:resnet", ["block=bottleneck(w=4, g=32)", "n=3"]),
    ("conv(F,3) --assume 'F >= 2' --into net", "conv(F,3)", ["--assume", "F >= 2", "--into", "net"]),
    ("H=28 W=28 --only params", "", ["H=28", "W=28", "--only", "params"]),
    ("conv(F,3", "conv(F,3", []),
    ("", "", []),
]  # fmt: skip


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    found = InteractiveShell()
    found.run_line_magic("load_ext", "symcnn")
    return found


@pytest.mark.parametrize(("line", "text", "words"), LINES)
def test_a_line_is_a_network_then_values_and_options(line, text, words):
    assert split(line) == (text, words)


def test_a_line_gives_the_network_and_keeps_it(shell):
    net = shell.run_line_magic("symcnn", "conv(F,3) F=32")
    assert net.params == symcnn.parse("conv(32,3)").params
    assert shell.user_ns["_net"] is net


def test_a_cell_is_a_program(shell):
    cell = "# LeNet\nnet small(n) { conv(n,3) }\nnet large(n) { conv(n,5) }\n"
    net = shell.run_cell_magic("symcnn", "n=2 C=1 --net large --into mine", cell)
    assert net.params == 2 * (25 + 1)
    assert shell.user_ns["mine"] is net
    assert "_net" not in shell.user_ns


def test_braces_are_not_those_of_python(shell):
    shell.push({"relu": "conv(7,7)", "C": "x"})
    assert shell.run_line_magic("symcnn", "input(8,8,2) 2*{ conv(2,3,pad=same) relu }").params == 2 * (2 * 2 * 9 + 2)
    shell.run_cell("found = %symcnn input(8,8,2) res{ relu }")
    assert shell.user_ns["found"].params == 0


def test_one_quantity_is_text_and_mathematics(shell):
    found = shell.run_line_magic("symcnn", "conv(F,K) --only params")
    assert repr(found) == "F*(C*K**2 + 1)"
    assert found._repr_latex_() == r"$\displaystyle F \left(K^{2} C + 1\right)$"
    assert "<math" in found._repr_html_()
    assert "pool1" in shell.run_line_magic("symcnn", "pool(2) --only conditions")._repr_html_()


def test_a_table_of_its_own_columns_and_depth(shell):
    found = shell.run_line_magic("symcnn", "zoo:resnet18 --depth 1 --columns name,buffers")
    assert repr(found).splitlines()[2].split() == ["input", "0"]
    assert '<th scope="col" class="n">buffers</th>' in found._repr_html_()
    assert " checked" not in found._repr_html_()


def test_another_format_is_text(shell):
    found = shell.run_line_magic("symcnn", "conv(F,3) --only params --latex")
    assert (repr(found), found._repr_html_(), found._repr_latex_()) == (r"F \left(9 C + 1\right)", None, None)
    assert repr(shell.run_line_magic("symcnn", "conv(F,3) --json")).startswith("{")


MISTAKES = [
    ("conv(32,3) maxpool(2)", None, "E201"),
    ("", None, "E106"),
    ("-", None, "E106"),
    ("conv(3,3)", "conv(4,3)", "E602"),
    ("conv(3,3) --only parms", None, "E602"),
    ("conv(3,3) --colums name", None, "E602"),
    ("conv(3,3) --into 3x", None, "E602"),
    ("conv(3,3) --into for", None, "E602"),
    ("conv(3,3) --only params relu", None, "E602"),
    ("--net c", "net a { relu } net b { relu }", "E208"),
    ("Q=3", "conv(3,3)", "E203"),
]


@pytest.mark.parametrize(("line", "cell", "code"), MISTAKES)
def test_a_mistake_is_a_message_without_a_traceback(shell, line, cell, code):
    with pytest.raises(SymcnnError) as caught:
        shell.run_line_magic("symcnn", line) if cell is None else shell.run_cell_magic("symcnn", line, cell)
    assert caught.value.code == code
    assert "\n".join(caught.value._render_traceback_()) == str(caught.value)
    assert "_net" not in shell.user_ns


def test_the_place_of_a_mistake_is_in_the_cell(shell, capsys):
    shell.run_cell("%%symcnn\nconv(3,3)\n  cnv(4,3)\n")
    printed = capsys.readouterr().out
    assert "<cell>:2:3" in printed
    assert "Traceback" not in printed


def test_help_and_warnings_are_printed(shell, capsys):
    assert shell.run_line_magic("symcnn", "--help") is None
    assert "%%symcnn H=28 W=28 --into lenet" in capsys.readouterr().out
    shell.run_line_magic("symcnn", "conv(Filters,3) conv(Fliters,3) --only params")
    assert "W602" in capsys.readouterr().err
    net = shell.run_line_magic("symcnn", "conv(Filters,3) conv(Fliters,3)")
    assert "W602" in net._repr_html_()


def test_what_a_cell_says_stays_text(shell):
    net = shell.run_cell_magic("symcnn", "", "# <script>alert(1)</script>\nconv(Filters,3) conv(Fliters,3) # <b>")
    page = net._repr_html_()
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;b&gt;" in page  # the line that a warning quotes


def test_answers_to_questions_are_tables_of_formulas(shell):
    as_html = shell.display_formatter.formatters["text/html"]
    net = symcnn.parse("conv(F,5,bias=false)")
    growth = re.sub(
        "<[^>]*>|[\u2061\u2062]", " ", as_html(net.scaling("F", "macs", F=3)).partition("</style>")[2]
    ).split()
    assert growth[:5] == ["macs", "in", "F", "degree", "1"]
    (params, *_) = symcnn.compare(net, symcnn.parse("conv(F,3,bias=false)"))
    page = as_html(params)
    assert '<th scope="row">B saves</th><td>64 %</td>' in page
    assert "<td>always</td>" in page
    (more, *_) = symcnn.compare(symcnn.parse("conv(F,3,bias=false)"), net)
    assert '<th scope="row">B costs more</th><td>about 177.78 %</td>' in as_html(more)


def test_loading_needs_no_notebook():
    code = "import symcnn, sys; symcnn.parse('conv(3,3)')._repr_html_(); print('IPython' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


CELLS = [
    ("%load_ext symcnn", ""),
    ("%%symcnn --into net\nconv(F,K) pool(2) dense(N) dense(10)", r'<table class="layers">.*H &gt;= K \+ 1'),
    ("net(F=32, K=3, H=28, W=28, C=1, N=100)", "542,230"),
    ("net.params.subs('F', 32)", "text/latex"),
    ("%symcnn zoo:resnet50 --only params", "25,557,032"),
    ("%symcnn conv(32,3) maxpool(2)", r"unknown layer 'maxpool'\n <cell>:1:12\n"),
]


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # those of the client and its event loop are not ours
def test_a_notebook_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    cells = [nbformat.v4.new_code_cell(source) for source, _ in CELLS]
    book = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(book, timeout=120, allow_errors=True, kernel_name="python3").execute()
    for cell, (source, wanted) in zip(book.cells, CELLS, strict=True):
        shown = "".join(map(seen, cell.outputs))
        assert re.search(wanted, shown, re.DOTALL), f"{source}\n{shown}"
        assert "Traceback" not in shown


def seen(output):
    if output.output_type == "error":
        return "\n".join(output.traceback)
    return (
        output.text
        if output.output_type == "stream"
        else "".join(f"{kind}\n{data}" for kind, data in output.data.items())
    )


def test_which_net_of_a_cell_is_said_by_an_option(shell):
    with pytest.raises(SymcnnError) as caught:
        shell.run_cell_magic("symcnn", "", "net a { relu }\nnet b { relu }")
    assert caught.value.help == "name one: --net a"
