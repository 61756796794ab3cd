"""Whatever is typed: an answer or an error, never anything else; and an error changes nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symcnn.errors import SymcnnError
from symcnn.repl.commands import COMMANDS, Leave
from symcnn.repl.completion import choices
from symcnn.repl.reading import is_open
from symcnn.repl.session import Session

PIECES = [
    "conv(F,3)", "conv(", "pool(2)", "relu", "dense(10)", "res{", "}", "{", "|", "(", ")", "3*", "n*{", "as e",
    "add(e)", "let w = 3", "let", "param F = 2", "def b {", "net a(n) {", "set conv(pad=same)", "import resnet",
    "assume n >= 2", "expect params == 3", "for i in 1..3 {", "_", "_1", "_2", "a", "b", "w", "params", "params(_1)",
    "macs/params", "/", "==", "=", ",", "F=3", "K=1..3", "H=8", "F", "conv", "resnet.resnet18", "zoo:vgg16", "0",
    "-1", "1e9", "1/0", "é", "\x00", "\x1b[31m", "#", ":", "?", ";", "..", "~", "<=1M", "%", "'", "\\", "\n",
]  # fmt: skip
RIGHT = [
    "conv(F,K) pool(2) dense(10)", "input(28,28,1) conv(F,3)", "let w = 3", "let w = 1/h", "param F = 2",
    "param n, a = 1/2", "def b(c) { conv(c,w) }", "net a(n) { conv(n,3) as e }", "_ relu", "_1 _1", "a", "b(3) _",
    "n*{ res{ conv(.c,3,pad=same) } }", "for i in 1..n { conv(F*i,3,pad=same) }", "params(_1)/params", "shape",
    "assume n >= 2, H % 4 == 0", "assume divisible", ":at H=28 W=28", ":at", ":at F=2*G", ":at h=0",
    ":sweep F=1..3 H=7,9", ":diff F", ":degree F", ":undo", ":table", ":python", ":latex", ":compare _1", ":names",
    "expect params < 1M", "set conv(pad=same)", "shared s { conv(3,3) }", "input(8,8,3) s s",
]  # fmt: skip
FILES = ("save", "load", "draw", "plot")  # they are tested apart: a random name may be one of a file
NAMES = sorted(set(COMMANDS) - {*FILES})

words = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=6).map(" ".join)
commands = st.tuples(st.sampled_from(NAMES), words).map(lambda pair: f":{pair[0]} {pair[1]}")
asked = words.map(lambda text: f"?{text}")
right = st.sampled_from(RIGHT)
sessions = st.lists(right | words | commands | asked | right, min_size=1, max_size=10)


def said(session, line):
    """The answer to a line, or the error; None where an error changed something."""
    before = session.state
    try:
        return session.run(line).text
    except SymcnnError as error:
        return str(error) if session.state == before else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sessions)
def test_whatever_is_typed(lines):
    session = Session()
    for line in lines:
        is_open(line)
        choices(session, line)
        try:
            assert isinstance(said(session, line), str)
        except Leave:
            return
