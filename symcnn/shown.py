"""A network as text, tables, figures and pages: what needs only its report."""

from __future__ import annotations

from os import PathLike, fspath
from typing import Any

from symcnn.elaborate.program import MAIN
from symcnn.given import check_type, known, make_depth
from symcnn.quantities import QUANTITIES
from symcnn.report import Report
from symcnn.views import VIEWS


class Shown:
    """The ways in which a network is shown."""

    name: str
    report: Report

    def formula(self, name: str) -> str:
        """A total as text, in the form that was asked for.

        >>> from symcnn import parse
        >>> parse("conv(F,K)").formula("params")
        'F*(C*K**2 + 1)'
        """
        from symcnn.forms import total

        return VIEWS["text"].value(name, total(self.report, known("quantity", name, QUANTITIES)))

    def draw(
        self,
        path: str | PathLike[str],
        *,
        depth: int | None = None,
        detail: bool = False,
        direction: str = "down",
        layout: str = "own",
        legend: bool = False,
    ) -> None:
        """Draw the network into a file, `net.svg`, `.pdf`, `.png`, `.tex` or `.dot`.

        Blocks are opened `depth` levels deep, or as deep as fits on a page; `detail` draws every layer by itself.
        The direction is `"down"` or `"right"`, the layout `"own"` or `"graphviz"`.

        Raises SymcnnError for what cannot be drawn or written.
        """
        from symcnn.figures.output import DIRECTIONS, LAYOUTS, Options, draw

        check_type("path", path, str, PathLike)
        way, whose = known("direction", direction, DIRECTIONS), known("layout", layout, LAYOUTS)
        name = self.name if self.name != MAIN else ""
        draw(self.report, fspath(path), Options(make_depth(depth), detail, way, whose, legend, name))

    def table(self, *, depth: int | None = None) -> str:
        """The layers and totals as plain text; at a depth, blocks and repeats as one row each.

        >>> from symcnn import parse
        >>> net = parse("def block { conv(8,3,pad=same) relu } input(8,8,8) 3*block gap dense(10)")
        >>> [line.split("  ")[0] for line in net.table(depth=1).splitlines()[2:6]]
        ['input', 'block1..3', 'gap1', 'dense1']
        """
        return VIEWS["table"].network(self.report, depth=make_depth(depth))

    def latex(self, *, depth: int | None = None) -> str:
        """The layers as a LaTeX table (booktabs), and the total as an equation."""
        return VIEWS["latex"].network(self.report, depth=make_depth(depth))

    def markdown(self, *, depth: int | None = None) -> str:
        """The layers and totals as Markdown tables."""
        return VIEWS["markdown"].network(self.report, depth=make_depth(depth))

    def to_dict(self, *, depth: int | None = None) -> dict[str, Any]:
        """Everything as plain data: numbers as integers, formulas as strings that sympy reads back."""
        from symcnn.views.json import as_dict

        return as_dict(self.report, make_depth(depth))

    def __repr__(self) -> str:
        shape, params = self.report.output_shape, self.formula("params")
        return f"<Network -> {shape}, {params} parameters>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self.table())

    def _repr_html_(self) -> str:
        from symcnn.views.html.fragment import fragment

        return fragment(self.report)

    def _repr_latex_(self) -> str:
        from symcnn.forms import total

        return f"$\\displaystyle {VIEWS['latex'].value('params', total(self.report, 'params'))}$"
