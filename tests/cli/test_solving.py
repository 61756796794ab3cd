"""The commands solve, design and sensitivity: their answers as data, their help, their exit codes."""

import json
import re
import shlex
from importlib import import_module

import pytest

from symcnn.cli.main import main

COMMANDS = ["solve", "design", "sensitivity"]


def printed(capsys, line):
    code = main(shlex.split(line))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_run(command, capsys):
    text = import_module(f"symcnn.cli.{command}").EXAMPLE
    lines = re.findall(r"symcnn (.*)", text)
    assert len(lines) == 2
    for line in lines:
        code, out, err = printed(capsys, line)
        assert (code, err) == (0, ""), line
        assert out
        code, out, _ = printed(capsys, f"{line} --json")
        assert code == 0
        assert json.loads(out)


def test_solve_as_data(capsys):
    _, out, _ = printed(capsys, "solve 'conv(F,3) gap dense(10)' 'params<=1e30' --for F C=3 --json")
    found = json.loads(out)
    assert (found["value"], found["kind"]) == ((10**30 - 10) // 38, "largest")
    assert found["conditions"] == ["H >= 3", "W >= 3"]


def test_solve_without_solution_exits_with_1(capsys):
    code, out, _ = printed(capsys, "solve 'conv(F,3) gap dense(10)' 'params<=1' --for F C=3")
    assert (code, out.splitlines()[0]) == (1, "no solution: params<=1 holds for no F")


def test_equalities_are_claims_and_not_values(capsys):
    code, out, _ = printed(capsys, "solve 'conv(F,3) gap' params==280 --for F C=3")
    assert (code, out.splitlines()[0]) == (0, "F = 10  (the only solution of params==280)")


def test_another_kind_of_answer(capsys):
    for option, value in [("--largest", "7"), ("--smallest", "1"), ("--all", "7 solutions of params<=196")]:
        _, out, _ = printed(capsys, f"solve 'conv(F,3) gap' 'params<=196' --for F C=3 F=1..50 {option}")
        assert value in out.splitlines()[0]


def test_design_as_data(capsys):
    line = "design 'conv(F,K)' F=8..64:8 K=3,5 H=9 W=9 C=3 --where 'params<=1k' --where 'macs>=20k' --maximize params"
    code, out, _ = printed(capsys, f"{line} --json")
    found = json.loads(out)
    best = max(f * (3 * k * k + 1) for f in range(8, 65, 8) for k in (3, 5) if f * (3 * k * k + 1) <= 1000)
    goal = {"goal": "params", "sense": "maximize", "value": best, "bound": best}
    assert (code, found["status"], found["goals"]) == (0, "optimal", [goal])


def test_no_design_exits_with_1(capsys):
    code, out, _ = printed(capsys, "design 'conv(F,3)' F=8..64:8 C=3 --where 'params<=10' --maximize params")
    assert (code, out.splitlines()[0]) == (1, "no design satisfies this")


@pytest.mark.parametrize("line", ["solve 'conv(F,3)'", "solve 'params<=3'", "design", "design 'conv(F,3)' F=1..3"])
def test_what_is_missing_is_said(line, capsys):
    code, _, err = printed(capsys, line)
    assert code == 2
    assert err.startswith("error E602")
