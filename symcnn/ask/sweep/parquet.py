"""The rows of a sweep as Parquet, part by part: what was stopped goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import Any

from symcnn.ask.sweep.rows import Rows
from symcnn.grid.arrays import needed
from symcnn.grid.engines import Engine, Progress, Workers, in_order
from symcnn.grid.store.parquet import Parts
from symcnn.grid.tape import Tape
from symcnn.record import Record

PART = 1 << 22  # points of the grid that one part covers


def write(path: str | PathLike[str], rows: Rows, engine: Engine, progress: Progress) -> int:
    """Write the parts that are not there yet; return how many rows there are in all.

    Raises SymcnnError where the path holds something else or cannot be written; whole parts stay.
    """
    work = _Work(rows, Parts(Path(path), identity(rows), -(-rows.grid.size // PART)), progress)
    missing = work.parts.missing()
    if missing:
        with engine.started() as some:
            work.write(missing, some)
    return work.parts.rows()


def identity(rows: Rows) -> str:
    """What tells one sweep from another: its columns, its grid and its formulas."""
    told = sha256(repr((rows.columns, rows.grid.axes, PART)).encode())
    for grid, problem in rows.parts:
        wanted = [problem.valid, *(place for _, ratio in sorted(problem.outputs.items()) for place in ratio)]
        told.update(repr((grid.axes, written(problem.tape, wanted))).encode())
    return told.hexdigest()


def written(tape: Tape, wanted: Sequence[int]) -> list[Any]:
    """Formulas as data that do not depend on what else stands on their tape."""
    ranks = {place: rank for rank, place in enumerate(needed(tape, wanted))}
    nodes = [tape.nodes[place] for place in ranks]
    told = [(node.kind, node.value, *(ranks[argument] for argument in node.arguments)) for node in nodes]
    return [*told, *(ranks[place] for place in wanted)]


class _Work(Record):
    """The parts of a sweep, and who is told of what is done."""

    rows: Rows
    parts: Parts
    progress: Progress

    def write(self, missing: list[int], some: Workers) -> None:
        """Write parts from what workers make of their ranges, in order."""
        tasks = [task for number in missing for task in self._tasks(number)]
        size, schema = self.rows.grid.size, self.rows.schema()
        done = size - sum(stop - start for start, stop in tasks)
        tables = self._told(in_order(self.rows, tasks, some), tasks, done)
        for number in missing:
            self.parts.write(number, islice(tables, len(self._tasks(number))), schema)

    def _told(self, tables: Iterator[Any], tasks: list[tuple[int, int]], done: int) -> Iterator[Any]:
        """The tables, while someone is told how many points are done."""
        self.progress(done, self.rows.grid.size)
        for (start, stop), table in zip(tasks, tables, strict=True):
            done += stop - start
            self.progress(done, self.rows.grid.size)
            yield table

    def _tasks(self, number: int) -> list[tuple[int, int]]:
        return list(self.rows.tasks(number * PART, min((number + 1) * PART, self.rows.grid.size)))
