"""The commands of `docs/cluster.md`, run with processes of this machine: its file is the one that threads write."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symcnn.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "cluster.md"
BLOCKS = re.findall(r"^```sh\n(.*?)\n```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
HOST, PORT = "10.0.0.1", "8786"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def here(block, port):
    """A command of the page for this machine."""
    return shlex.split(block.replace(HOST, "127.0.0.1").replace(PORT, port))


@pytest.fixture
def started(tmp_path):
    """What starts a program that runs until the test is over."""
    running = []
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    (tmp_path / "log").touch()

    def start(words):
        with (tmp_path / "log").open("a") as log:
            one = subprocess.Popen(
                words, cwd=tmp_path, stdout=log, stderr=log, env={**os.environ, "PATH": places}, start_new_session=True
            )
        running.append(one)
        return one

    yield start
    for one in reversed(running):
        one.send_signal(signal.SIGTERM)
        one.wait(timeout=30)


def wait_for(done, seconds=60):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


def said(folder):
    return (folder / "log").read_text(encoding="utf-8")


def test_the_page_says_how_to_start_both_and_how_to_sweep():
    assert [shlex.split(block)[:2] for block in BLOCKS] == [
        ["dask", "scheduler"],
        ["dask", "worker"],
        ["symcnn", "sweep"],
    ]
    assert all(f"{HOST}:{PORT}" in block for block in BLOCKS[1:])


@pytest.mark.slow
@pytest.mark.parametrize("lost", [False, True], ids=["all work", "a machine is lost"])
def test_the_commands_of_the_page_give_the_file_that_threads_write(lost, started, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    scheduler, worker, sweep = (here(block, port) for port in [free_port()] for block in BLOCKS)
    started(scheduler)
    machines = [started(worker) for _ in range(1 + lost)]
    wait_for(lambda: said(tmp_path).count("Registered to:") >= 2 * len(machines))
    if lost:
        os.killpg(machines[-1].pid, signal.SIGKILL)
    assert main(sweep[1:]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(" rows in rows.parquet")
    at = sweep.index("--engine")
    alone = [*sweep[1:at], "--out", "alone.parquet"]
    assert main(alone) == 0
    assert (tmp_path / "rows.parquet").read_bytes() == (tmp_path / "alone.parquet").read_bytes()
