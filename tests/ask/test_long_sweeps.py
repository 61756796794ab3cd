"""Sweeps that are stopped, that meet a full disk, and that others work on."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

import symcnn
from symcnn import SymcnnError
from symcnn.ask.sweep import parquet, rows

NET = "conv(F,K) pool(2) conv(G,K) dense(N) dense(10)"
AXES = {"F": "8..64:8", "G": "8..256:8", "K": "1,3,5,7", "N": "16..512:16", "H": "12..16", "W": "H", "C": 3}
PARTS = 20_000  # points of a part here, so that there are nine
COMMAND = f"""
import sys
from symcnn.ask.sweep import parquet
from symcnn.ask.sweep import rows
from symcnn.cli.main import run
parquet.PART, rows.TASK = {PARTS}, {PARTS // 4}
run()
"""


def command(out, *more):
    axes = [f"{name}={value}" for name, value in AXES.items()]
    return [sys.executable, "-c", COMMAND, "sweep", NET, *axes, "--where", "params <= 500k", "--out", str(out), *more]


def files(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The parts of a sweep that nobody stops."""
    out = tmp_path_factory.mktemp("whole") / "grid.parquet"
    subprocess.run(command(out), check=True, capture_output=True)
    return files(out)


@pytest.mark.slow
def test_a_sweep_that_is_killed_twenty_times_ends_with_the_same_bytes(whole, tmp_path):
    out, kills, chance = tmp_path / "grid.parquet", 0, random.Random(5)
    while kills < 20:
        process = subprocess.Popen(command(out), stdout=subprocess.DEVNULL)
        seen = len(list(out.iterdir())) if out.exists() else 0
        wait_for(lambda seen=seen: out.exists() and len(list(out.iterdir())) != seen, process)
        time.sleep(chance.random() / 10)  # in the midst of a part
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        if kills % 3 == 0 and out.exists():  # begin again with fewer: there are not twenty parts
            for file in sorted(out.iterdir())[1:]:
                file.unlink()
    subprocess.run(command(out), check=True, capture_output=True)
    assert files(out) == whole


def wait_for(condition, process):
    """Wait until something has happened, or the process has ended."""
    until = time.monotonic() + 60
    while not condition() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)


@pytest.mark.slow
def test_rows_of_parts_are_those_of_the_sweep(whole, tmp_path):
    for name, content in whole.items():
        (tmp_path / name).write_bytes(content)
    sweep = symcnn.sweep(NET, where="params <= 500k", **AXES)
    table = pq.read_table(tmp_path)
    assert len(whole) == 9
    assert table.num_rows == sweep.count()
    assert table.slice(0, 1000).to_pylist() == sweep.rows(1000)


def test_what_is_there_is_not_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "PART", 100)
    sweep, out = symcnn.sweep("conv(F,3)", F="1..250", H=9, W=9, C=1), tmp_path / "grid.parquet"
    assert sweep.to_parquet(out) == 250
    (out / "part-00001.parquet").unlink()
    told = []
    sweep.progress = lambda done, of: told.append((done, of))
    assert sweep.to_parquet(out) == 250
    assert told == [(150, 250), (250, 250)]
    told.clear()
    assert sweep.to_parquet(out) == 250
    assert told == []


def test_another_sweep_does_not_go_on_with_the_files_of_this_one(tmp_path):
    out = tmp_path / "grid.parquet"
    symcnn.sweep("conv(F,3)", F="1..9", H=9, W=9, C=1).to_parquet(out)
    before = out.read_bytes()
    for net, highest in (("conv(F,5)", 9), ("conv(F,3)", 10)):
        with pytest.raises(SymcnnError, match="holds something else than this sweep"):
            symcnn.sweep(net, F=range(1, highest + 1), H=9, W=9, C=1).to_parquet(out)
    assert out.read_bytes() == before


def test_asking_other_questions_first_does_not_make_it_another_sweep(tmp_path):
    out = tmp_path / "grid.parquet"
    sweep = symcnn.sweep("conv(F,K)", F="1..9", K="1..12", H=9, W=9, C=1)
    sweep.to_parquet(out)
    again = symcnn.sweep("conv(F,K)", F="1..9", K="1..12", H=9, W=9, C=1)
    assert sum(again.left_out.values()) == 27
    assert again.to_parquet(out) == 81


LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
"""


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl", "npy"])
def test_a_full_disk_is_an_error_and_leaves_no_broken_file(suffix, tmp_path):
    words = command(tmp_path / f"grid.{suffix}")
    words[2] = LIMITED + words[2]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert "error E601" in done.stderr
    why = "not all of it could be stored" if suffix == "npy" else "File too large"
    assert f"cannot be written: {why}" in done.stderr
    assert "Traceback" not in done.stderr
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl", "npy"])
def test_a_folder_that_cannot_be_written_is_an_error(suffix):
    with pytest.raises(SymcnnError, match="cannot be written"):
        symcnn.sweep("conv(F,3)", F="1..9", H=9, W=9, C=1).to_file(f"/proc/self/grid.{suffix}")


def test_a_format_that_is_not_known_is_an_error(tmp_path):
    with pytest.raises(SymcnnError, match="says no format"):
        symcnn.sweep("conv(F,3)", F="1..9", H=9, W=9, C=1).to_file(tmp_path / "grid.xls")


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ({"engine": "rockets"}, "there is no engine 'rockets'"),
        ({"scheduler": "tcp://10.0.0.1:8786"}, "threads have no scheduler"),
    ],
)
def test_an_engine_that_is_not_there_is_an_error(engine, words, tmp_path):
    with pytest.raises(SymcnnError, match=words):
        symcnn.sweep("conv(F,3)", F="1..9", H=9, W=9, C=1).using(**engine).to_parquet(tmp_path / "a.parquet")


@pytest.mark.slow
def test_no_scheduler_at_the_address_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr("symcnn.grid.engines.CONNECT", 1)
    sweep = symcnn.sweep("conv(F,3)", F="1..9", H=9, W=9, C=1).using("dask", "tcp://127.0.0.1:9")
    with pytest.raises(SymcnnError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        sweep.to_parquet(tmp_path / "a.parquet")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_worker_of_a_cluster_that_dies_changes_nothing(whole, tmp_path, monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr(parquet, "PART", PARTS)
    monkeypatch.setattr(rows, "TASK", PARTS // 4)
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as cluster:
        killed = []

        def kill_one(done, of):
            if done > of / 4 and len(killed) < 1:
                worker = next(iter(cluster.workers.values()))
                os.kill(worker.pid, signal.SIGKILL)
                killed.append(worker.pid)

        sweep = symcnn.sweep(NET, where="params <= 500k", **AXES).using("dask", cluster.scheduler_address)
        sweep.progress = kill_one
        sweep.to_parquet(tmp_path / "grid.parquet")
    assert killed
    assert files(tmp_path / "grid.parquet") == whole


@pytest.mark.slow
def test_a_local_cluster_is_started_where_none_is_given(whole, tmp_path):
    out = tmp_path / "grid.parquet"
    done = subprocess.run(command(out, "--engine", "dask", "--workers", "2", "--json"), check=True, capture_output=True)
    assert json.loads(done.stdout)["file"] == str(out)
    assert files(out) == whole


def answers_of(sweep):
    return {
        "count": sweep.count(),
        "top": sweep.top(7, by="params").rows,
        "least": sweep.top(3, by="macs", smallest=True).rows,
        "pareto": sweep.pareto("params", "max macs").rows,
        "histogram": sweep.histogram("params", bins=5),
        "left_out": sweep.left_out,
    }


GRIDS = [
    (NET, AXES | {"F": "8..24:8", "G": "8..32:8", "N": "16,20"}),
    ("conv(F,K) dense(N)", {"F": 3, "K": "5,1,3,11", "H": 9, "W": 9, "C": 1, "N": "2*F"}),
    ("n*{ conv(F,3) pool(2) } dense(M)", {"n": "1..6", "F": "9,3", "H": "30,50", "W": 40, "C": 1, "M": 4}),
]


@pytest.mark.parametrize(("net", "axes"), GRIDS)
@pytest.mark.parametrize("workers", [1, 3])
def test_workers_give_the_same_answers(net, axes, workers):
    sweep = symcnn.sweep(net, where="params > 300", **axes)
    assert answers_of(sweep.using("threads", workers=workers)) == answers_of(sweep)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_answers():
    net, axes = GRIDS[0]
    sweep = symcnn.sweep(net, where="params > 300", **axes)
    assert answers_of(sweep.using("dask", workers=2)) == answers_of(sweep)
