"""All configurations of a network over a grid, with the values of formulas at each: what `symcnn.sweep` gives.

Nothing is evaluated before it is asked for, and no more of the grid is kept than what an answer needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import islice
from os import PathLike, fspath
from typing import Any

from symcnn.ask.claims import COMMA
from symcnn.ask.listing import Listing, check_number
from symcnn.ask.sweep import files, parquet
from symcnn.ask.sweep.parts import Asked, Part
from symcnn.ask.sweep.rows import SIZE, Rows
from symcnn.ask.sweep.shares import answered
from symcnn.errors import SymcnnError
from symcnn.grid import answers, stream
from symcnn.grid.arrays import numpy
from symcnn.grid.axes import Grid
from symcnn.grid.engines import Engine, Progress, no_progress
from symcnn.grid.problem import Problem
from symcnn.grid.stream import Value
from symcnn.grid.tiles import Scan, numbered, numbers_in
from symcnn.record import Record

FIRST = 20  # rows that are shown


class Histogram(Record):
    """How many configurations have a quantity in each bin: from its edge to before the next."""

    quantity: str
    edges: tuple[int, ...]
    counts: tuple[int, ...]


class Sweep:
    """The configurations of a grid for which there is a network, in the order of the grid (the last axis fastest).

    >>> import symcnn
    >>> sweep = symcnn.sweep("conv(F,K)", F=[8, 16], K=[1, 3], H=9, W=9, C=1)
    >>> len(sweep), sweep.where("params > 50 and F > K").rows()
    (4, [{'F': 8, 'K': 3, 'H': 9, 'W': 9, 'C': 1, 'params': 80, 'macs': 3528}, \
{'F': 16, 'K': 3, 'H': 9, 'W': 9, 'C': 1, 'params': 160, 'macs': 7056}])
    """

    def __init__(self, asked: Asked, engine: Engine | None = None) -> None:
        asked.check()
        self.asked = asked
        self.grid = asked.grid
        self.engine = engine
        self.progress: Progress = no_progress  # told of points that are done

    # ------------------------------------------------------------- choices

    def where(self, claims: str) -> Sweep:
        """Keep the configurations for which claims hold: `params <= 1M and K < F`; commas mean `and`."""
        return Sweep(self.asked.replaced(where=(*self.asked.where, claims)), self.engine)

    def quantities(self, *names: str) -> Sweep:
        """Show other quantities, or formulas in quantities and symbols: `macs/params`."""
        return Sweep(self.asked.replaced(wanted=texts(names)), self.engine)

    def using(self, engine: str = "threads", scheduler: str | None = None, workers: int | None = None) -> Sweep:
        """Let workers look at every point: threads, or with `dask` a local cluster or the one at an address.

        Without it, questions are answered by bounds where these decide, which is mostly faster; files use threads.
        """
        return Sweep(self.asked, Engine(engine, scheduler, workers))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns: symbols, then quantities."""
        return tuple(dict.fromkeys([*self.grid.names, *self.asked.wanted]))

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the grid that have one formula each, compiled."""
        return self.asked.parts()

    # ------------------------------------------------------------- answers

    def count(self) -> int:
        """How many configurations there are."""
        return sum(found for _, found in self._answers("count"))

    def _compiled(self) -> list[tuple[Grid, Problem]]:
        return [(part.grid, part.problem) for part in self.parts if part.problem is not None]

    def _answers(self, question: str, *details: Any) -> list[tuple[Grid, Any]]:
        """What a question gives for each part of the grid, or for shares of the parts by the workers asked for."""
        compiled = self._compiled()
        if self.engine is None:
            return [(grid, getattr(answers, question)(problem, *details)) for grid, problem in compiled]
        return answered(getattr(stream, question), details, compiled, self.engine)

    def __len__(self) -> int:
        return self.count()

    @cached_property
    def left_out(self) -> dict[str, int]:
        """How many points have no network, by what fails there; a point counts under the first that fails."""
        found: dict[str, int] = {}
        for part in self.parts:
            reasons = answers.left_out(part.problem) if part.problem else {part.reason: part.grid.size}
            for reason, number in reasons.items():
                found[reason] = found.get(reason, 0) + number
        return found

    @cached_property
    def is_wide(self) -> bool:
        """Whether values come up that 64 bits may not hold: they are found with Python's integers, more slowly."""
        return any(Scan(problem).kernel.is_wide for _, problem in self._compiled())

    def top(self, most: int, by: str = "macs", smallest: bool = False) -> Listing:
        """The configurations with the largest (or smallest) value of a quantity, best first."""
        check_number("rows", most)
        found = self._with([by])._best(by, most, smallest)
        return self._with([by])._listing([number for _, number in found])

    def _best(self, by: str, most: int, smallest: bool) -> list[tuple[Value, int]]:
        ranked = [
            [(-value if not smallest else value, number) for value, number in self._numbered(part, found)]
            for part, found in self._answers("top", by, most, smallest)
        ]
        return list(islice(merge(*ranked), most))

    def _numbered(self, part: Grid, found: Sequence[tuple[Any, int]]) -> list[tuple[Any, int]]:
        """Answers of a part with the numbers that its points have in the whole grid."""
        numbers = numbers_in(self.grid.shape, part, numbered(self.grid, [number for _, number in found]))
        return [(value, number) for (value, _), number in zip(found, numbers.tolist(), strict=True)]

    def pareto(self, *objectives: str) -> Listing:
        """The configurations that no other beats in all objectives, in the order of the first.

        Small values are good; of `max macs` (or `-macs`) large ones are: `pareto("params", "max rf")`.
        Of configurations that are equal in all objectives the first in the grid is given.
        """
        aims = [aim(text) for text in texts(objectives)]
        if not aims:
            raise SymcnnError("E602", "there is nothing to aim at", None, "write for example: params,-macs")
        sweep = self._with([name for name, _ in aims])
        return sweep._listing(sweep._front(aims))

    def _front(self, aims: Sequence[tuple[str, str]]) -> list[int]:
        """The numbers of the points that no other beats, the best in the first objective first."""
        np = numpy()
        fronts = [answer for part, found in self._answers("pareto", aims) for answer in self._numbered(part, found)]
        numbers = numbered(self.grid, [number for _, number in fronts])
        columns = [
            np.array([values[at] if direction == "min" else -values[at] for values, _ in fronts], object)
            for at, (_, direction) in enumerate(aims)
        ]
        return [int(number) for number in numbers[stream.unbeaten(columns, numbers)]]

    def histogram(self, quantity: str = "macs", bins: int = 10) -> Histogram:
        """How the values of a quantity are spread, over bins of equal width with whole edges."""
        check_number("bins", bins)
        sweep = self._with([quantity])
        ends = [ends for _, ends in sweep._answers("extremes", quantity) if ends]
        if not ends:
            return Histogram(quantity, (), ())
        begins = stream.even_edges(min(low for (low, _), _ in ends), max(high for _, (high, _) in ends), bins)
        counts = [found for _, found in sweep._answers("histogram", quantity, begins)]
        return Histogram(quantity, tuple(begins), tuple(map(sum, zip(*counts, strict=True))))

    def _with(self, names: Sequence[str]) -> Sweep:
        return self if {*names} <= {*self.asked.wanted} else Sweep(self.asked.with_outputs(names), self.engine)

    # ------------------------------------------------------------- rows

    @cached_property
    def made(self) -> Rows:
        """What makes the rows of a range of the grid."""
        return Rows(self.columns, self.grid, tuple(self._compiled()))

    def blocks(self) -> Iterator[dict[str, Any]]:
        """All rows as arrays by column, a range of the grid at a time."""
        for start in range(0, self.grid.size, SIZE):
            block = self.made.block(start, min(start + SIZE, self.grid.size))
            if len(next(iter(block.values()))):
                yield block

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for block in self.blocks():
            lists = [column.tolist() for column in block.values()]
            for row in zip(*lists, strict=True):
                yield dict(zip(block, row, strict=True))

    def rows(self, most: int | None = None) -> list[dict[str, Any]]:
        """The first rows, or all."""
        return list(islice(self, most))

    def plot(self, path: str = "", quantity: str = "params", **how: str) -> Any:
        """Draw a quantity; return Matplotlib's figure, and write it to a `.png`, `.svg` or `.pdf`.

        `kind` is `curves` (over `x`, a line for each value of `by`), `heat` (over `x` and `by`), `front` (of two
        quantities: `params,-macs`) or `shares` (of the layers); `title` is a text, or `formula`.

        >>> import symcnn
        >>> sweep = symcnn.sweep("conv(F,K)", F=[8, 16, 32], K=[1, 3], H=9, W=9, C=1)
        >>> [line.get_label() for line in sweep.plot(quantity="macs").axes[0].get_lines()]
        ['K = 1', 'K = 3']
        """
        from symcnn.ask.sweep.pictures import Picture
        from symcnn.plots.figure import save

        figure = Picture(quantity, **how).drawn(self)
        if path:
            save(figure, path)
        return figure

    def to_numpy(self) -> Any:
        """All rows as a NumPy array with named fields."""
        return files.structured(self.columns, self.blocks())

    def to_pandas(self) -> Any:
        """All rows as a data frame of pandas; fractions, blocks and what 64 bits do not hold are text."""
        return files.frame("pandas", self.columns, self.blocks())

    def to_polars(self) -> Any:
        """All rows as a data frame of polars, as `to_pandas` has them."""
        return files.frame("polars", self.columns, self.blocks())

    def to_parquet(self, path: str | PathLike[str]) -> int:
        """Write all rows as Parquet, a long sweep as a folder of parts; return how many there are.

        A sweep that was stopped goes on with the parts that are missing.
        """
        return parquet.write(path, self.made, self.engine or Engine(), self.progress)

    def to_file(self, path: str | PathLike[str]) -> int:
        """Write all rows to a file whose name says how: `.csv`, `.jsonl`, `.npy`, `.parquet`."""
        if fspath(path).endswith(".parquet"):
            return self.to_parquet(path)
        return files.write(path, self.columns, self.blocks())

    def _listing(self, numbers: Sequence[int]) -> Listing:
        """Chosen rows, by the numbers of their points."""
        return Listing(self.columns, tuple(self.made.chosen(numbers)))

    def head(self, most: int = FIRST) -> Listing:
        """The first rows."""
        return Listing(self.columns, tuple(tuple(row.values()) for row in islice(self, most)))

    def __repr__(self) -> str:
        return f"<Sweep of {self.grid.size:,} points over {', '.join(self.grid.names)}: {', '.join(self.asked.wanted)}>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(repr(self))}</p>{self.head()._repr_html_()}"


def texts(given: str | Sequence[str]) -> tuple[str, ...]:
    """The formulas in a text with commas, or in several.

    >>> texts("params, macs/params"), texts(["params", "min(F,K)"])
    (('params', 'macs/params'), ('params', 'min(F,K)'))
    """
    words = [given] if isinstance(given, str) else given
    return tuple(dict.fromkeys(part.strip() for word in words for part in COMMA.split(word) if part.strip()))


def aim(text: str) -> tuple[str, str]:
    """A quantity, and whether small (`min`) or large (`max`) values of it are good.

    >>> aim("params"), aim("max rf"), aim("-macs"), aim("min memory")
    (('params', 'min'), ('rf', 'max'), ('macs', 'max'), ('memory', 'min'))
    """
    word, _, rest = text.strip().partition(" ")
    if word in ("min", "max") and rest:
        return rest.strip(), word
    name = text.strip()
    return (name[1:].strip(), "max") if name.startswith("-") else (name, "min")
