"""What an extra would bring is named where it is missing."""

import sys

import pytest

import symcnn
from symcnn import SymcnnError

SWEEP = {"F": "1..9", "K": "1,3", "H": 9, "W": 9, "C": 1}
QUESTIONS = [
    ("numpy", "sweep", lambda path: symcnn.sweep("conv(F,K)", **SWEEP).count()),
    ("pyarrow", "sweep", lambda path: symcnn.sweep("conv(F,K)", **SWEEP).to_parquet(path / "a.parquet")),
    ("distributed", "cluster", lambda path: symcnn.sweep("conv(F,K)", **SWEEP).using("dask").count()),
    ("matplotlib", "plot", lambda path: symcnn.sweep("conv(F,K)", **SWEEP).plot()),
    ("matplotlib", "plot", lambda path: symcnn.parse("conv(8,3)").draw(path / "a.png")),
    ("ortools.sat.python.cp_model", "design", lambda path: symcnn.design("conv(F,K)", maximize="params", **SWEEP)),
]


@pytest.mark.parametrize(("module", "extra", "ask"), QUESTIONS, ids=[question[0] for question in QUESTIONS])
def test_a_missing_extra_is_named(module, extra, ask, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SymcnnError, match=r"error E603") as caught:
        ask(tmp_path)
    assert f"pip install 'symcnn[{extra}]'" in caught.value.help
    assert list(tmp_path.iterdir()) == []
