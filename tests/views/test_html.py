"""The HTML page: well-formed, closed to the network, every row and value in it, and nothing of a user's text obeyed."""

import re
import subprocess
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from math import prod

import pytest
import sympy

import symcnn
from symcnn.algebra.printing import grouped, mathml, text
from symcnn.layers.contract import Shape
from symcnn.views import VIEWS
from symcnn.views.contract import COLUMNS, plain, totals
from symcnn.views.html.cells import formula, maths
from symcnn.views.html.fragment import fragment
from symcnn.views.html.page import title
from tests.views import mathml as reading

VOID = {"meta", "wbr", "input"}
LENET = "input(28,28,1) conv(32,3) bn relu pool(2) dense(100) dense(10)"
SYMBOLS = "conv(F,K) pool(2) dense(N) dense(10)"
NETS = {
    "numbers": lambda: symcnn.parse(LENET),
    "symbols": lambda: symcnn.parse(SYMBOLS),
    "strides": lambda: symcnn.parse("conv(F,K,S,pad=P) pool(3,2) dense(width) dense(n_classes)"),
    "rounds": lambda: symcnn.parse("input(H,W,f) for i in 1..d { conv(f*2^i,3,pad=same) pool(2) } dense(10)"),
    "open sums": lambda: symcnn.parse("input(8,8,C) concat(i=1..n){ conv(2,1,groups=i) }"),
    "choices": lambda: symcnn.parse("param a: rational input(H,W,8) conv(divisible(a*32),3) conv(max(F,G),1) gap"),
    "defaults": lambda: symcnn.parse("param F = 32 input(28,28,1) conv(F,3)"),
    "tokens": lambda: symcnn.parse("input(L,tokens=true) embed(V,C) n*{ res{ ln mha(h) } } linear(10)"),
    "resnet50": lambda: symcnn.load("zoo:resnet50"),
    "resnets": lambda: symcnn.load("zoo:resnet_cifar"),
    "unet": lambda: symcnn.load("zoo:unet", p=1, C=1, K=2, H=256, W=256),
}


