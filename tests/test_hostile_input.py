"""Whatever the text: an answer or a SymcnnError, soon. Nothing else escapes, and nothing reaches a terminal raw."""

import json
import os
import stat
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import symcnn
from symcnn import SymcnnError
from symcnn.cli.main import main
from symcnn.text import tables

ROOT = Path(__file__).parents[1]
SOON = 20  # seconds; each takes far less, but machines are busy
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def answer(text, **values):
    """What a text gives: the network with its numbers and its table, or the error with its message."""
    try:
        net = symcnn.parse(text, **values)
        net.params, net.macs, net.shape, net.conditions  # noqa: B018
    except SymcnnError as error:
        return error
    return net


def doublings(first, step, count):
    """`let a=..., b=<step of a>, ... conv(<the last>,3)`: a short text, a long formula."""
    pairs = enumerate(pairwise(LETTERS))
    lines = [f"{b}={step.replace('@', a).replace('#', str(i))}" for i, (a, b) in pairs]
    return f"let a={first}, {', '.join(lines[:count])} conv({LETTERS[count]},3)"


def inside(head, body, count):
    """Repeats inside repeats."""
    return "".join(map(head.format, range(count))) + body + " }" * count


REFUSED = {
    "empty": "",
    "comments": "# only\n# comments",
    "blank": " \n\t ",
    "10 MB": "relu " * 2_000_000,
    "brackets": "(" * 100_000,
    "square brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "calls": "conv(" * 20_000,
    "nested parentheses": f"conv({'(' * 10_000}1{')' * 10_000},1)",
    "minus signs": f"conv({'-' * 20_000}1,1)",
    "nots": f"conv({'not ' * 20_000}1,1)",
    "counts": f"{'2*' * 20_000}conv(1,1)",
    "powers": f"conv({'2^' * 2_000}2,1)",
    "powers of one": f"conv({'1^' * 2_000}2,1)",
    "else if": "if a {relu} else " * 2_000 + "{relu}",
    "indices": f"conv(w{'[1]' * 5_000},1)",
    "a tower": "conv(9^9^9^9,3)",
    "digits": f"conv({'9' * 5_000},3)",
    "an exponent": "conv(1e999999999,3)",
    "a negative exponent": "conv(1e-999999999,3)",
    "decimals": f"conv(0.{'1' * 2_000},3)",
    "a fraction's power": "conv((1/3)^(10^6),3)",
    "a fractional power": "conv(2^(10^900+1/2),3)",
    "an exponential": "conv(floor(exp(10^9)),3)",
    "exponentials": "conv(floor(exp(exp(10))),3)",
    "a power of an exponential": "conv(floor(2^exp(20)),3)",
    "many sizes": f"input({'x'.join(['3'] * 10_000)})",
    "a long size": f"conv(1x{'9' * 5_000},3)",
    "squares": doublings("2", "@^2", 20),
    "sums of products": doublings("x+1", "(@+y#)*(@+z#)", 20),
    "lists of lists": doublings("[1]", "[@,@]", 24),
    "tuples of tuples": doublings("(1,1)", "(@,@)", 24),
    "rounded widths": doublings("divisible(x)", "divisible(@*y)", 8),
    "many maxima": f"conv(max({','.join(f'x{i}' for i in range(300))}),2)",
    "a long range": "conv(sum(i,i=1..10^12),3)",
    "a longer range": "conv(sum(1,i=0..10^900),3)",
    "sums of sums": "conv(sum(sum(sum(i*j,i=1..1000),j=1..1000),k=1..1000),3)",
    "a factorial": "conv(prod(i,i=1..10^4),3)",
    "multiples": f"conv(lcm({','.join(f'10^900+{i}' for i in range(1, 900))}),3)",
    "unknown arguments": f"conv({','.join(f'a{i}=1' for i in range(3_000))})",
    "a long name": "x" * 900_000,
    "hyphens": "a-" * 300_000,
    "hyphen notation": "-".join(["32C5"] * 50_000) + "-",
    "a copy count": "10^9*{relu}",
    "recursion in repeats": "def f(k) { n*{ if k > 0 { f(k-1) } conv(F,1) } } f(20)",
    "endless recursion in repeats": "def f(k) { n*{ f(k+1) } } f(1)",
    "recursion without a number": "def f(k) { n*{ if k > 0 { f(k-1) } conv(F,1) } } f(m)",
    "many assumptions": f"assume {', '.join(f'n >= {i}' for i in range(2, 150))} conv(n,1)",
}

ANSWERED = {
    "squares of a symbol": doublings("x", "@^2", 20),
    "products of sums": doublings("(x+y)^90", "@*@", 20),
    "a huge range": "for i in 1..10^1000 { conv(F,3) }",
    "a dilation": "conv(32,3,dilation=10^30)",
    "many filters": "conv(10^900,3) dense(10)",
    "large everywhere": "input(10^999,10^999,10^999) conv(10^999,1) conv(F,1)",
    "100 filters in brackets": f"conv({'(' * 90}1{')' * 90},1)",
    "a sum of ones": f"conv({'1+' * 3_000}1,1)",
    "a product of sums": f"conv({'*'.join(f'(a{i}+b{i})' for i in range(12))},3)",
    "symbols": f"conv({'+'.join(f'a{i}' for i in range(100))},3)",
    "100 convolutions": "conv(C,3) " * 100,
    "100 strides": "conv(F,3,2) " * 50,
    "symbolic strides": "conv(F,K,S) " * 4,
    "10,000 layers": "input(9,9,9) " + "relu " * 10_000,
    "bindings": f"let {','.join(f'a{i}=1' for i in range(3_000))} relu",
    "repeats, 6 deep": inside("n{}*{{ ", "conv(F,3,pad=same)", 6),
    "indices, 3 deep": inside("for i{0} in 1..n{0} {{ ", "conv(i0*i1*i2,1)", 3),
    "triangles": "for a in 1..n { for b in 1..a { for c in 1..b { for d in 1..c { conv(d,1) } } } }",
    "a huge symbolic range": "for i in 1..n*10^900 { conv(i,1) }",
    "towers": "for i in 1..n { conv(2^(2^i),1) conv(i^i,1) }",
    "a high degree": "for i in 1..n { conv(i^90,1) }",
    "a high degree in two symbols": "for i in 1..n { conv((i+a)^40,1) }",
    "copies in copies": "concat(n){ concat(n){ concat(i=1..m){ conv(i,1) } } }",
    "50 loops": " ".join(f"for i in 1..n{k} {{ conv(F*i,3,pad=same) }}" for k in range(50)),
    "1,000 layers in a repeat": f"n*{{ {'conv(F,3,pad=same) ' * 1000} }}",
    "sums of sums of an index": "conv(sum(sum(i*j,j=1..i),i=1..n),3)",
    "a negative range": "for i in -n..n { conv(i^2+1,3,pad=same) }",
    "remainders": f"assume {', '.join(f'n % {p} == 1' for p in (2, 3, 5, 7, 11, 13, 17, 19, 23))} conv(n,3,2) pool(4)",
    "maxima": doublings("max(x,1)", "max(@*y#,@+z#)", 5),
    "imports": "import resnet " * 20_000 + "resnet.stem",
    "names of Python and sympy": "conv(E,I) conv(S,N) conv(pi,oo) conv(zoo,nan) conv(Q,O) dense(lambda)",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in REFUSED.items()])
