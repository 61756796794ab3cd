"""Where the work of a sweep is done: in threads, or on the workers of a Dask cluster.

Either is a `concurrent.futures.Executor`: what hands out work knows of no engine.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from symcnn.errors import SymcnnError

Task = TypeVar("Task")
Result = TypeVar("Result")

ENGINES = ("threads", "dask")
AHEAD = 3  # tasks for each worker that wait or are done while results are taken in order


@contextmanager
def workers(engine: str = "threads", scheduler: str | None = None, count: int | None = None) -> Iterator[Executor]:
    """Workers that take tasks: threads of this process, a local Dask cluster, or the one at an address.

    >>> with workers("threads", count=2) as some:
    ...     list(in_order(abs, [-1, 2, -3], some))
    [1, 2, 3]

    Raises SymcnnError for an engine that is not known or not installed, or a scheduler that does not answer.
    """
    if engine not in ENGINES:
        raise SymcnnError("E602", f"there is no engine '{engine}'", None, f"there are: {', '.join(ENGINES)}")
    if scheduler is not None and engine != "dask":
        raise SymcnnError("E602", f"engine {engine} has no scheduler", None, "write: --engine dask --scheduler ADDRESS")
    opened = _dask(scheduler, count) if engine == "dask" else _threads(count)
    with opened as executor:
        yield executor


@contextmanager
def _threads(count: int | None) -> Iterator[Executor]:
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(count or cores())
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _dask(scheduler: str | None, count: int | None) -> Iterator[Executor]:
    """Processes of a local cluster, or a cluster elsewhere; a task of a worker that dies is done by another."""
    try:
        from distributed import Client
    except ImportError:
        help_ = "install it: pip install 'symcnn[cluster]'"
        raise SymcnnError("E603", "the engine dask needs Dask", None, help_) from None
    local = {"n_workers": count or cores(), "threads_per_worker": 1, "dashboard_address": None}
    try:
        client = Client(**local) if scheduler is None else Client(scheduler, timeout=CONNECT)
    except (OSError, ValueError) as error:
        help_ = "start one: dask scheduler; write its address, for example tcp://10.0.0.1:8786"
        raise SymcnnError("E603", f"no scheduler answers at {scheduler}: {error}", None, help_) from None
    with client:
        yield client.get_executor(pure=False)


CONNECT = 10  # seconds to wait for a scheduler


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(function: Callable[[Task], Result], tasks: Iterable[Task], some: Executor) -> Iterator[Result]:
    """The results of tasks in their order; only a few are ahead of the one that is taken."""
    most = AHEAD * getattr(some, "_max_workers", cores())
    waiting: deque[Future[Any]] = deque()
    try:
        for task in tasks:
            waiting.append(some.submit(function, task))
            if len(waiting) >= most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
