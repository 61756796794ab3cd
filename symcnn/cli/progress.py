"""How far a long task is, on a terminal: a bar, the rate, and the time that is left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from symcnn.grid.engines import Progress, no_progress


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """What to tell of points that are done; they are shown on a terminal, beside what the command prints."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    with _bar() as bar:
        task = bar.add_task("points", total=1, visible=False)
        yield lambda done, of: bar.update(task, completed=done, total=of, visible=True)


def _bar() -> Any:
    """A line on the terminal that goes when the task is done."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    class Rate(TextColumn):
        """Points in a second."""

        def render(self, task: Any) -> Any:
            return f"{int(task.speed):,} points/s" if task.speed else ""

    of = TextColumn("{task.completed:,.0f} of {task.total:,.0f} points")
    columns = (TaskProgressColumn(), BarColumn(), of, Rate(""), TimeRemainingColumn(compact=True))
    return Bar(*columns, console=Console(stderr=True), transient=True)