def test_it_is_refused_soon(text):
    started = time.monotonic()
    with pytest.raises(SymcnnError) as caught:
        symcnn.parse(text)
    assert len(str(caught.value)) < 2_000
    assert time.monotonic() - started < SOON


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in ANSWERED.items()])
def test_it_is_answered_soon(text):
    started = time.monotonic()
    assert isinstance(answer(text), symcnn.Network)
    assert time.monotonic() - started < SOON


@pytest.mark.parametrize(
    "text",
    [
        inside("n{}*{{ ", "conv(F,3)", 6),
        inside("for i{0} in 1..n{0} {{ ", "conv(i0*i1*i2*i3*i4*i5,1)", 6),
        f"101*{{ {inside('n{}*{{ ', 'pool(2)', 6)} }}",
    ],
)
def test_repeats_inside_repeats_are_read_so_often_and_no_more(text, monkeypatch):
    monkeypatch.setattr("symcnn.elaborate.limits.MOST_READINGS", 50)
    with pytest.raises(SymcnnError, match="inside each other are read more than 50 times") as caught:
        symcnn.parse(text)
    assert caught.value.code == "E110"


@pytest.mark.slow
def test_a_hundred_thousand_layers():
    assert len(symcnn.parse("input(9,9,9) " + "relu " * 100_000).layers) == 100_000


