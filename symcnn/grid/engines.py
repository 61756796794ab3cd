"""Where the work of a sweep is done: in threads, or on the workers of a Dask cluster.

Either is a `concurrent.futures.Executor`: what hands out work knows of no engine.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from symcnn.errors import SymcnnError
from symcnn.extras import required
from symcnn.record import Record

Task = TypeVar("Task")
Result = TypeVar("Result")

Progress = Callable[[int, int], None]
"""What is told of points that are done, and of how many."""

ENGINES = ("threads", "dask")
AHEAD = 3  # tasks for each worker that wait or are done while results are taken in order


class Workers(NamedTuple):
    """Some workers: what takes tasks, and how many can be worked on at once."""

    executor: Executor
    number: int


class Engine(Record):
    """Which workers take tasks: threads of this process, a local Dask cluster, or the one at an address.

    >>> with Engine("threads", workers=2).started() as some:
    ...     list(in_order(abs, [-1, 2, -3], some))
    [1, 2, 3]
    """

    name: str = "threads"
    scheduler: str | None = None
    workers: int | None = None

    @contextmanager
    def started(self) -> Iterator[Workers]:
        """The workers, until the work is done.

        Raises SymcnnError for an engine that is not known or not installed, or a scheduler that does not answer.
        """
        if self.name not in ENGINES:
            raise SymcnnError("E602", f"there is no engine '{self.name}'", None, f"there are: {', '.join(ENGINES)}")
        if self.scheduler is not None and self.name != "dask":
            help_ = "write: --engine dask --scheduler ADDRESS"
            raise SymcnnError("E602", f"{self.name} have no scheduler", None, help_)
        opened = _dask(self.scheduler, self.workers) if self.name == "dask" else _threads(self.workers)
        with opened as some:
            yield some


@contextmanager
def _threads(count: int | None) -> Iterator[Workers]:
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(count or cores())
    try:
        yield Workers(executor, count or cores())
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _dask(scheduler: str | None, count: int | None) -> Iterator[Workers]:
    """Processes of a local cluster, or a cluster elsewhere; a task of a worker that dies is done by another."""
    client_of = required("distributed", "the engine dask needs Dask's distributed", "cluster").Client
    local = {"n_workers": count or cores(), "threads_per_worker": 1, "dashboard_address": None}
    try:
        client = client_of(**local) if scheduler is None else client_of(scheduler, timeout=CONNECT)
    except (OSError, ValueError) as error:
        help_ = "start one: dask scheduler; write its address, for example tcp://10.0.0.1:8786"
        raise SymcnnError("E603", f"no scheduler answers at {scheduler}: {error}", None, help_) from None
    with client:
        yield Workers(client.get_executor(pure=False), sum(client.ncores().values()) or cores())


CONNECT = 10  # seconds to wait for a scheduler


def no_progress(done: int, of: int) -> None:
    """Tell nobody."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(function: Callable[[Task], Result], tasks: Iterable[Task], some: Workers) -> Iterator[Result]:
    """The results of tasks in their order; only a few are ahead of the one that is taken."""
    waiting: deque[Future[Any]] = deque()
    try:
        for task in tasks:
            waiting.append(some.executor.submit(function, task))
            if len(waiting) >= AHEAD * some.number:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
