"""Symbolic depth: a network exists at numbers exactly where the conditions of its formulas hold.

Whether it exists is asked of the network that is read with the numbers, round by round.
"""

import itertools
import re
from pathlib import Path

import pytest

import symcnn
from symcnn import SymcnnError

CASES = Path(__file__).parent.parent / "cases" / "depth_conditions.txt"
ROW = re.compile(r"(?P<text>.+) \| (?P<values>(?:\w=[\d,-]+ ?)+)(?: \| (?P<besides>.+))?")
ROWS = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
SMALL = {"H": 9, "W": 9, "C": 2, "F": 2, "k": 1}  # of the symbols that a row does not vary


def unpacked(row):
    """The text, the values of its symbols and the condition that it may state besides."""
    found = ROW.fullmatch(row)
    values = dict(word.split("=") for word in found["values"].split())
    return found["text"], {name: list(numbers(each)) for name, each in values.items()}, found["besides"]


def numbers(words):
    """The numbers in `1-4` or `4,8`."""
    for part in words.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def exists(net, point):
    try:
        net(**point)
    except SymcnnError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=lambda row: ROW.fullmatch(row)["text"])
def test_it_exists_exactly_where_its_conditions_hold(row):
    text, values, besides = unpacked(row)
    net = symcnn.parse(text)
    values = {name: values.get(name) or [SMALL[name]] for name in net.symbols}
    seen = set()
    for numbers_ in itertools.product(*values.values()):
        point = dict(zip(values, numbers_, strict=True))
        failing = [str(condition) for condition in net.conditions if not condition.at(point)]
        if besides in failing:
            continue
        seen.add(exists(net, point))
        assert exists(net, point) == (not failing), (point, failing)
    assert True in seen
