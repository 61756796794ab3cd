"""Whatever is typed: an answer or an error, never anything else; and an error changes nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symcnn.errors import SymcnnError
from symcnn.repl.commands import COMMANDS, Leave
from symcnn.repl.completion import choices
from symcnn.repl.reading import is_open
from symcnn.repl.session import Session

PIECES = [
    "conv(F,3)", "conv(", "pool(2)", "relu", "dense(10)", "res{", "}", "{", "|", "(", ")", "3*", "n*{", "as e", "add(e)",
    "let w = 3", "let", "param F = 2", "def b {", "net a(n) {", "set conv(pad=same)", "import resnet", "assume n >= 2",
    "expect params == 3", "for i in 1..3 {", "_", "_1", "_2", "a", "b", "w", "params", "params(_1)", "macs/params", "/",
    "==", "=", ",", "F=3", "K=1..3", "H=8", "F", "conv", "resnet.resnet18", "zoo:vgg16", "0", "-1", "1e9", "1/0", "é",
    "\x00", "\x1b[31m", "#", ":", "?", ";", "..", "~", "<=1M", "%", "'", "\\", "\n",
]  # fmt: skip
FILES = ("save", "load")  # they are tested apart: a random name may be one of a file
NAMES = sorted(set(COMMANDS) - {*FILES})

words = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=6).map(" ".join)
commands = st.tuples(st.sampled_from(NAMES), words).map(lambda pair: f":{pair[0]} {pair[1]}")
asked = words.map(lambda text: f"?{text}")
sessions = st.lists(words | commands | asked, min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sessions)
def test_whatever_is_typed(lines):
    session = Session()
    for line in lines:
        is_open(line)
        choices(session, line)
        before = session.state
        try:
            answer = session.run(line)
        except SymcnnError as error:
            assert str(error)
            assert session.state == before
        except Leave:
            return
        else:
            assert isinstance(answer.text, str)