def test_names_of_python_and_sympy_are_ordinary_symbols():
    names = [
        "E",
        "I",
        "S",
        "N",
        "O",
        "Q",
        "pi",
        "oo",
        "zoo",
        "nan",
        "lambda",
        "beta",
        "__class__",
        "__import__",
        "None",
    ]
    for name in names:
        net = symcnn.parse(f"input(9,9,1) conv({name},3)")
        assert net.symbols == (name,)
        assert str(net.params) == f"10*{name}"
        assert net(**{name: 4}).params == 40


# ------------------------------------------------------------ odd characters

ODD = ["\x1b[31mred", "\x07", "\x00", "\u202e", "\u200b", "\u2028", "\x85", "\x9b31m", "\ud800", "\x0b"]


def is_clean(text):
    """Whether a terminal shows it as it is."""
    return all(c.isprintable() or c == "\n" for c in text)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "text", ["conv({}32,3)", "{}", "conv(32, # {}\n3) cnv(3)", "conv(32 # {}\n)", "conv(3,3) {}\nx"]
)
def test_odd_characters_do_not_reach_the_terminal(odd, text):
    error = answer(text.format(odd))
    assert isinstance(error, SymcnnError)
    assert is_clean(str(error))


def test_a_comment_inside_a_call_is_no_part_of_its_text():
    net = symcnn.parse("conv(32, # \x1b[31m red\n 3)")
    assert net.layers[0].text == "conv(32, 3)"
    assert is_clean(net.table())


