"""What is written for LaTeX: names, tables, equations over several lines; and that it compiles."""

import re
import subprocess

import pytest

import symcnn
from symcnn.algebra.names import symbol_latex, symbol_name
from symcnn.algebra.presentation.lines import WIDTH, visible
from symcnn.algebra.printing import latex_lines
from symcnn.views import VIEWS

NAMES = r"""
F          => F
D_K        => D_{K}
alpha      => \alpha
alpha_1    => \alpha_{1}
F12        => F_{12}
width      => \mathit{width}
d_attn     => d_{\mathrm{attn}}
my_own_one => \mathit{my\_own\_one}
_x         => \mathit{\_x}
input      => \mathit{input}
xbar       => \mathit{xbar}
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_a_name_in_latex(line):
    name, expected = (part.strip() for part in line.split("=>"))
    assert symbol_latex(name) == expected


@pytest.mark.parametrize("text", [r"\input", r"\alpha\beta", "a b", "a^2", "{a}", "a_", "_a", r"\alpha_{\beta}", "é"])
def test_what_is_no_plain_symbol_is_refused(text):
    assert symbol_name(text) is None


def test_products_are_in_the_order_of_authors():
    net = symcnn.parse("input(H,W,C) conv(A,K,pad=same)")
    assert VIEWS["latex"].value("macs", net.report.total("macs")) == "A C H K^{2} W"  # nothing is known of the symbols
    assert r"\[ M = K^{2} C A H W \]" in net.latex()


def test_filters_are_in_the_order_of_their_declaration():
    net = symcnn.parse("param B\nparam A\ninput(H,W,C) conv(A,1) conv(B,1,bias=false)")
    assert net.form("expanded").latex().count("B A") > 0


def test_the_table_has_the_columns_that_were_asked_for():
    report = symcnn.parse("conv(F,K) pool(2)").report
    text = VIEWS["latex"].network(report, columns=("name", "rf", "shape"))
    assert r"\begin{tabular}{lrl}" in text
    assert r"  name & receptive field & output \\" in text
    assert "align" not in text


def test_many_layers_become_a_table_over_pages():
    text = symcnn.parse("conv(8,1) " * 50).latex()
    assert r"\begin{longtable}" in text
    assert r"\endhead" in text


def test_conditions_are_a_sentence():
    last = symcnn.parse("conv(F,K) pool(2)").latex().splitlines()[-1]
    assert last == r"This holds for $H \geq K + 1$ and $W \geq K + 1$."


def test_conditions_of_rounds_are_mathematics():
    *_, last = symcnn.parse("for i in 1..n { conv(F,1,groups=i) }").latex().splitlines()
    assert last == r"This holds for $F \equiv 0 \pmod{i}$ for $i = 2, \dots, n$."
    *_, last = symcnn.parse("param a: rational  for i in 1..n { conv(floor(4*a^i),3,pad=same) }").latex().splitlines()
    assert r"$a \neq 1$" in last
    assert r" \geq 1$ for $i = 2, \dots, n$" in last


def test_a_sum_that_stays_has_its_index_and_bounds():
    for text, written in {
        "input(8,8,C) concat(i=1..n){ conv(2,1,groups=i) }": r"2 n + \sum_{i=1}^{n} \frac{2 C}{i}",
        "input(8,8,2) concat(i=1..n){ conv(floor(F/i),1) }": r"\sum_{i=1}^{n} 3 \left\lfloor \frac{F}{i} \right\rfloor",
    }.items():
        assert VIEWS["latex"].value("params", symcnn.parse(text).params) == written


def test_a_long_total_goes_over_lines_that_fit():
    net = symcnn.parse(" ".join(f"conv(F_{i},3)" for i in range(30)))
    text = net.latex()
    body = re.search(r"\\begin{align\*}\n(.*?)\\end{align\*}", text, re.DOTALL)[1]
    rows = body.split("\\\\\n")
    assert len(rows) > 4
    assert all(row.lstrip().startswith(("P =", "& {}+")) for row in rows)
    assert all(visible(row) <= WIDTH + 9 for row in rows)


def test_a_long_sum_in_brackets_is_broken_inside():
    import sympy

    names = [sympy.Symbol(f"x_{i}") for i in range(60)]
    rows = latex_lines(sympy.Symbol("F") * sympy.Add(*names))
    assert len(rows) > 2
    assert rows[0].startswith(r"F \bigl(x_{0} + x_{1}")
    assert rows[-1].endswith(r"\bigr)")
    assert " ".join(rows).replace(r"\bigl", r"\left").replace(r"\bigr", r"\right") == (
        r"F \left(" + " + ".join(f"x_{{{i}}}" for i in range(60)) + r"\right)"
    )


NASTY = """conv(my_width, # 100% of $x$ & {more} ~ ^ \\
3) conv(alpha*D_K,lambda,2,pad=same) bn pool(3,2,pad=same) conv(width,(1,K),groups=g) gap dense(N) dense(1000)"""
WIDE = " ".join(f"conv(F_{i},{3 + 2 * (i % 2)},pad=same)" for i in range(70)) + " gap dense(N)"
DOCUMENTS = {
    "symbols": ("conv(F,K) pool(2) dense(N) dense(10)", {}),
    "nasty": (NASTY, {"columns": ("number", "name", "layer", "input", "shape", "params", "macs", "rf", "stride")}),
    "wide": (WIDE, {}),
    "numbers": ("input(224,224,3) conv(64,3) relu pool(2) dense(1000)", {"written": True}),
    "rounds": ("for i in 1..n { conv(floor((F+i)/2),3) } concat(i=1..m){ conv(4,1,groups=i) } dense(10)", {}),
    "aligned": ("conv(F,3,2,pad=same) pool(2) conv(G,K,groups=g)", {}),
}


@pytest.mark.latex
@pytest.mark.parametrize("form", ["auto", "kinds", "expanded"])
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_document_compiles_and_fits_the_page(tmp_path, name, form):
    text, layout = DOCUMENTS[name]
    net = symcnn.parse(text).form(form)
    (tmp_path / "net.tex").write_text(VIEWS["document"].network(net.report, **layout), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "net.tex"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert (tmp_path / "net.pdf").stat().st_size > 1000
    assert not re.findall(r"Overfull \\hbox \((?!1?\d\.)[^)]*\)", ran.stdout)


@pytest.mark.latex
def test_a_broken_document_does_not_compile(tmp_path):
    text = VIEWS["document"].network(symcnn.parse("conv(F,K)").report).replace(r"\right)", "", 1)
    (tmp_path / "net.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "net.tex"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0
