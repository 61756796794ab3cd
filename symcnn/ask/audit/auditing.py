"""Published numbers against those of a network: which hold, and what reproduces the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from symcnn.ask.audit.aligning import align
from symcnn.ask.audit.as_data import as_dict
from symcnn.ask.audit.case import Case
from symcnn.ask.audit.chain import Chain, chains
from symcnn.ask.audit.entry import OPERATIONS
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.rows import UNEXPLAINED, Claim, Column, column
from symcnn.ask.audit.shapes import ShapeVerdict, shape
from symcnn.ask.audit.stages import Run, StagedCase, stages
from symcnn.ask.audit.totals import Other, Total, total
from symcnn.ask.audit.written import written
from symcnn.errors import SymcnnError
from symcnn.record import Record
from symcnn.report import Report


class Audit(Record):
    """The verdicts on rows, shapes and totals, and what was assumed of the published rows."""

    columns: tuple[Column, ...]
    shapes: tuple[ShapeVerdict, ...]
    totals: tuple[Total, ...]
    chains: tuple[Chain, ...]
    names: tuple[str, ...]  # of the network's rows
    assumed: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every published number is right."""
        rows, totals = all(column.holds for column in self.columns), all(each.holds for each in self.totals)
        return rows and totals and all(each.holds for each in self.shapes)

    @property
    def explained(self) -> bool:
        """Whether every published number is right, or reproduced by a rule that is named."""
        rows = [verdict for column in self.columns for verdict in column.verdicts]
        counted = all(verdict.ways for verdict in rows) and all(each.ways for each in self.totals)
        return counted and all(each.holds or each.words for each in self.shapes)

    @property
    def cost(self) -> int:
        """How far-fetched all of it is."""
        totals = sum(t.ways[0].cost() if t.ways else UNEXPLAINED for t in self.totals if not t.from_rows)
        return totals + sum(column.cost for column in self.columns)

    def __str__(self) -> str:
        return written(self)

    def to_dict(self) -> dict[str, Any]:
        """The audit as plain data."""
        return as_dict(self)


def audit(report: Report, published: Published, others: Sequence[Other] = ()) -> Audit:
    """Compare published numbers with those of a network without symbols.

    Raises SymcnnError where the network has symbols without a value.
    """
    real = report.example or report
    if real.symbols:
        names = ", ".join(real.symbols)
        values = " ".join(f"{name}=…" for name in real.symbols)
        message = f"published numbers need a network of numbers; it has the symbols {names}"
        raise SymcnnError("E504", message, None, f"give them values: {values}")
    first = _audited(real, published, others)
    if first.holds:
        return first
    staged = () if all(column.holds for column in first.columns) else _in_stages(real, published, others)
    every: list[Audit] = [first, *_read_otherwise(real, published, others), *staged]
    return min(every, key=lambda each: each.cost)


def _read_otherwise(report: Report, published: Published, others: Sequence[Other]) -> Iterator[Audit]:
    """The last of numbers in order may be their total; a number alone may be one of operations, if it holds then."""
    if published.open_end and len(published.lines) > 1:
        *rows, last = published.lines
        ended = Published(tuple(rows), tuple(last.values.items()))
        yield _audited(report, ended, others, ("the last number is the total",))
    if published.read_as == "number" and not published.lines and len(published.totals) == 1:
        ((quantity, number),) = published.totals
        for name in (each for each in OPERATIONS if each != quantity):
            found = _audited(report, Published((), ((name, number),)), others, (f"the number is one of {name}",))
            yield from [found] if found.holds else []


def _in_stages(report: Report, published: Published, others: Sequence[Other]) -> Iterator[Audit]:
    """Rows may be sums over stages, blocks or modules of the network."""
    named = {name for line in published.lines for name in line.values}
    runs = stages({name: Case(report, name) for name in sorted(named)}, published.lines)
    if runs is not None:
        yield _audited(report, published, others, tuple(_said(report, published, runs)), runs)


def _left_out(report: Report, runs: Sequence[Run]) -> Iterator[str]:
    within = {at for run in runs for at in range(run.start, run.stop)}
    missing = [step.name for at, step in enumerate(report.steps) if step.weights and at not in within]
    if missing:
        yield f"not published: {', '.join(missing)}"


def _said(report: Report, published: Published, runs: Sequence[Run]) -> Iterator[str]:
    for line, run in zip(published.lines, runs, strict=True):
        if run.stop - run.start > 1:
            first, last = report.steps[run.start].name, report.steps[run.stop - 1].name
            yield f"{line.name or 'a number'} is the sum of {first} to {last}"


def _audited(
    report: Report,
    published: Published,
    others: Sequence[Other],
    assumed: tuple[str, ...] = (),
    runs: Sequence[Run] | None = None,
) -> Audit:
    cases = {name: Case(report, name) for name in published.quantities}
    rows = align(cases, published.lines, report.steps) if runs is None else [run.stop - 1 for run in runs]
    counted = cases if runs is None else {name: StagedCase(case, runs) for name, case in cases.items()}
    columns = {name: _column(case, published.lines, rows, others) for name, case in counted.items()}
    totals = tuple(total(cases[name], number, columns[name], others) for name, number in published.totals)
    listed = [each for each in columns.values() if each.verdicts]
    return Audit(
        tuple(listed),
        tuple(_shapes(Case(report, "shape"), published.lines, rows)),
        totals,
        tuple(chains(listed, totals, {name: case.total for name, case in cases.items()})),
        tuple(step.name for step in report.steps),
        (*(_order(report, published, rows) if runs is None else _left_out(report, runs)), *assumed),
    )


def _column(case: Case, lines: Sequence[Line], rows: Sequence[int | None], others: Sequence[Other]) -> Column:
    """The verdicts on a column, by another convention where all of it holds by that."""
    claims = [
        Claim(_name(case, line, at), at, line.values[case.quantity])
        for line, at in zip(lines, rows, strict=True)
        if case.quantity in line.values and not (at is None and line.values[case.quantity].value == 0)
    ]
    own = column(case, claims)
    if own.holds or case.quantity not in OPERATIONS:
        return own
    return next((each for each in _by_conventions(case.quantity, claims, others) if each.holds), own)


def _by_conventions(quantity: str, claims: Sequence[Claim], others: Sequence[Other]) -> Iterator[Column]:
    for other in others:
        report = other.report() if other.convention else None
        if report is not None:
            yield column(Case(report, quantity), claims).by(other.words)


def _name(case: Case, line: Line, at: int | None) -> str:
    return line.name or ("?" if at is None else case.steps[at].name)


def _shapes(case: Case, lines: Iterable[Line], rows: Iterable[int | None]) -> Iterator[ShapeVerdict]:
    for line, at in zip(lines, rows, strict=True):
        if line.shape is not None and at is not None:
            yield shape(case, _name(case, line, at), at, line.shape)


def _order(report: Report, published: Published, rows: Sequence[int | None]) -> Iterator[str]:
    """Which rows numbers without a name are taken for, and which rows with weights are not published."""
    unnamed = [at for line, at in zip(published.lines, rows, strict=True) if not line.name and at is not None]
    if unnamed:
        yield f"the numbers are, in order, those of {', '.join(report.steps[at].name for at in unnamed)}"
    unknown = [line.name for line, at in zip(published.lines, rows, strict=True) if at is None and line.name]
    if unknown:
        yield f"no row of the network: {', '.join(unknown)}"
    missing = [step.name for at, step in enumerate(report.steps) if step.weights and at not in rows]
    if published.lines and missing:
        yield f"not published: {', '.join(missing)}"