class Page(HTMLParser):
    """The elements of a page; a tag that is not closed, or closed twice, is a failure."""

    def __init__(self, html):
        super().__init__()
        self.open, self.elements, self.cells, self.words = [], [], [], []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)
        if {"td", "th"} & set(self.open):
            self.cells[-1][-1] += data

    def of(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def html(net, **layout):
    return VIEWS["html"].network(net.report, **layout)


@pytest.fixture(scope="module", params=sorted(NETS))
def net(request):
    return NETS[request.param]()


def leaves(page):
    """The cells of all layers: rows of blocks have a tick."""
    rows = re.findall(r"<tr[^>]*>(<td.*?)</tr>", page.partition('<table class="layers')[2])
    return [re.findall(r"<td.*?</td>", row) for row in rows if "<input" not in row]


def test_the_page_is_closed_to_the_network(net):
    page = html(net)
    parsed = Page(page)
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
    assert not {"src", "href", "style", "srcset", "action"} & {name for _, a in parsed.elements for name in a}
    assert not re.search(r"https?:|//\w+\.|@import|url\(", page.partition('<pre class="source">')[0])
    policy = next(a["content"] for a in parsed.of("meta") if "http-equiv" in a)
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert b64encode(sha256(inside.encode()).digest()).decode() in policy


def test_every_layer_is_there_in_order(net):
    names = [re.sub("<[^>]*>", "", cells[0]) for cells in leaves(html(net))]
    assert names == [row.name for row in net.report.rows]
    shown = Page(fragment(net.report))
    assert {row.name for row in net.report.rows} <= {cells[0] for cells in shown.cells}


def test_values_are_those_of_the_table(net):
    for row, cells in zip(net.report.rows, leaves(html(net, columns=("shape", "params", "macs", "name"))), strict=True):
        for value, cell in zip((row.output, row.params, row.macs), cells, strict=False):
            judge(value, cell, net.report)
    page = html(net)
    for total in totals(net.report):
        row = re.search(rf'<tr><th scope="row">{total.title}</th>(<td.*?</td>)', page, re.DOTALL)
        judge(net.report.total(total.name), row[1].partition('<span class="at">')[0], net.report)
        assert f">{total.convention}<" in page


def judge(value, cell, report):
    """Numbers as the table view writes them; formulas by their values."""
    seen = re.sub("<[^>]*>", "", cell)
    if isinstance(value, int):
        assert seen == grouped(value)
    elif isinstance(value, Shape):
        sizes = [size for size in value.dims if not isinstance(size, int)]
        if sizes:
            judge_formula(sympy.Mul(*value.dims), cell, report)
        else:
            assert seen.replace("×", "x") == str(value)
    elif isinstance(value, tuple):
        judge_formula(prod(value), cell, report)
    else:
        judge_formula(value, cell, report)


def judge_formula(value, cell, report):
    known = {s.name for s in value.atoms(sympy.Symbol)}
    found = reading.formula(cell, known | set(report.symbols))
    for shift in (0, 7):
        point = {name: 2 + shift + 3 * at for at, name in enumerate(sorted(known))} | {"d": 2 + shift // 7}
        assert found.subs(point).doit() == value.subs(point).doit(), (value, found)


@pytest.mark.parametrize(
    ("formula_", "seen"),
    [
        ("F*(C*K**2 + 1)", "F(CK2+1)"),
        ("(H - K)//2 + 1", "⌊H−K2⌋+1"),
        ("16*(9*C + 1)", "16(9C+1)"),
        ("1/F + 1/K**2", "1F+1K2"),
        ("2*3**n", "2·3n"),
        ("alpha*D_K", "DKα"),
        ("F*width", "Fwidth"),
        ("-F", "−F"),
        ("Max(F, 8)", "max(8,F)"),
        ("sqrt(F + 1)", "F+1"),
        ("1234567*F", "1234567F"),
    ],
)
def test_short_forms_are_kept(formula_, seen):
    from symcnn.given import given_value

    value = given_value("formula", formula_.replace("**", "^").replace("Max", "max"))
    written = re.sub("<[^>]*>|[\u2061\u2062]", "", formula(value))
    assert written == seen
    assert reading.formula(formula(value), {s.name for s in value.free_symbols} | {"α"}) is not None


def test_long_formulas_may_be_broken_between_their_terms():
    value = symcnn.parse(" ".join(f"conv(Filters{i},Kernel{i})" for i in range(6))).params
    pieces = mathml(value)
    assert len(pieces) > 6
    assert maths(pieces).count("<wbr>") == len(pieces) - 1
    assert text(value).count(" + ") + 1 >= len(pieces)


HOSTILE = """# <script>alert(1)</script> "quotes" & 'more' <img src=x onerror=alert(1)> --> ]]> {0} {style}
set conv(pad=same) # </pre></style></script>
input(8,8,4) conv(4,3) # <b>
let b = 2 if 1<b and b>1 { conv(4,3) as skip }"""


def test_text_stays_text():
    net = symcnn.parse(HOSTILE)
    parsed = Page(html(net))
    assert len(parsed.of("script")) == 1
    assert not parsed.of("img")
    assert not parsed.of("b")
    assert "<script>alert(1)</script>" in "".join(parsed.words)
    assert "{0} {style}" in "".join(parsed.words)


def test_names_of_files_and_warnings_stay_text(tmp_path):
    path = tmp_path / "a<b>&'\".cnn"
    path.write_text("input(3,224,224) relu # <i>" + "\n" * 20)
    net = symcnn.load(path)
    assert net.warnings
    for page in (html(net), fragment(net.report)):
        parsed = Page(page)
        assert not {"b", "i"} & {tag for tag, _ in parsed.elements}
        assert str(net.warnings[0]) in "".join(parsed.words)
    assert title(net.report) in "".join(Page(html(net)).words)


def test_blocks_have_ticks_and_the_sums_of_what_is_inside():
    net = symcnn.load("zoo:resnet50")
    page = html(net)
    parsed = Page(page)
    ticks = [a["class"] for a in parsed.of("input")]
    assert ticks == [f"b{n}" for n in range(len(ticks))]
    for n in range(len(ticks)):
        assert f".symcnn:has(.b{n}:not(:checked)) .i{n}{{display:none}}" in page
        assert re.search(rf'<tr class="[^"]*\bi{n}\b', page)
    stem = next(cells for cells in parsed.cells if cells[0] == "stem1")
    assert stem[3] == "9,536"  # 7*7*3*64 weights, and 2*64 of the normalisation


@pytest.mark.parametrize(("depth", "opened"), [(1, 0), (2, 2), (9, None)])
def test_a_depth_says_what_is_open_at_first(depth, opened):
    ticks = Page(html(symcnn.load("zoo:resnet50"), depth=depth)).of("input")
    assert sum("checked" in tick for tick in ticks) == (len(ticks) if opened is None else opened)


def test_few_rows_are_all_shown_and_of_many_the_first_levels():
    assert all("checked" in tick for tick in Page(html(symcnn.load("zoo:resnet_cifar"))).of("input"))
    ticks = Page(html(symcnn.load("zoo:resnet50"))).of("input")
    assert 0 < sum("checked" in tick for tick in ticks) < len(ticks)


def test_columns_and_what_was_not_written():
    page = html(NETS["numbers"](), columns=("number", "name", "stride"), written=True)
    parsed = Page(page)
    assert [a["data-column"] for a in parsed.of("th") if "data-column" in a] == ["number", "name", "stride"]
    assert "flatten1" not in page
    every = html(NETS["symbols"](), columns=tuple(COLUMNS))
    assert len(Page(every).cells[-1]) == len(COLUMNS)


def test_numbers_without_thousands_are_sorted_all_the_same():
    page = html(NETS["numbers"]().form(thousands=False))
    assert '<td class="n" data-n="540900">540900</td>' in page


def test_conditions_have_the_layers_that_ask_for_them():
    page = html(NETS["symbols"]())
    assert '<span title="H &gt;= K + 1">' in page
    assert page.count('<span class="how">pool1</span>') == 2
    report = symcnn.parse("input(H,W,C) pool(2) for i in 1..n { conv(F,1,groups=i) }").assume("divisible").report
    seen = re.sub("<[^>]*>|[\u2062]", "", VIEWS["html"].conditions(report))
    assert "Hmod2=0 pool1" in seen
    assert "Fmodi=0 for i=2,…,n conv2" in seen


def test_one_value_is_a_formula_of_its_own():
    net = NETS["symbols"]()
    written = VIEWS["html"].value("params", net.report.total("params"))
    judge_formula(net.params, written, net.report)
    assert VIEWS["html"].value("shape", net.report.input_shape).count("<math") == 3
    assert VIEWS["html"].value("rf", None) == plain(None)


def test_a_fragment_has_no_script_and_no_buttons():
    page = fragment(NETS["resnet50"]().report)
    parsed = Page(page)
    assert not parsed.of("script")
    assert not parsed.of("button")
    assert parsed.of("input")


# --------------------------------------------------------------------- in a browser


def in_chromium(path, asked, tmp_path):
    """The page as it is after its script has run."""
    words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom"]
    ran = subprocess.run([*words, f"file://{path}#{asked}"], capture_output=True, text=True, check=True, timeout=60)
    return ran.stdout


@pytest.mark.browser
@pytest.mark.parametrize(("asked", "sign"), [("sort=-params", -1), ("sort=params", 1)])
def test_a_column_is_sorted_by_its_numbers(asked, sign, tmp_path):
    net = symcnn.parse("input(10^9) dense(10^9) dense(10) dense(10^9+1) linear(7) 2*{ linear(2) relu }")
    (tmp_path / "page.html").write_text(html(net), encoding="utf-8")
    seen = in_chromium(tmp_path / "page.html", asked, tmp_path)
    found = [int(re.search(r'data-n="(\d+)"', cells[3])[1]) for cells in leaves(seen)]
    assert found == sorted(found, key=lambda n: sign * n)
    assert max(found) == 10**18 + 10**9
    assert f'aria-sort="{"descending" if sign < 0 else "ascending"}"' in seen
    assert 'class="layers sorted"' in seen
