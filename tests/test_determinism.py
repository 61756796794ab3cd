"""The same text gives the same bytes, whatever the hash seed (many more commands and seeds: `test_outputs`)."""

import os
import subprocess
import sys

import pytest

TEXT = "conv(F1,K,pad=p) bn relu conv(F2,3,2,groups=g) pool(2) conv(F3*g,K) gap dense(N) dense(10)"


def output(seed, view, *options):
    command = [sys.executable, "-m", "symcnn", TEXT, "--format", view, *options]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, capture_output=True, check=True, env=environment).stdout


def conditions(seed):
    text = "conv(F,K,S,P) pool(K,2,P,ceil=true) conv(F,A,2,groups=g) s2d(2) crop(B)"
    command = [sys.executable, "-m", "symcnn", text, "--only", "conditions", "--assume", "divisible"]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, capture_output=True, check=True, env=environment).stdout


def test_the_same_conditions_under_any_hash_seed():
    assert len({conditions(seed) for seed in (0, 1, 2)}) == 1


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_same_bytes_under_any_hash_seed(form):
    assert len({output(seed, form) for seed in (0, 1)}) == 1


@pytest.mark.parametrize("form", ["factored", "kinds"])
def test_the_same_forms_under_any_hash_seed(form):
    assert len({output(seed, "latex", "--form", form) for seed in (0, 1)}) == 1