def test_file_names_do_not_reach_the_terminal_raw(tmp_path, capsys):
    file = tmp_path / "a\x1b[31m\nb.cnn"
    file.write_text("cnv(3)")
    assert main([str(file)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert is_clean(captured.err)


# ----------------------------------------------------------- the command line

WRONG = [
    ([""], "E106"),
    (["  "], "E106"),
    (["F=3"], "E106"),
    (["--only", "params"], "E106"),
    (["cnv(3)"], "E201"),
    (["conv(F,3)", "G=3"], "E203"),
    (["conv(Filters,3)", "Fliters=3"], "E203"),
    (["conv(F,3)", "F="], "E602"),
    (["conv(F,3)", "F= "], "E602"),
    (["conv(F,3)", "F=abc def"], "E107"),
    (["conv(F,3)", "F=-1"], "E302"),
    (["conv(F,3)", "F=0"], "E302"),
    (["conv(F,3)", "F=1.5"], "E302"),
    (["conv(F,3)", "F=28x28"], "E303"),
    (["conv(F,3)", "F=same"], "E303"),
    (["conv(F,3)", "F=2", "F=3"], "E602"),
    (["conv(F,3)", "F", "=", "3"], "E105"),
    (["F=32 conv(F,3)"], "E105"),
    (["relu", "--foramt", "json"], "E602"),
    (["relu", "-x"], "E602"),
    (["relu", "--only"], "E602"),
    (["relu", "--only", "prams"], "E602"),
    (["relu", "--only", ""], "E602"),
    (["relu", "--format", "jsn"], "E602"),
    (["relu", "--profile", "kears"], "E602"),
    (["relu", "--dtype", "float31"], "E602"),
    (["relu", "--columns", "a,b"], "E602"),
    (["relu", "--columns", ""], "E602"),
    (["relu", "--batch", "0"], "E302"),
    (["relu", "--batch", "-1"], "E302"),
    (["relu", "--batch", "x y"], "E107"),
    (["relu", "--assume", "even"], "E503"),
    (["relu", "--assume", ""], "E503"),
    (["no_such_file.cnn"], "E601"),
    (["no/such/file"], "E601"),
    (["."], "E601"),
    (["a\0b.cnn"], "E601"),
    (["x" * 5_000], "E201"),
    (["x" * 5_000 + ".cnn"], "E601"),
]


@pytest.mark.parametrize(("words", "code"), WRONG, ids=[" ".join(words)[:40] for words, _ in WRONG])
def test_wrong_words_on_the_command_line(words, code, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"error {code}: ")


@pytest.mark.parametrize(
    ("words", "help_"),
    [
        (["conv(Filters,3)", "Filtres=3"], "did you mean 'Filters'?"),
        (["relu", "--foramt", "json"], "did you mean '--format'?"),
        (["relu", "--only", "prams"], "did you mean 'params'?"),
        (["relu", "--profile", "torchinf"], "did you mean 'torchinfo'?"),
        (["conv(F,3)", "F="], "write for example F=32, without spaces"),
    ],
)
def test_the_command_line_says_what_to_write(words, help_, capsys):
    assert main(words) == 2
    assert f"help: {help_}" in capsys.readouterr().err


def test_exact_values_on_the_command_line(capsys):
    assert main(["input(9,9,1) conv(F,3)", "F=1e3", "--only", "params"]) == 0
    assert capsys.readouterr().out.strip().replace(",", "") == "10000"


def test_bad_files(tmp_path, capsys):
    (tmp_path / "latin.cnn").write_bytes("# é\nrelu".encode("latin-1"))
    (tmp_path / "nul.cnn").write_bytes(b"relu\0")
    (tmp_path / "empty.cnn").write_bytes(b"")
    (tmp_path / "large.cnn").write_bytes(b"relu " * 1_000_000)
    (tmp_path / "folder.cnn").mkdir()
    (tmp_path / "bom.cnn").write_bytes(b"\xef\xbb\xbfinput(3) relu")
    for name, code in (("latin", "E601"), ("nul", "E102"), ("empty", "E106"), ("large", "E110"), ("folder", "E601")):
        assert main([str(tmp_path / f"{name}.cnn")]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith(f"error {code}: ")
    assert main([str(tmp_path / "bom.cnn")]) == 0


def test_an_unreadable_file(tmp_path, capsys, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")  # as the system does, but not to root

    monkeypatch.setattr("symcnn.text.files.open", refuse, raising=False)
    assert main([str(tmp_path / "secret.cnn")]) == 2
    assert "secret.cnn cannot be read: Permission denied" in capsys.readouterr().err


# ------------------------------------------------------- in a shell of its own


def run(*words, **options):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    command = [sys.executable, "-m", "symcnn", *words]
    return subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False, **options)


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": ""},
        {"XDG_CACHE_HOME": "/dev/null"},
        {"XDG_CACHE_HOME": "relative/folder"},
    ],
    ids=str,
)
def test_poor_surroundings(env, tmp_path):
    done = run("input(28×28×1) conv(32,3) bn", "--only", "params", env=env, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.strip() == b"384"
    assert b"W608" in done.stderr
    assert list(tmp_path.iterdir()) == []
    done = run("conv(α,3)", env=env, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error E102")


def test_standard_input():
    assert run("-", "--only", "shape", input=b"input(3) relu").stdout.strip() == b"3"
    for data in (b"\xff\xfe", b"", b"cnv", b"relu\0"):
        done = run("-", input=data)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.startswith(b"error E")
        assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize(
    ("redirection", "code"),
    [("| head -0", 0), ("<&-", 0), ("- <&-", 2), (">&-", 0), ("2>&-", 0), ("> /dev/full", 2)],
)
def test_closed_and_full_streams(redirection, code):
    command = f"{sys.executable} -m symcnn 'input(28,28,1) conv(32,3) relu' {redirection}"
    if redirection.startswith("-"):
        command = f"{sys.executable} -m symcnn {redirection}"
    if "full" in redirection and not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, env=environment, timeout=60, check=False)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


# ------------------------------------------------------------ the cache folder


def parser_works():
    from lark import Token

    class Count:
        def __getattr__(self, name):
            raise AttributeError(name)

    parser = tables.load(None, {})
    return [t for t in parser.lex("relu") if isinstance(t, Token)] == ["relu"]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "symcnn"
    folder.mkdir(mode=0o700)
    return folder


def test_a_damaged_cache_is_built_anew(cache):
    assert parser_works()
    file = cache / "parser-tables.json"
    text = file.read_text()
    assert parser_works()
    for data in (b"", b"[]", b"\xff", b"[" * 100_000, text.replace('"data"', '"date"').encode()):
        file.write_bytes(data)
        assert parser_works()
        assert json.loads(file.read_text())["made_from"] == json.loads(text)["made_from"]


def test_a_folder_in_place_of_the_cache_leaves_nothing_behind(cache):
    (cache / "parser-tables.json").mkdir()
    assert parser_works()
    assert [p.name for p in cache.iterdir()] == ["parser-tables.json"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_is_not_used(cache, mode):
    file = cache / "parser-tables.json"
    file.write_text("planted")
    cache.chmod(mode)
    assert parser_works()
    assert file.read_text() == "planted"
    cache.chmod(stat.S_IRWXU)


# -------------------------------------------------------------------- a fuzz

TOKENS = r"""
    conv( dense( pool( relu bn input( let param def net set( for in if else as and or not true false by
    ( ) [ ] { } , ; = | .. . : + - * / // % ^ ** == != < <= >= ~ # ' $ \
    0 1 2 3 28 0.5 1e3 4k 3x3 F K n H W C .c .h same valid pad stride groups kernel filters
    floor( max( min( sum( if( len( divisible( gcd( log( sqrt( i=1..3
""".split()  # noqa: SIM905  (a list of two hundred quotes is hard to read)
VALID = (
    "input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)",
    "conv(F,K,2,pad=same) bn relu pool(2) dense(N)",
    "let w = [64,128], k = 3x3 conv(w[2],k,stride=(1,2)) gap dense(floor(F/2)+1)",
    "param a: rational = 1 conv(divisible(32*a),3,groups=1,bias=false) set conv(pad=1) conv(max(F,8),(K,3))",
    "input(L,4) conv(if(2<3,8,9),5,pad=causal,dilation=2^2) lrelu dropout(0.5) flatten",
    "net a(n) { conv(n,3) } net b { relu }  # two",
    "for i in 1..3 { 2*conv(8,3) as x[i] } if n == 1 { relu } else { id } expect params == 3",
)


def mutated(text, edits):
    for place, count, new in edits:
        at = place % (len(text) + 1)
        text = text[:at] + new + text[at + count :]
    return text


random_texts = st.lists(st.sampled_from(TOKENS), max_size=25).map(" ".join)
joined_texts = st.lists(st.sampled_from(TOKENS), max_size=12).map("".join)
edits = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 6), st.sampled_from(TOKENS) | st.text(max_size=3)), max_size=4
)
mutations = st.builds(mutated, st.sampled_from(VALID), edits)
calls = st.lists(st.sampled_from(TOKENS), max_size=8).map(lambda t: f"conv({','.join(t)})")
texts = random_texts | joined_texts | mutations | calls


def check_fuzz(text):
    got = answer(text)
    if isinstance(got, SymcnnError):
        assert got.code
        assert got.message
        assert is_clean(str(got))
        if got.span is not None:
            assert 0 <= got.span.start <= got.span.end <= len(text)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_fuzz(text):
    check_fuzz(text)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_long_fuzz(text):
    check_fuzz(text)
