"""Pictures of a sweep: which columns are drawn, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from symcnn.algebra.printing import latex_lines
from symcnn.ask.listing import written
from symcnn.errors import SymcnnError
from symcnn.plots.curves import curves
from symcnn.plots.figure import label
from symcnn.plots.front import front
from symcnn.plots.heat import heat
from symcnn.plots.shares import MOST_LAYERS, shares
from symcnn.record import Record

if TYPE_CHECKING:
    from symcnn.ask.sweep.sweeping import Sweep

FORMULA = "formula"  # a title that stands for the formula of what is drawn
MOST = 200  # networks that are read for shares
FEW = 8  # values of an axis that become lines


class Picture(Record):
    """What is to be drawn of a sweep; what is left empty is chosen."""

    quantity: str = "params"  # of a front: two, `params,-macs`
    kind: str = ""
    x: str = ""
    by: str = ""
    title: str = ""

    def drawn(self, sweep: Sweep) -> Any:
        """The figure.

        Raises SymcnnError for what cannot be drawn, with what to choose.
        """
        kind = self.kind or ("front" if "," in self.quantity else "curves")
        if kind not in KINDS:
            raise SymcnnError("E602", f"there is no kind of picture '{kind}'", None, f"there are: {', '.join(KINDS)}")
        if sweep.count() == 0:
            raise SymcnnError("E302", "there is nothing to draw: no configuration is left", None, "change the claims")
        return KINDS[kind](self, sweep)

    # ------------------------------------------------------------- kinds

    def curves(self, sweep: Sweep) -> Any:
        """The quantity over one symbol, a line for each value of another."""
        x, by = _along_numbers(sweep, *self._axes(sweep, least=1))
        table = _columns(sweep, [x, *([by] if by else []), self.quantity])
        return curves(table, x, self.quantity, by or None, self._title(sweep, self.quantity))

    def heat(self, sweep: Sweep) -> Any:
        """The quantity over two symbols."""
        x, y = self._axes(sweep, least=2)
        return heat(_columns(sweep, [x, y, self.quantity]), x, y, self.quantity, self._title(sweep, self.quantity))

    def front(self, sweep: Sweep) -> Any:
        """What no other configuration beats in two quantities."""
        from symcnn.ask.sweep.sweeping import aim, texts

        aims = texts(self.quantity)
        if len(aims) != 2:
            message = f"a front has two quantities, not {len(aims)}"
            raise SymcnnError("E602", message, None, "write: --quantity params,-macs")
        x, y = (aim(text)[0] for text in aims)
        best = sweep.pareto(*aims)
        return front(_columns(sweep, [x, y]), {n: [row[n] for row in best] for n in (x, y)}, x, y, self.title)

    def shares(self, sweep: Sweep) -> Any:
        """The quantity of each layer, one on the other."""
        x, by = _along_numbers(sweep, *self._axes(sweep, least=1))
        if by:
            raise _too_many([x, by], 1)
        rows = [row for block in sweep.quantities(self.quantity).blocks() for row in _points(block, sweep)]
        costs = [_costs(sweep, row, self.quantity) for row in _evenly(rows)]
        names = dict.fromkeys(name for cost in costs for name in cost)
        layers = _by_blocks({name: [cost.get(name, 0) for cost in costs] for name in names})
        return shares([row[x] for row in _evenly(rows)], layers, x, self.quantity, self._title(sweep, self.quantity))

    # ------------------------------------------------------------- what is chosen

    def _axes(self, sweep: Sweep, least: int) -> tuple[str, str]:
        """The symbols that a picture goes over: those that were named, else those that vary."""
        varying = [name for axis in sweep.grid.axes if len(axis) > 1 for name in axis.names[:1]]
        named = [name for name in (self.x, self.by) if name]
        unknown = [name for name in named if name not in sweep.grid.names]
        if unknown:
            raise SymcnnError(
                "E203", f"'{unknown[0]}' is no symbol of the sweep", None, f"it has: {', '.join(varying)}"
            )
        chosen = [*named, *(name for name in varying if name not in named)]
        if len(chosen) > 2:
            raise _too_many(chosen, 2)
        if len(chosen) < least:
            message = f"a picture needs {'a symbol' if least == 1 else 'two symbols'} with several values"
            raise SymcnnError("E302", message, None, "write for example F=8..64:8")
        return chosen[0], chosen[1] if len(chosen) > 1 else ""

    def _title(self, sweep: Sweep, quantity: str) -> str:
        if self.title != FORMULA:
            return self.title
        lines = latex_lines(sweep.asked.formula(quantity))
        return "\n".join([f"{label(quantity)} $= {lines[0]}$", *(f"      ${line}$" for line in lines[1:])])


def _along_numbers(sweep: Sweep, x: str, by: str) -> tuple[str, str]:
    """The two symbols, the one with numbers first: blocks have no place along an axis."""
    blocks = _with_blocks(sweep)
    if x in blocks and (not by or by in blocks):
        message = f"the values of {x} are blocks; along the horizontal axis go numbers"
        raise SymcnnError("E302", message, None, "give another symbol several values: F=8..64:8")
    return (by, x) if x in blocks else (x, by)


def _with_blocks(sweep: Sweep) -> set[str]:
    """The symbols whose values are blocks."""
    return {name for axis in sweep.grid.axes for name, words in zip(axis.names, axis.words, strict=False) if words}


def _too_many(names: Sequence[str], most: int) -> SymcnnError:
    listed = ", ".join(names)
    message = f"{len(names)} symbols have several values ({listed}); a picture goes over {most}"
    return SymcnnError("E302", message, None, f"give {names[-1]} one value, or draw a front: params,-macs")


def _columns(sweep: Sweep, names: Sequence[str]) -> dict[str, list[Any]]:
    """Columns of all rows as lists."""
    wanted = [name for name in names if name not in sweep.grid.names]
    found: dict[str, list[Any]] = {name: [] for name in names}
    blocks = _with_blocks(sweep)
    for block in sweep.quantities(*wanted).blocks():
        for name, values in found.items():
            values.extend(map(written, block[name].tolist()) if name in blocks else block[name].tolist())
    return found


def _points(block: dict[str, Any], sweep: Sweep) -> list[dict[str, Any]]:
    names = sweep.grid.names
    return [dict(zip(names, row, strict=True)) for row in zip(*(block[name].tolist() for name in names), strict=True)]


def _evenly(rows: list[Any]) -> list[Any]:
    return rows if len(rows) <= MOST else [rows[at * (len(rows) - 1) // (MOST - 1)] for at in range(MOST)]


def _by_blocks(layers: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The layers, or where these are too many to tell apart the blocks that they are in, as far out as needed."""
    deepest = max(name.count(".") for name in layers)
    for depth in range(deepest, 0, -1):
        if sum(map(any, layers.values())) <= MOST_LAYERS:
            break
        blocks: dict[str, list[Any]] = {}
        for name, costs in layers.items():
            block = ".".join(name.split(".")[:depth])
            blocks[block] = [a + b for a, b in zip(blocks.get(block, [0] * len(costs)), costs, strict=True)]
        layers = blocks
    return layers


def _costs(sweep: Sweep, point: dict[str, Any], quantity: str) -> dict[str, Any]:
    report = sweep.asked.at(point)
    return {row.name: getattr(row, quantity) for row in report.layers}


KINDS = {"curves": Picture.curves, "heat": Picture.heat, "front": Picture.front, "shares": Picture.shares}
